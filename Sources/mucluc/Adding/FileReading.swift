import Documents
import Ingest
import Wire

/// What a file has given so far, and what is to be written down of it in the end.
struct FileReading {
  let path: String
  /// What the archive knew of the file.
  let known: FileRecord?
  /// When the reading began, in nanoseconds since 1970 UTC.
  let seen: Int64

  private(set) var documents = 0
  private var textByteCount = 0
  /// Whether all documents are without text.
  private var isEmpty = true
  /// Whether there is more than the document of the file itself.
  private var hasParts = false
  private var isPartial = false
  private var problem: IngestProblem?

  /// Scanned paper in it was left unread.
  private(set) var hasUnreadScans = false
  /// The languages in which scanned paper was to be read, as the archive writes them.
  private let ocr: String

  init(path: String, known: FileRecord?, seen: Int64, ocr: String = "") {
    self.path = path
    self.known = known
    self.seen = seen
    self.ocr = ocr
  }

  mutating func note(_ document: WorkerMessage.ReadDocument) {
    documents += 1
    textByteCount += document.textByteCount
    if document.id != path { hasParts = true }
    if document.status != .empty { isEmpty = false }
    if document.hasUnreadPages { hasUnreadScans = true }
    guard document.status == .partial else { return }
    isPartial = true
    problem =
      problem
      ?? IngestProblem(
        path: document.id, stage: .parse, code: .partial,
        reason: document.warnings.joined(separator: "; "))
  }

  mutating func note(_ problem: IngestProblem) {
    self.problem = self.problem ?? problem
    if problem.code == .picture || problem.code == .missingTool && !ocr.isEmpty {
      hasUnreadScans = true
    }
  }

  /// Lines of documents that only the daemon reads.
  mutating func noteLines(_ count: Int, byteCount: Int) {
    documents += count
    textByteCount += byteCount
    isEmpty = isEmpty && count == 0
    hasParts = true
  }

  /// How the file ends.
  struct Ending {
    var record: FileRecord
    /// Documents from before that it does not give any more stay.
    var keepsOthers = false
    /// What it gave now is not to be taken.
    var isDropped = false
  }

  /// - Parameter stamp: what the walk saw, for files that could not be read.
  func ending(_ end: WorkerMessage.ReadEnd, met stamp: FileStamp) -> Ending {
    var record = FileRecord(path: path, status: status)
    record.stamp = FileRecord.Stamp(end.stamp ?? stamp)
    record.hash = end.hash?.description ?? ""
    record.version = Extractor.version
    record.seen = seen
    record.textByteCount = textByteCount
    record.problem = problem.map(FileRecord.Fault.init)
    record.ocr = hasUnreadScans ? FileRecord.ocrWanted : ocr
    var ending = Ending(record: record)
    guard let known, known.isFound else { return ending }
    if documents == 0, problem?.code.sparesOlder == true {
      ending.keepsOthers = true
      ending.record.textByteCount = known.textByteCount
    } else if record.status == .partial, known.textByteCount > textByteCount {
      ending = keepingFuller(ending, known)
    }
    return ending
  }

  /// What was lost now is kept from before. Parts that are there replace what they were; a single
  /// text stays as it was.
  private func keepingFuller(_ ending: Ending, _ known: FileRecord) -> Ending {
    var ending = ending
    ending.keepsOthers = true
    ending.isDropped = !hasParts
    ending.record.textByteCount = known.textByteCount
    ending.record.problem = FileRecord.Fault(
      stage: ending.record.problem?.stage ?? "parse", code: "kept_fuller",
      reason: "the file gives less text than before, \(textByteCount) bytes instead of"
        + " \(known.textByteCount); what it gave before is kept"
        + " (\(ending.record.problem?.reason ?? "")): mend the file, or mucluc rm \(path) and add it",
      offset: ending.record.problem?.offset)
    return ending
  }

  private var status: FileRecord.Status {
    guard let problem else { return isEmpty ? .empty : .complete }
    if documents > 0 { return .partial }
    if problem.code.isPassing { return .unreadable }
    return problem.code.isOfKind ? .unsupported : .quarantined
  }
}
