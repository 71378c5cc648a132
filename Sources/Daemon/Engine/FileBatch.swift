import Documents
import InvertedIndex
import Synchronization
import Wire

/// Turns a batch of lines into changes of an index and of its manifest. Runs on the collection's
/// writer thread.
///
/// The order is what makes a crash harmless: what is about to change is marked in the manifest, then
/// the index is changed and made durable, then the new rows are written.
struct FileBatch {
  /// A file between its `begin` and its `end`.
  struct OpenFile: Sendable {
    var path: String
    var generation: Int64
    var accepted = 0
    /// The first reason why a document of it was not taken.
    var refusal: Problem?
  }

  private let index: Index
  private let manifest: FileManifest
  private(set) var report = FilesReport()
  private(set) var openFile: OpenFile?
  private var steps: [Step] = []
  /// Paths that the steps are about: none comes twice before they are done.
  private var paths: Set<String> = []

  /// What a line asks for, and what is found out on the way.
  enum Step {
    case begin(path: String, generation: Int64)
    /// The documents that follow belong to a file that an earlier request began.
    case resume(path: String, line: Int)
    case put(Document, line: Int)
    /// A document that was no document.
    case refused(Problem)
    case end(FileRecord, keepsOthers: Bool, line: Int)
    case keep(FileRecord, from: String, generation: Int64, line: Int)
    case remove(path: String, generation: Int64)
  }

  init(_ index: Index, _ manifest: FileManifest, continuing openFile: OpenFile?) {
    self.index = index
    self.manifest = manifest
    self.openFile = openFile
  }

  /// - Throws: what keeps the index or the manifest from taking anything more; bad lines are in the
  ///   report.
  mutating func take(_ batch: LineBatches.Batch) throws(Problem) {
    var line = batch.firstLine
    var start = 0
    let bytes = batch.bytes.span
    for end in batch.bytes.indices where batch.bytes[end] == UInt8(ascii: "\n") {
      try take(bytes.extracting(start..<end), line: line)
      start = end + 1
      line += 1
    }
    for line in batch.overlong {
      let problem = Problem(
        .bodyTooLarge, "the line has more than \(Wire.maximumDocumentByteCount) bytes",
        hint: "split the document")
      report.documents.reject(line: line, problem)
      steps.append(.refused(problem))
    }
    try run()
  }

  private mutating func take(_ json: Span<UInt8>, line: Int) throws(Problem) {
    if json.indices.allSatisfy({ json[$0] == 0x20 || json[$0] == 0x0D || json[$0] == 0x09 }) {
      return
    }
    let change: FileChange
    do throws(Problem) {
      switch try FileChangeLine(json: json) {
      case .change(let parsed): change = parsed
      case .document(let range):
        report.documents.received += 1
        let record = try DocumentRecord(json: json.extracting(range))
        guard record.ifVersion == nil else {
          throw Problem(
            .invalidField, "a document of a file has no conditions", pointer: "/if_version",
            hint: "send lines with if_version by themselves: mucluc add -")
        }
        let document = try record.document()
        steps.append(.put(document, line: line))
        return
      }
    } catch {
      report.documents.reject(line: line, error)
      steps.append(.refused(error))
      return
    }
    try take(change, line: line)
  }

  private mutating func take(_ change: FileChange, line: Int) throws(Problem) {
    let generation = Int64.random(in: 1...Int64.max)
    switch change {
    case .begin(let path, continues: true):
      steps.append(.resume(path: path, line: line))
    case .begin(let path, continues: false):
      try reserve([path])
      steps.append(.begin(path: path, generation: generation))
    case .end(let record, let keepsOthers):
      steps.append(.end(record, keepsOthers: keepsOthers, line: line))
    case .keep(let record, let source):
      try reserve([record.path, source ?? record.path])
      steps.append(
        .keep(record, from: source ?? record.path, generation: generation, line: line))
    case .remove(let path):
      try reserve([path])
      steps.append(.remove(path: path, generation: generation))
    }
  }

  /// Does first what was asked for before, where it is about the same files.
  private mutating func reserve(_ wanted: Set<String>) throws(Problem) {
    if !paths.isDisjoint(with: wanted) { try run() }
    paths.formUnion(wanted)
  }

  private mutating func run() throws(Problem) {
    defer {
      steps.removeAll(keepingCapacity: true)
      paths.removeAll(keepingCapacity: true)
    }
    guard !steps.isEmpty else { return }
    let (steps, openFile) = (steps, openFile)
    let part = try manifest.turn.withLock { _ throws(Problem) in
      var turn = FileTurn(index, manifest, continuing: openFile)
      try turn.run(steps)
      return (report: turn.report, openFile: turn.openFile)
    }
    report.add(part.report)
    self.openFile = part.openFile
  }
}
