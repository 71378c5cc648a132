import Documents
import InvertedIndex
import Wire

/// The steps of some lines, done together: marked, made durable, written down.
struct FileTurn {
  private let index: Index
  private let manifest: FileManifest
  private(set) var report = FilesReport()
  private(set) var openFile: FileBatch.OpenFile?

  /// Operations on the index, and what their outcomes belong to.
  private var operations: [(operation: Operation, origin: Origin)] = []
  /// Rows to write when all is durable.
  private var rows: [Row] = []

  private enum Origin {
    /// A document of the row with this place in `rows`, of a line.
    case document(file: Int, line: Int, id: String)
    /// A document that a file no longer gives.
    case stale
    /// The old path of a document that got another.
    case left
    /// A document that gets another path.
    case moved(file: Int, line: Int, id: String)
  }

  private enum Row {
    case open(FileBatch.OpenFile)
    case end(FileBatch.OpenFile, FileRecord, keepsOthers: Bool)
    case keep(FileRecord, from: String, generation: Int64?)
    case remove(path: String)
    case nothing
  }

  init(_ index: Index, _ manifest: FileManifest, continuing openFile: FileBatch.OpenFile?) {
    self.index = index
    self.manifest = manifest
    self.openFile = openFile
  }

  mutating func run(_ steps: [FileBatch.Step]) throws(Problem) {
    do throws(ManifestError) {
      let planned = try manifest.writeComparing { [self] tables, traces throws(ManifestError) in
        var turn = self
        try turn.mark(steps, tables, traces)
        return turn
      }
      self = planned
    } catch { throw Problem(error) }
    do throws(IndexError) { try change() } catch { throw Problem(error) }
    do throws(ManifestError) {
      let sequence = index.statistics.sequence
      let written = try manifest.write { [self] tables throws(ManifestError) in
        var turn = self
        for row in rows { try turn.write(row, tables) }
        try tables.note(sequence: sequence)
        return turn
      }
      self = written
    } catch { throw Problem(error) }
    if case .open(let file) = rows.last { openFile = file }
    operations = []
    rows = []
  }
}

// MARK: - What is about to change

extension FileTurn {
  private mutating func mark(
    _ steps: [FileBatch.Step], _ tables: FileTables, _ traces: DocumentTraces
  ) throws(ManifestError) {
    if let file = openFile {
      openFile = nil
      // Somebody else may have begun to write it since the last batch.
      let isOurs = try tables.isCurrent(file.path, generation: file.generation)
      rows.append(isOurs ? .open(file) : .nothing)
      if !isOurs { report.overtaken += 1 }
    }
    for step in steps { try mark(step, tables, traces) }
  }

  private mutating func mark(
    _ step: FileBatch.Step, _ tables: FileTables, _ traces: DocumentTraces
  ) throws(ManifestError) {
    switch step {
    case .begin(let path, let generation):
      try tables.begin(path, generation: generation)
      rows.append(.open(FileBatch.OpenFile(path: path, generation: generation)))
    case .resume(let path, let line):
      if case .open(let file) = rows.last, file.path == path { return }
      guard let file = manifest.takeUnfinished(path),
        try tables.isCurrent(path, generation: file.generation)
      else {
        rows.append(.nothing)
        report.overtaken += 1
        report.documents.reject(line: line, id: path, Self.lost)
        return
      }
      rows.append(.open(file))
    case .put(let document, let line):
      guard case .open(let file) = rows.last else {
        report.documents.reject(line: line, id: document.key.text, Self.stray)
        return
      }
      try tables.claim(document.key.text, for: file.path, generation: file.generation)
      if try traces.take(document, tables) { report.nearCopies += 1 }
      operations.append(
        (.put(document), .document(file: rows.count - 1, line: line, id: document.key.text)))
    case .refused(let problem): refuse(problem, file: rows.count - 1)
    case .end(let record, let keepsOthers, let line):
      guard case .open(let file) = rows.last, file.path == record.path else {
        report.documents.reject(line: line, id: record.path, Self.stray)
        return
      }
      if !keepsOthers {
        try remove(tables.keys(of: file.path, notOf: file.generation))
      }
      rows[rows.count - 1] = .end(file, record, keepsOthers: keepsOthers)
    case .keep(let record, let source, let generation, let line):
      try keep(record, from: source, generation, line: line, tables)
    case .remove(let path, let generation):
      try remove(tables.keys(of: path))
      try tables.begin(path, generation: generation)
      rows.append(.remove(path: path))
    }
  }

  private mutating func remove(_ keys: [String], as origin: Origin = .stale) {
    for key in keys {
      // A key that cannot be one is not there.
      guard let key = try? DocumentKey(key) else { continue }
      operations.append((.delete(key), origin))
    }
  }

  private mutating func refuse(_ problem: Problem, file place: Int) {
    guard rows.indices.contains(place) else { return }
    switch rows[place] {
    case .open(var file):
      file.refusal = file.refusal ?? problem
      rows[place] = .open(file)
    case .end(var file, let record, let keepsOthers):
      file.refusal = file.refusal ?? problem
      rows[place] = .end(file, record, keepsOthers: keepsOthers)
    case .keep, .remove, .nothing: break
    }
  }

  private static let lost = Problem(
    .conflict, "the file is not being written by an earlier request any more",
    hint: "send all of it again, from its begin on")

  private static let stray = Problem(
    .invalidField, "the line belongs to no file that this request has begun and still writes",
    hint:
      "send {\"begin\":\"/path\"} first, and {\"end\":{\"path\":\"/path\",…}} behind its documents")
}

