import Client
import Daemon
import Documents
import Glibc
import Ingest
import Synchronization
import Wire

/// What `add` and `sync` are asked for.
struct AddOptions: Sendable {
  var collection = Wire.defaultCollection
  var includesHidden = false
  /// Which files are read. Documents of others stay as they are.
  var filter = FileFilter()
  /// Documents of files that are gone are deleted.
  var deletes = false
  /// Deletes even where it looks as if a file system were missing.
  var isForced = false
  /// Says what would be deleted, and changes nothing.
  var isDryRun = false
  var display = Tally.Display.auto
  var workers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  var limits = WorkerLimits()
  /// The languages in which scanned paper is read; of none, it is not.
  var languages: [String] = []
  /// What to complain of before anything is done.
  var complaints: [AddSummary.Trouble] = []
}

/// Brings an archive up to what is below some paths: finds what has changed since the archive saw
/// it, has it read, and sends it.
///
/// A file that is as it was costs one `stat`. One thread walks and compares, one a worker process
/// reads (`FileWorkers`), one sends (`Uploader`).
final class Adding: Sendable {
  let archive: Archive
  let options: AddOptions
  let tally: Tally
  let sink: FileSink
  private let uploader: Uploader
  private let interruption: Interruption
  private let watcher: FolderWatcher?

  /// Unknown files that wait for the end of a walk. Of more than that some are read anew that may only
  /// have moved: about 700 bytes each.
  private static let mostUnknown = 50_000

  /// Documents of lines are sent when there are so many bytes.
  private static let batchByteCount = 2 << 20

  /// - Parameter watcher: is told of each folder that a walk enters.
  init(
    _ archive: Archive, _ options: AddOptions, _ interruption: Interruption,
    _ watcher: FolderWatcher? = nil
  ) {
    self.archive = archive
    self.options = options
    self.interruption = interruption
    self.watcher = watcher
    let tally = Tally(options.display)
    self.tally = tally
    uploader = Uploader(archive: archive, collection: options.collection)
    sink = FileSink(to: uploader) { tally.take($0) }
  }

  var isInterrupted: Bool { interruption.isRequested }

  /// Does all of it.
  /// - Throws: `ClientError`, when the daemon takes nothing more; `WorkerStartError`.
  func add(_ paths: [AddPath]) throws -> AddSummary {
    tally.start()
    for complaint in options.complaints {
      tally.complain(path: complaint.path, code: complaint.code, reason: complaint.reason)
    }
    do {
      for path in paths where !isInterrupted {
        if path.isStandardInput {
          try addLines(ByteSource("-"), name: "standard input")
        } else {
          try addBelow(path)
        }
      }
      try sink.flush()
      for report in try uploader.finish() { tally.take(report) }
    } catch {
      _ = tally.finish()
      throw error
    }
    var summary = tally.finish()
    summary.isInterrupted = isInterrupted
    return summary
  }

  private func addLines(_ source: consuming ByteSource, name: String) throws {
    var lines = LineBatches(
      batchByteCount: Self.batchByteCount, maximumLineByteCount: Wire.maximumDocumentByteCount)
    while !isInterrupted {
      let piece = try source.next()
      if piece.isEmpty { break }
      if let batch = lines.take(piece) { try send(batch, name) }
    }
    if let batch = lines.finish() { try send(batch, name) }
  }

  private func send(_ batch: LineBatches.Batch, _ name: String) throws {
    for line in batch.overlong {
      tally.complain(
        path: "\(name):\(line)", code: "too_large",
        reason: "the line has more than \(Wire.maximumDocumentByteCount) bytes: split the document")
    }
    guard !batch.bytes.isEmpty else { return }
    try uploader.send(
      Upload(ndjson: batch.bytes, firstLine: batch.firstLine, origin: .lines(name)))
    for report in uploader.takeReports() { tally.take(report) }
  }
}

// MARK: - Folders

extension Adding {
  private func addBelow(_ path: AddPath) throws {
    let root = try? PathText.ofTyped(path.bytes)
    var known = KnownFiles(FileRows())
    if let root {
      let top = PathText.bytes(of: path.root ?? root)
      known = KnownFiles(FileRows(below: root, in: options.collection, of: archive)) {
        [filter = options.filter] path in
        filter.isEmpty || filter.takes(PathText.bytes(of: path), below: top)
      }
    }
    let queue = JobQueue()
    let workers = FileWorkers(
      on: queue, into: sink, tally, options.limits, languages: options.languages,
      knowing: { [archive, collection = options.collection] () throws(ClientError) in
        try KnownRepeats.all(in: collection, of: archive)
      },
      unlessHeldUp: { [watcher] in watcher?.hasNews ?? false }, unless: { [self] in isInterrupted })
    workers.start(options.isDryRun ? 0 : options.workers)
    var scan = FolderScan(known: known)
    do {
      try walk(path, &scan, queue, workers)
      queue.close()
    } catch {
      queue.end()
      try? workers.finish()
      throw error
    }
    if isInterrupted { queue.end() }
    try workers.finish()
    guard !isInterrupted, let root else { return }
    try deleteGone(below: root, scan, path)
  }

