import Client
import Glibc
import Ingest
import Wire

/// Keeps an archive like some folders as they change, until it is told to end.
///
/// First everything is brought up to date; then whatever the kernel names is looked at again, when
/// nothing has happened for a while, so that files are at rest. When a file system comes or goes where
/// a folder is, which the kernel does not tell, all of it is looked at again. Where the kernel cannot watch,
/// everything is looked at again from time to time.
struct Watching {
  private let archive: Archive
  private let options: AddOptions
  private let interruption: Interruption
  private let isJSON: Bool

  /// How long nothing must have happened before files are read, and how long that is waited for.
  private static let settling = Duration.seconds(2)
  private static let patience = Duration.seconds(30)
  /// How often all is looked at where folders cannot be watched.
  private let polling: Duration
  private let isPolling: Bool

  /// - Parameter pollSeconds: to look at all so often, and watch nothing; nil to watch.
  init(_ archive: Archive, _ options: AddOptions, printsJSON: Bool, pollSeconds: Int?) {
    isPolling = pollSeconds != nil
    polling = .seconds(pollSeconds ?? 30)
    self.archive = archive
    self.options = options
    isJSON = printsJSON
    interruption = Interruption { Output.say("mucluc: ending: what is under way is sent") }
  }

  /// Returns when it is told to end.
  /// - Throws: `ClientError`, when the daemon takes nothing more; `WorkerStartError`.
  func run(_ paths: [String]) throws {
    interruption.watch()
    defer { interruption.unwatch() }
    let watcher = isPolling ? nil : FolderWatcher()
    if watcher == nil { tellPolling(isPolling ? nil : EMFILE) }
    var hasTold = watcher == nil
    var folders = Self.identities(paths)
    var (total, scansLeft) = try pass(paths.map { AddPath($0) }, watcher, saysAll: true)
    if !isJSON { Output.say("mucluc: watching \(paths.joined(separator: ", "))") }
    while !interruption.isRequested {
      if !hasTold, let code = watcher?.failure {
        hasTold = true
        tellPolling(code)
      }
      let polls = watcher == nil || watcher?.failure != nil
      // Scanned paper that was left goes on when all is quiet.
      let news = waitForNews(
        watcher, upTo: scansLeft > 0 ? Self.patience : polls ? polling : nil
      ) { Self.identities(paths) != folders }
      if interruption.isRequested { break }
      folders = Self.identities(paths)
      if news.isAll {
        (total, scansLeft) = try pass(paths.map { AddPath($0) }, watcher)
      } else {
        let roots = paths.compactMap { try? PathText.ofTyped($0) }
        let changed = changedPaths(news, below: roots).map { path in
          let bytes = PathText.bytes(of: path)
          let root = roots.first { path.hasPrefix($0 + "/") } ?? path
          return roots.contains(path)
            ? AddPath(whole: bytes) : AddPath(bytes, partOf: total, of: root)
        }
        scansLeft += try pass(changed, watcher).scansLeft
      }
    }
  }

  /// Which folders there are at the paths now.
  private static func identities(_ paths: [String]) -> [[UInt64]?] {
    paths.map { PathText.identity(ofFolder: Array($0.utf8)) }
  }

  /// Waits until something has happened and has settled, or a time is over: then anything may have
  /// happened.
  ///
  /// - Parameter isElsewhere: whether there are other folders at the paths than before; asked once a
  ///   second.
  private func waitForNews(
    _ watcher: FolderWatcher?, upTo limit: Duration?, orWhen isElsewhere: () -> Bool
  ) -> FolderWatcher.News {
    let begin = ContinuousClock.now
    var news = FolderWatcher.News()
    var first: ContinuousClock.Instant?
    var last = begin
    var asked = begin
    while !interruption.isRequested {
      if let watcher { watcher.wait(milliseconds: 200) } else { _ = usleep(200_000) }
      let now = ContinuousClock.now
      let more = watcher?.news() ?? FolderWatcher.News()
      if !more.isEmpty {
        news.folders.formUnion(more.folders)
        news.isAll = news.isAll || more.isAll
        first = first ?? now
        last = now
      }
      if !news.isAll, now - asked >= .seconds(1) {
        asked = now
        if isElsewhere() {
          news.isAll = true
          first = first ?? now
          last = now
        }
      }
      if let first, now - last >= Self.settling || now - first >= Self.patience { break }
      if let limit, now - begin >= limit {
        news.isAll = true
        break
      }
    }
    return news
  }

  /// The folders to look at: none below another, and of those that are gone what is left above them.
  private func changedPaths(_ news: FolderWatcher.News, below roots: [String]) -> [String] {
    var changed: Set<String> = []
    for folder in news.folders {
      var text = PathText.text(of: folder)
      guard let root = roots.first(where: { text == $0 || text.hasPrefix($0 + "/") }) else {
        continue
      }
      while text.count > root.count, !PathText.isFolder(PathText.bytes(of: text)),
        let slash = text.lastIndex(of: "/")
      {
        text = String(text[..<slash])
      }
      changed.insert(text)
    }
    return changed.sorted().filter { path in
      !changed.contains { $0 != path && path.hasPrefix($0 + "/") }
    }
  }

  /// Looks at paths, and says what came of it.
  ///
  /// - Returns: how many files are known below them, and of how many scanned paper is left.
  private func pass(
    _ paths: [AddPath], _ watcher: FolderWatcher?, saysAll: Bool = false
  ) throws -> (known: Int, scansLeft: Int) {
    var options = options
    if !saysAll { options.complaints = [] }
    if !saysAll, options.display == .auto { options.display = .none }
    let adding = Adding(archive, options, interruption, watcher)
    let summary = try adding.add(paths)
    if saysAll || !summary.isQuiet {
      var output = Output()
      if isJSON { output.write(line: summary.json) } else { output.write(summary.text + "\n") }
      output.flush()
    }
    return (summary.fileCount, summary.scansLeft)
  }

  /// - Parameter code: the `errno` that keeps folders from being watched; nil where that is wanted.
  private func tellPolling(_ code: Int32?) {
    let often = "all is looked at every \(Int(polling / .seconds(1))) s"
    guard let code else { return Output.complain(often) }
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    let limit = code == ENOSPC ? "watches" : "instances"
    Output.complain(
      "not all folders can be watched (\(reason)): \(often) instead;"
        + " raise fs.inotify.max_user_\(limit)")
  }
}