// MARK: - Documents that stay

extension FileTurn {
  /// Keeps the documents of a file; of one that moved they get the new path, and its time.
  private mutating func keep(
    _ record: FileRecord, from source: String, _ generation: Int64, line: Int,
    _ tables: FileTables
  ) throws(ManifestError) {
    guard let old = try tables.record(of: source), old.status != .pending else {
      report.documents.reject(
        line: line, id: record.path,
        Problem(
          .documentNotFound, "nothing is known of \(source)", hint: "read the file and send it"))
      return
    }
    // Documents of another time with the same content are the same to the index.
    guard source != record.path else {
      rows.append(.keep(record, from: source, generation: nil))
      return
    }
    let keys = try tables.keys(of: source)
    var moved: [Document] = []
    do throws(IndexError) {
      try index.refresh()
      for key in keys {
        guard let key = try? DocumentKey(key), let document = try index.document(for: key) else {
          continue
        }
        moved.append(document)
      }
    } catch {
      report.documents.reject(line: line, id: record.path, Problem(error))
      return
    }
    let renaming = Renaming(
      from: source, to: record.path, oldTime: old.stamp?.modified, newTime: record.stamp?.modified)
    let others = try tables.keys(of: record.path)
    try tables.begin(source, generation: generation)
    try tables.begin(record.path, generation: generation)
    rows.append(.keep(record, from: source, generation: generation))
    var taken: Set<String> = []
    for old in moved {
      guard let document = renaming.applied(to: old) else {
        // The new path is too long for a document's id.
        rows[rows.count - 1] = .nothing
        return
      }
      taken.insert(document.key.text)
      try tables.claim(document.key.text, for: record.path, generation: generation)
      try tables.moveTraces(of: old.key.text, to: document.key.text)
      operations.append(
        (
          .put(document),
          .moved(file: rows.count - 1, line: line, id: document.key.text)
        ))
    }
    remove(keys.filter { !taken.contains($0) }, as: .left)
    remove(others.filter { !taken.contains($0) })
  }
}

/// What a document says about its file, changed as the file was.
private struct Renaming {
  let from: String
  let to: String
  let oldTime: Int64?
  let newTime: Int64?

  /// Nil where the new id would be too long.
  func applied(to document: Document) -> Document? {
    var document = document
    guard let key = try? DocumentKey(renamed(document.key.text)) else { return nil }
    document.key = key
    document.provenance.source = renamed(document.provenance.source)
    if document.provenance.modified == oldTime { document.provenance.modified = newTime }
    return document
  }

  private func renamed(_ text: String) -> String {
    text.hasPrefix(from) ? to + text.dropFirst(from.count) : text
  }
}

// MARK: - The index, then the rows

extension FileTurn {
  private static let operationsAtOnce = 512

  private mutating func change() throws(IndexError) {
    guard !operations.isEmpty else { return }
    for start in stride(from: 0, to: operations.count, by: Self.operationsAtOnce) {
      let range = start..<min(start + Self.operationsAtOnce, operations.count)
      let outcomes = try index.apply(operations[range].map(\.operation))
      for (place, outcome) in zip(range, outcomes) {
        count(outcome, operations[place].origin)
      }
    }
    try index.sync()
  }

  private mutating func count(_ outcome: Outcome, _ origin: Origin) {
    switch (outcome, origin) {
    case (.rejected(let error), .document(let file, let line, let id)):
      report.documents.reject(line: line, id: id, Problem(error))
      refuse(Problem(error), file: file)
    case (.rejected(let error), .moved(let file, let line, let id)):
      report.documents.reject(line: line, id: id, Problem(error))
      rows[file] = .nothing
    case (.created, .document(let file, _, _)):
      report.documents.created += 1
      accept(file: file)
    case (.updated, .document(let file, _, _)):
      report.documents.updated += 1
      accept(file: file)
    case (.unchanged, .document(let file, _, _)):
      report.documents.unchanged += 1
      accept(file: file)
    case (.deleted, .stale): report.documents.deleted += 1
    default: break
    }
  }

  private mutating func accept(file place: Int) {
    switch rows[place] {
    case .open(var file):
      file.accepted += 1
      rows[place] = .open(file)
    case .end(var file, let record, let keepsOthers):
      file.accepted += 1
      rows[place] = .end(file, record, keepsOthers: keepsOthers)
    case .keep, .remove, .nothing: break
    }
  }

  private mutating func write(_ row: Row, _ tables: FileTables) throws(ManifestError) {
    switch row {
    case .open, .nothing: break
    case .end(let file, let record, let keepsOthers):
      try tables.finish(
        file.judged(record), keepingOnly: keepsOthers ? nil : file.generation)
      report.written += 1
    case .keep(let record, let source, let generation):
      try tables.finish(record, keepingOnly: generation)
      if source != record.path { try tables.forget(source) }
      if source == record.path { report.kept += 1 } else { report.moved += 1 }
    case .remove(let path):
      try tables.forget(path)
      report.removed += 1
    }
  }
}

extension FileBatch.OpenFile {
  /// The row of the file, with what the index thought of its documents.
  fileprivate func judged(_ record: FileRecord) -> FileRecord {
    guard let refusal else { return record }
    var record = record
    record.status = accepted > 0 ? .partial : .quarantined
    record.problem = FileRecord.Fault(
      stage: "index", code: refusal.code.rawValue,
      reason: refusal.detail + (refusal.hint.map { " (\($0))" } ?? ""))
    return record
  }
}