  private func walk(
    _ path: AddPath, _ scan: inout FolderScan, _ queue: JobQueue, _ workers: FileWorkers
  ) throws {
    let walk = Walk(
      [path.bytes], includesHidden: options.includesHidden, filter: options.filter,
      below: path.root.map { PathText.bytes(of: $0) }
    ) { [watcher] in watcher?.watch($0) }
    for event in walk {
      if isInterrupted { break }
      try workers.check()
      switch event {
      case .problem(let problem): try take(problem, &scan)
      case .file(let item): try visit(item, &scan, queue)
      }
    }
    if !isInterrupted {
      try scan.known.readToEnd()
      for job in scan.unknown where !isInterrupted { try add(job, &scan, queue) }
      scan.unknown = []
    }
    tally.walked()
    tally.change { summary in
      summary.skipped.links += walk.skipped.links
      summary.skipped.hidden += walk.skipped.hidden
      summary.skipped.filtered += walk.skipped.filtered
      summary.skipped.special += walk.skipped.special
    }
  }

  private func visit(_ item: WalkItem, _ scan: inout FolderScan, _ queue: JobQueue) throws {
    tally.found(byteCount: item.byteCount)
    scan.fileCount += 1
    let known = try scan.known.meet(item.key.text)
    let decision = FileDecision(
      known, item.stamp, ocr: options.languages.joined(separator: "+"))
    if decision == .scan {
      if !options.isDryRun {
        queue.addLater(FileJob(item: item, known: known, readsScans: true))
      }
      return
    }
    if decision == .unchanged {
      tally.count(.unchanged, byteCount: item.byteCount, isRead: false)
      if let known { tally.change { $0.unchangedDocuments += known.documents } }
      return
    }
    if !options.isDryRun, decision == .compare, let known, try keep(item, known) { return }
    let job = FileJob(item: item, known: known)
    if known?.isFound != true {
      if scan.known.count > 0 || !scan.known.isAtEnd, scan.unknown.count < Self.mostUnknown {
        scan.unknown.append(job)
        return
      }
    }
    if !options.isDryRun { queue.add(job) }
  }

  /// Has a file read that was met when not all was known, unless it is one that was elsewhere.
  private func add(_ job: FileJob, _ scan: inout FolderScan, _ queue: JobQueue) throws {
    if scan.known.mayHaveMoved(byteCount: job.item.byteCount), try keepMoved(job.item, &scan) {
      return
    }
    if !options.isDryRun { queue.add(job) }
  }

  /// Writes down that a file is as it was but for its times; false when it is not.
  private func keep(_ item: WalkItem, _ known: FileRecord) throws -> Bool {
    let seen = Clock.now
    guard let now = try? FileReader().hash(item), now.hash.description == known.hash else {
      return false
    }
    var record = known
    record.stamp = FileRecord.Stamp(now.stamp)
    record.seen = seen
    try sink.send(.keep(record, from: nil), about: record.path)
    tally.count(.unchanged, byteCount: item.byteCount, isRead: false)
    tally.change { $0.unchangedDocuments += known.documents }
    return true
  }

  /// Gives the documents of a file that was elsewhere the new path; false when there is none.
  private func keepMoved(_ item: WalkItem, _ scan: inout FolderScan) throws -> Bool {
    let seen = Clock.now
    guard let now = try? FileReader().hash(item),
      let old = scan.known.takeMoved(to: item.key.text, hash: now.hash)
    else { return false }
    var record = old
    record.path = item.key.text
    record.stamp = FileRecord.Stamp(now.stamp)
    record.seen = seen
    if !options.isDryRun {
      try sink.send(.keep(record, from: old.path), about: record.path)
    }
    tally.count(.moved, byteCount: item.byteCount, isRead: false)
    return true
  }

  /// Whatever the walk cannot pass is a row of its own, until it can.
  private func take(_ problem: IngestProblem, _ scan: inout FolderScan) throws {
    scan.problems.append(problem)
    tally.complain(path: problem.path, code: problem.code.rawValue, reason: problem.reason)
    tally.change { $0.count(.unreadable) }
    guard problem.path.hasPrefix("/"), problem.code != .notFound, !options.isDryRun else { return }
    let known = try scan.known.meet(problem.path)
    var record = FileRecord(path: problem.path, status: .unreadable)
    record.version = Extractor.version
    record.seen = Clock.now
    record.textByteCount = known?.textByteCount ?? 0
    record.problem = FileRecord.Fault(problem)
    sink.takeTurn()
    defer { sink.giveTurn() }
    var json = JSONWriter()
    FileChange.begin(path: record.path).write(to: &json)
    FileChange.end(record, keepsOthers: true).write(to: &json)
    try sink.append(json.bytes, [record.path, record.path])
  }
}
