import Dispatch
import Synchronization
import Wire

/// Gathers steps about files into batches, and sends them.
///
/// The steps of one file follow one another. A file that is read as a whole waits for its turn
/// once, at its end; one that is too large for that keeps the turn until it ends, and the others
/// wait: so what is held is bounded.
final class FileSink: Sendable {
  private let uploader: Uploader
  private let onReport: @Sendable (Uploader.Done) -> Void
  private let turn = DispatchSemaphore(value: 1)
  private let batch = Mutex(Batch())

  /// A batch is sent when so many lines are in it, or so many bytes.
  private static let batchCount = 512
  static let batchByteCount = 2 << 20

  private struct Batch: Sendable {
    var bytes: [UInt8] = []
    var origins: [String] = []
  }

  init(to uploader: Uploader, onReport: @escaping @Sendable (Uploader.Done) -> Void) {
    self.uploader = uploader
    self.onReport = onReport
  }

  func takeTurn() { turn.wait() }
  func giveTurn() { turn.signal() }

  /// Sends a step that stands by itself.
  /// - Throws: what stopped an earlier upload.
  func send(_ change: FileChange, about path: String) throws {
    var json = JSONWriter()
    change.write(to: &json)
    takeTurn()
    defer { giveTurn() }
    try append(json.bytes, [path])
  }

  /// To be called by who has the turn.
  func append(_ bytes: [UInt8], _ origins: [String]) throws {
    let full = batch.withLock { batch -> Batch? in
      batch.bytes += bytes
      batch.origins += origins
      let isFull =
        batch.origins.count >= Self.batchCount || batch.bytes.count >= Self.batchByteCount
      defer { if isFull { batch = Batch() } }
      return isFull ? batch : nil
    }
    if let full { try send(full) }
  }

  /// Sends what is gathered.
  func flush() throws {
    let rest = batch.withLock { batch -> Batch in
      defer { batch = Batch() }
      return batch
    }
    if !rest.origins.isEmpty { try send(rest) }
  }

  private func send(_ batch: Batch) throws {
    try uploader.send(Upload(ndjson: batch.bytes, origin: .files(batch.origins)))
    for report in uploader.takeReports() { onReport(report) }
  }
}

/// The steps of one file on their way into a sink.
struct FileLines: ~Copyable {
  private let sink: FileSink
  private let path: String
  private var json = JSONWriter()
  private var origins: [String] = []
  private var hasTurn = false

  init(of path: String, to sink: FileSink) {
    self.sink = sink
    self.path = path
    begin()
  }

  deinit {
    if hasTurn { sink.giveTurn() }
  }

  /// Whether something has gone out that cannot be taken back.
  var isStreaming: Bool { hasTurn }

  /// - Parameter continues: an earlier batch has its first documents.
  private mutating func begin(continues: Bool = false) {
    FileChange.begin(path: path, continues: continues).write(to: &json)
    origins.append(path)
  }

  /// - Parameter document: JSON in one line.
  mutating func add(_ document: [UInt8], origin: String) throws {
    FileChange.write(document: document, to: &json)
    origins.append(origin)
    if json.bytes.count >= FileSink.batchByteCount {
      try pass()
      begin(continues: true)
    }
  }

  /// Ends the file. What was dropped is not sent.
  consuming func end(_ ending: FileReading.Ending) throws {
    if ending.isDropped, !hasTurn {
      json = JSONWriter()
      origins = []
      begin()
    }
    FileChange.end(ending.record, keepsOthers: ending.keepsOthers).write(to: &json)
    origins.append(path)
    try pass()
  }

  private mutating func pass() throws {
    if !hasTurn {
      sink.takeTurn()
      hasTurn = true
    }
    try sink.append(json.bytes, origins)
    json = JSONWriter()
    origins = []
  }
}
