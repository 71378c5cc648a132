import Dispatch
import Ingest
import Synchronization

/// What the files of folders repeat, shared by the workers, so that each folder is looked at once.
///
/// Who comes to a folder first has its worker find out; the others wait for that, if their files may
/// need it. The worker that is first sends what it found, or its file ends without.
final class FolderSamples: Sendable {
  private let state = Mutex(State())

  /// Folders that are remembered, and hashes of their blocks together: about 16 bytes each.
  fileprivate static let folderLimit = 20_000
  fileprivate static let hashLimit = 500_000

  fileprivate struct State {
    var folders: [Folder: Entry] = [:]
    var hashes = 0
  }

  fileprivate struct Folder: Hashable {
    var path: [UInt8]
    var suffix: [UInt8]

    init(of item: WalkItem) {
      let slash = item.path.lastIndex(of: UInt8(ascii: "/")) ?? 0
      path = Array(item.path[..<max(slash, 1)])
      suffix = FolderSample.suffix(of: Array(item.path[(slash + 1)...]))
    }
  }

  fileprivate enum Entry {
    /// A worker is at it.
    case open(DispatchGroup)
    case known(FolderSample)
    /// The first file was of a kind that is not compared.
    case without
  }

  /// Names of what is no text and no page: nobody waits for it.
  private static let others = Set(
    [
      ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf",
      ".epub", ".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".xz", ".zst", ".bz2", ".cpio",
      ".warc", ".wacz", ".mbox", ".eml", ".csv", ".tsv", ".xml", ".rss", ".jpg", ".jpeg", ".png",
      ".tif", ".tiff", ".gif", ".mht", ".mhtml", ".docm", ".xlsm", ".pptm",
    ].map { Array($0.utf8) })

  /// What is known of a file's folder; waits for who is finding out. `settle` must follow where
  /// `isFirst` says so.
  func known(_ item: WalkItem) -> (sample: FolderSample?, isFirst: Bool) {
    let folder = Folder(of: item)
    guard !Self.others.contains(folder.suffix) else { return (nil, false) }
    while true {
      let (entry, isFirst) = state.withLock { state -> (Entry, Bool) in
        if let entry = state.folders[folder] { return (entry, false) }
        let group = DispatchGroup()
        group.enter()
        state.makeRoom()
        state.folders[folder] = .open(group)
        return (.open(group), true)
      }
      switch entry {
      case .open(let group):
        if isFirst { return (nil, true) }
        group.wait()
      case .known(let sample): return (sample, false)
      case .without: return (nil, false)
      }
    }
  }

  /// Takes what a worker has found out.
  func take(_ sample: FolderSample, for item: WalkItem) {
    state.withLock { state in
      state.close(Folder(of: item), as: .known(sample))
    }
  }

  /// The first file is done: the others need not wait for it any more.
  func settle(_ item: WalkItem) {
    state.withLock { state in
      let folder = Folder(of: item)
      if case .open = state.folders[folder] { state.close(folder, as: .without) }
    }
  }
}

extension FolderSamples.State {
  fileprivate mutating func close(_ folder: FolderSamples.Folder, as entry: FolderSamples.Entry) {
    if case .open(let group) = folders[folder] { group.leave() }
    if case .known(let old) = folders[folder] { hashes -= old.repeated.hashes.count }
    if case .known(let new) = entry { hashes += new.repeated.hashes.count }
    folders[folder] = entry
  }

  /// Forgets all that is not being waited for, when there is too much of it.
  fileprivate mutating func makeRoom() {
    guard folders.count >= FolderSamples.folderLimit || hashes >= FolderSamples.hashLimit else {
      return
    }
    folders = folders.filter { if case .open = $0.value { true } else { false } }
    hashes = 0
  }
}
