import Client
import Daemon
import Dispatch
import Documents
import Glibc
import Ingest
import Synchronization
import Wire

/// Threads that have files read, each by a worker process of its own, and pass on what comes.
///
/// Files are done in the order in which they are ready; each has its steps together.
final class FileWorkers: Sendable {
  private let queue: JobQueue
  private let sink: FileSink
  private let tally: Tally
  private let limits: WorkerLimits
  private let languages: [String]
  private let repeats: @Sendable () throws(ClientError) -> [String: RepeatedBlocks]
  private let isHeldUp: @Sendable () -> Bool
  private let isInterrupted: @Sendable () -> Bool
  private let group = DispatchGroup()
  private let samples = FolderSamples()
  /// What documents of earlier times repeat: the same for all workers, asked for by the first.
  private let known = Mutex<[String: RepeatedBlocks]?>(nil)
  private let failure = Mutex<(any Error)?>(nil)

  /// - Parameters:
  ///   - languages: in which scanned paper is read, when all else is done; of none, it is not.
  ///   - repeats: what documents of earlier times repeat, by `Site.name`.
  ///   - isHeldUp: asked before each file of scanned paper; what is left then waits for another time.
  init(
    on queue: JobQueue, into sink: FileSink, _ tally: Tally, _ limits: WorkerLimits,
    languages: [String],
    knowing repeats: @escaping @Sendable () throws(ClientError) -> [String: RepeatedBlocks],
    unlessHeldUp isHeldUp: @escaping @Sendable () -> Bool,
    unless isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.queue = queue
    self.sink = sink
    self.tally = tally
    self.limits = limits
    self.languages = languages
    self.repeats = repeats
    self.isHeldUp = isHeldUp
    self.isInterrupted = isInterrupted
  }

  func start(_ count: Int) {
    // A worker that is gone shows as an error of the write, not as the end of this program.
    _ = signal(SIGPIPE, SIG_IGN)
    let threads = DispatchQueue(label: "workers", attributes: .concurrent)
    for _ in 0..<count {
      threads.async(group: group) { [self] in
        do { try work() } catch {
          failure.withLock { $0 = $0 ?? error }
          queue.end()
        }
      }
    }
  }

  /// What stopped a worker for good, if so.
  func check() throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// Waits until all files are done.
  /// - Throws: what kept the daemon from taking more, or workers from being started.
  func finish() throws {
    group.wait()
    try check()
  }

  private func work() throws {
    var process: WorkerProcess?
    while let job = queue.take() {
      if isInterrupted() { continue }
      if job.readsScans, isHeldUp() {
        tally.change { $0.scansLeft += 1 }
        continue
      }
      if job.item.kind == .ndjson {
        try readLines(job)
      } else {
        process = try read(job, process)
      }
    }
  }
}

// MARK: - Files that a process reads

extension FileWorkers {
  /// - Returns: The process for the next file; nil when that needs a new one.
  private func read(_ job: FileJob, _ given: WorkerProcess?) throws -> WorkerProcess? {
    let folder = samples.known(job.item)
    defer { if folder.isFirst { samples.settle(job.item) } }
    return try read(job, given, folder.sample)
  }

  /// - Parameter isHasty: what was held back for a comparison was lost with the process before.
  private func read(
    _ job: FileJob, _ given: WorkerProcess?, _ sample: FolderSample?, isHasty: Bool = false
  ) throws -> WorkerProcess? {
    let process = try given ?? WorkerProcess(limits, knowing: knownRepeats())
    let languages = job.readsScans ? languages : []
    var reading = FileReading(
      path: job.path, known: job.known, seen: Clock.now, ocr: languages.joined(separator: "+"))
    var lines = FileLines(of: job.path, to: sink)
    var hasHeld = false
    let result = try process.read(
      job.item, languages: languages, isHasty: isHasty, sample, unless: isInterrupted
    ) { message in
      switch message {
      case .document(let document):
        if document.json.count > Wire.maximumDocumentByteCount {
          reading.note(job.problem(.tooLarge, Self.tooLarge))
          return
        }
        reading.note(document)
        try lines.add(document.json, origin: document.id)
      case .problem(let problem): reading.note(problem)
      case .held: hasHeld = true
      case .sample(let sample):
        samples.take(sample, for: job.item)
        tally.change { $0.sampledFolders += 1 }
      case .end, .beat: break
      }
    }
    var end = WorkerMessage.ReadEnd()
    switch result {
    case .success(let done):
      end = done
      if done.stamp == nil {
        reading.note(job.problem(.unstable, IngestError.unstable.description))
      }
    case .failure(.interrupted): return nil
    case .failure(let failure):
      // Perhaps the files before it have used the process up.
      if case .crashed = failure, process.jobs > 1, !lines.isStreaming {
        return try read(job, nil, sample, isHasty: isHasty)
      }
      // What came before the bad part is to stay.
      if hasHeld, !lines.isStreaming { return try read(job, nil, sample, isHasty: true) }
      reading.note(job.problem(failure, limits))
    }
    let isForLater = reading.hasUnreadScans && !job.readsScans && !self.languages.isEmpty
    try finish(job, reading.ending(end, met: job.item.stamp), lines, isLast: !isForLater)
    if isForLater {
      queue.addLater(FileJob(item: job.item, known: job.known, readsScans: true))
    }
    let isUsable =
      if case .success = result { process.jobs < WorkerProcess.jobLimit } else { false }
    return isUsable ? process : nil
  }

