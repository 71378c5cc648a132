import Daemon
import Documents
import Ingest
import Wire

/// Reads what was named on the command line and passes it on, file by file.
final class Adding {
  private let uploader: Uploader
  private let includesHidden: Bool
  private let extractor = Extractor()
  private var summary = AddSummary()
  private var progress = ProgressLine()
  private let started = ContinuousClock.now

  /// Documents are sent when so many are ready, or so many bytes.
  private static let batchCount = 256
  private static let batchByteCount = 2 << 20

  private var batch = JSONWriter(reserving: batchByteCount + batchByteCount / 4)
  /// The file of each document in the batch.
  private var sources: [String] = []

  init(to uploader: Uploader, includesHidden: Bool) {
    self.uploader = uploader
    self.includesHidden = includesHidden
  }

  /// - Throws: `ClientError`, when the daemon takes nothing more.
  func add(_ paths: [String]) throws -> AddSummary {
    for path in paths {
      if path == "-" {
        try addLines(ByteSource("-"), name: "standard input")
      } else {
        try addBelow(path)
      }
    }
    try send()
    for report in try uploader.finish() { take(report) }
    progress.end()
    summary.duration = ContinuousClock.now - started
    return summary
  }

  private func addBelow(_ path: String) throws {
    let walk = Walk([path], includesHidden: includesHidden)
    for event in walk {
      switch event {
      case .problem(let problem): note(problem)
      case .file(let item) where item.kind == .ndjson:
        do {
          try addLines(ByteSource(path: item.path, name: item.key.text), name: item.key.text)
        } catch let error as ByteSourceError {
          note(path: item.key.text, code: "unreadable", reason: error.description)
        }
      case .file(let item): try add(item)
      }
    }
    summary.skipped.links += walk.skipped.links
    summary.skipped.hidden += walk.skipped.hidden
    summary.skipped.special += walk.skipped.special
  }

  private func add(_ item: WalkItem) throws {
    summary.files += 1
    progress.show { "\(Numbers.grouped(summary.files)) files" }
    try extractor.extract(item) { part in
      switch part {
      case .document(let document): try add(document)
      case .problem(let problem): note(problem)
      }
    }
  }

  private func add(_ document: Document) throws {
    DocumentRecord(document).write(to: &batch)
    batch.endLine()
    sources.append(document.key.text)
    for warning in document.warnings where document.status == .partial {
      Output.complain("\(document.key.text): note: \(warning)")
    }
    if sources.count >= Self.batchCount || batch.bytes.count >= Self.batchByteCount { try send() }
  }

  /// Sends the documents gathered so far.
  private func send() throws {
    guard !sources.isEmpty else { return }
    let sent = batch.bytes
    let names = sources
    batch = JSONWriter(reserving: Self.batchByteCount + Self.batchByteCount / 4)
    sources = []
    try uploader.send(Upload(ndjson: sent, firstLine: 1, origin: .files(names)))
    for report in uploader.takeReports() { take(report) }
  }

  private func addLines(_ source: consuming ByteSource, name: String) throws {
    // Documents of files go first, so that all arrive in the order of the command line.
    try send()
    var lines = LineBatches(
      batchByteCount: Self.batchByteCount, maximumLineByteCount: Wire.maximumDocumentByteCount)
    while true {
      let piece = try source.next()
      if piece.isEmpty { break }
      if let batch = lines.take(piece) { try send(batch, name) }
    }
    if let batch = lines.finish() { try send(batch, name) }
  }

  private func send(_ batch: LineBatches.Batch, _ name: String) throws {
    for line in batch.overlong {
      note(
        path: "\(name):\(line)", code: "too_large",
        reason: "the line has more than \(Wire.maximumDocumentByteCount) bytes: split the document")
    }
    guard !batch.bytes.isEmpty else { return }
    try uploader.send(
      Upload(ndjson: batch.bytes, firstLine: batch.firstLine, origin: .lines(name)))
    for report in uploader.takeReports() { take(report) }
    progress.show { "\(Numbers.grouped(summary.report.received)) documents" }
  }
}

// MARK: - What went wrong

extension Adding {
  private func take(_ done: Uploader.Done) {
    for error in done.report.errors {
      note(
        path: done.upload.place(of: error.line), code: error.problem.code.rawValue,
        reason: error.problem.detail + (error.problem.hint.map { " (\($0))" } ?? ""))
    }
    summary.report.add(done.report)
  }

  private func note(_ problem: IngestProblem) {
    note(path: problem.path, code: problem.code.rawValue, reason: problem.reason)
  }

  private func note(path: String, code: String, reason: String) {
    progress.end()
    Output.complain("\(path): \(reason)")
    summary.note(path: path, code: code, reason: reason)
  }
}
