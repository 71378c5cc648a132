import Documents
import InvertedIndex
import Wire

/// Turns lines of JSON into operations on an index, and outcomes into a report. Runs on the
/// collection's writer thread.
struct BulkWriter {
  /// Operations that are applied together.
  private static let operationsAtOnce = 512

  private let index: Index
  private let manifest: FileManifest?
  private(set) var report = BulkReport()
  private var operations: [Operation] = []
  /// The line and id of each operation.
  private var origins: [(line: Int, id: String)] = []
  /// What must be so for some of them, by their place.
  private var conditions: [Int: WriteCondition] = [:]

  /// - Parameter manifest: is told that documents are not any more what their files gave.
  init(_ index: Index, _ manifest: FileManifest?) {
    self.index = index
    self.manifest = manifest
  }

  /// - Throws: what keeps the index from taking anything more; bad lines are in the report.
  mutating func add(_ batch: LineBatches.Batch) throws(IndexError) {
    var line = batch.firstLine
    var start = 0
    let bytes = batch.bytes.span
    for end in batch.bytes.indices where batch.bytes[end] == UInt8(ascii: "\n") {
      try add(bytes.extracting(start..<end), line: line)
      start = end + 1
      line += 1
    }
    for line in batch.overlong {
      report.received += 1
      report.reject(line: line, Self.overlong)
    }
    try flush()
  }

  /// Takes one document. Blank lines count as lines and are nothing else.
  mutating func add(_ json: Span<UInt8>, line: Int) throws(IndexError) {
    if json.indices.allSatisfy({ json[$0] == 0x20 || json[$0] == 0x0D || json[$0] == 0x09 }) {
      return
    }
    report.received += 1
    var id: String?
    do throws(Problem) {
      let record = try DocumentRecord(json: json)
      id = record.id
      let document = try record.document()
      if let version = record.ifVersion {
        // The line before may have given the document its version.
        if origins.contains(where: { $0.id == record.id }) { try flushed() }
        conditions[operations.count] = WriteCondition(version: SequenceNumber(version))
      }
      operations.append(.put(document))
      origins.append((line, record.id))
    } catch {
      report.reject(line: line, id: id, error)
    }
    if operations.count >= Self.operationsAtOnce { try flush() }
  }

  mutating func delete(_ key: DocumentKey, line: Int) throws(IndexError) {
    report.received += 1
    operations.append(.delete(key))
    origins.append((line, key.text))
    if operations.count >= Self.operationsAtOnce { try flush() }
  }

  private mutating func flushed() throws(Problem) {
    do throws(IndexError) { try flush() } catch { throw Problem(error) }
  }

  /// Takes out what does not meet its condition. Nothing else writes between that and the change.
  private mutating func checkConditions() throws(IndexError) {
    guard !conditions.isEmpty else { return }
    try index.refresh()
    let snapshot = index.snapshot()
    for (place, condition) in conditions.sorted(by: { $0.key > $1.key }) {
      guard case .put(let document) = operations[place] else { continue }
      do throws(Problem) { try condition.check(document.key, in: snapshot) } catch {
        report.reject(line: origins[place].line, id: origins[place].id, error)
        operations.remove(at: place)
        origins.remove(at: place)
      }
    }
    conditions = [:]
  }

  /// Applies what is left over.
  mutating func flush() throws(IndexError) {
    try checkConditions()
    guard !operations.isEmpty else { return }
    try manifest?.disown(origins.lazy.map(\.id), before: index)
    let outcomes = try index.apply(operations)
    for (origin, outcome) in zip(origins, outcomes) { count(outcome, origin) }
    operations.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }

  private mutating func count(_ outcome: Outcome, _ origin: (line: Int, id: String)) {
    switch outcome {
    case .created: report.created += 1
    case .updated: report.updated += 1
    case .unchanged: report.unchanged += 1
    case .deleted: report.deleted += 1
    case .notFound: report.notFound += 1
    case .rejected(let error): report.reject(line: origin.line, id: origin.id, Problem(error))
    }
  }

  private static let overlong = Problem(
    .bodyTooLarge, "the line has more than \(Wire.maximumDocumentByteCount) bytes",
    hint: "split the document")
}

extension Index {
  /// Makes what was applied durable, and searchable if that is waited for.
  func settle(_ wait: Settlement) throws(IndexError) {
    if wait == .none { return }
    try sync()
    if wait == .searchable { try refresh() }
  }
}

/// When a change is answered.
enum Settlement: String, Sendable, CaseIterable {
  /// When it is applied: a loss of power, or of the daemon, may lose it.
  case none
  case durable
  case searchable
}