  private func knownRepeats() throws(ClientError) -> [String: RepeatedBlocks] {
    try known.withLock { known throws(ClientError) in
      if let known { return known }
      let asked = try repeats()
      known = asked
      return asked
    }
  }

  private func finish(
    _ job: FileJob, _ ending: FileReading.Ending, _ lines: consuming FileLines,
    isLast: Bool = true
  ) throws {
    try lines.end(ending)
    guard isLast else { return }
    if let problem = ending.record.problem {
      tally.complain(path: job.path, code: problem.code, reason: problem.reason)
    }
    let outcome: AddSummary.Outcome =
      switch ending.record.status {
      case .complete, .pending: job.known == nil ? .new : .updated
      case .partial: .partial
      case .empty: .empty
      case .unsupported: .unsupported
      case .quarantined: .quarantined
      case .unreadable: .unreadable
      }
    tally.count(outcome, byteCount: job.item.byteCount, isRead: true)
  }

  private static let tooLarge =
    "a document has more than \(Wire.maximumDocumentByteCount) bytes: split it"
}

extension FileJob {
  var path: String { item.key.text }

  func problem(_ code: IngestProblem.Code, _ reason: String) -> IngestProblem {
    IngestProblem(path: path, stage: code.isPassing ? .read : .parse, code: code, reason: reason)
  }

  fileprivate func problem(
    _ failure: WorkerProcess.Failure, _ limits: WorkerLimits
  ) -> IngestProblem {
    switch failure {
    case .crashed(let signal, let code):
      problem(
        signal == SIGXCPU ? .timeout : .crashed,
        "the process that read it ended by "
          + (signal > 0 ? "signal \(signal)" : "itself (\(code))")
          + ": the file may be damaged, or need more than \(limits.memoryMegabytes) MB")
    case .timedOut, .interrupted:
      problem(
        .timeout,
        "reading it took more than \(limits.seconds) s without a word:"
          + " look at the file, or give more by --timeout")
    case .outputLimit:
      problem(.tooLarge, "it gives far more text than a file of its size may: split it")
    }
  }
}

// MARK: - Files of JSON lines

extension FileWorkers {
  /// Lines are passed on as they are, but for what they repeat; the daemon reads them.
  private func readLines(_ job: FileJob) throws {
    var reading = FileReading(path: job.path, known: job.known, seen: Clock.now)
    var lines = FileLines(of: job.path, to: sink)
    var end = WorkerMessage.ReadEnd()
    do {
      let before = try FileReader().hash(job.item)
      end = WorkerMessage.ReadEnd(stamp: before.stamp, hash: before.hash)
      var batches = LineBatches(
        batchByteCount: 1 << 20, maximumLineByteCount: Wire.maximumDocumentByteCount)
      var repeats = LineRepeats()
      try FileReader().forEachPiece(of: job.item) { piece in
        if let batch = batches.take(piece) { try pass(batch, job, &reading, &repeats, &lines) }
        return !isInterrupted()
      }
      if isInterrupted() { return }
      if let batch = batches.finish() { try pass(batch, job, &reading, &repeats, &lines) }
      for line in repeats.finish() { try lines.add(line.json, origin: line.origin) }
      if try FileReader().stamp(job.item) != before.stamp { end.stamp = nil }
    } catch let error as IngestError {
      reading.note(IngestProblem(path: job.path, error: error))
    }
    try finish(job, reading.ending(end, met: job.item.stamp), lines)
  }

  private func pass(
    _ batch: LineBatches.Batch, _ job: FileJob, _ reading: inout FileReading,
    _ repeats: inout LineRepeats, _ lines: inout FileLines
  ) throws {
    var number = batch.firstLine
    for line in batch.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
        for ready in repeats.take(.init(json: Array(line), origin: "\(job.path):\(number)")) {
          try lines.add(ready.json, origin: ready.origin)
        }
        reading.noteLines(1, byteCount: line.count)
      }
      number += 1
    }
    for line in batch.overlong {
      reading.note(job.problem(.tooLarge, "line \(line): \(Self.tooLarge)"))
    }
  }
}

/// The time by the clock on the wall.
enum Clock {
  /// Nanoseconds since 1970 UTC.
  static var now: Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
