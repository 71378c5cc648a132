import Documents
import Ingest
import Wire

/// A file for a worker to read.
struct WorkerJob {
  var item: WalkItem
  /// Processor time that the file may take, in seconds.
  var seconds: Int
  /// The languages in which scanned paper is read; of none, it is not.
  var languages: [String] = []
  /// Documents are given as they come, and compared with no others.
  var isHasty = false
  /// What another worker found out about the file's folder.
  var sample: FolderSample?

  var frame: Frame {
    var writer = FrameWriter()
    writer.number(Int64(seconds))
    writer.text(languages.joined(separator: "+"))
    writer.number(isHasty ? 1 : 0)
    writer.bytes(item.root)
    writer.bytes(item.relative)
    writer.stamp(item.stamp)
    if let sample { writer.sample(sample) }
    return Frame(kind: .job, payload: writer.bytes)
  }

  init(item: WalkItem, seconds: Int, languages: [String] = []) {
    self.item = item
    self.seconds = seconds
    self.languages = languages
  }

  /// What documents of earlier times repeat, for a worker to know before its first file.
  static func frame(of known: [String: RepeatedBlocks]) -> Frame {
    var writer = FrameWriter()
    for (site, repeated) in known.sorted(by: { $0.key < $1.key }) {
      writer.text(site)
      writer.repeated(repeated)
    }
    return Frame(kind: .repeats, payload: writer.bytes)
  }

  /// Nil for other frames.
  static func known(_ frame: Frame) -> [String: RepeatedBlocks]? {
    guard frame.kind == .repeats else { return nil }
    var reader = FrameReader(frame.payload)
    var known: [String: RepeatedBlocks] = [:]
    while let site = reader.text(), let repeated = reader.repeated() { known[site] = repeated }
    return known
  }

  init?(_ frame: Frame) {
    var reader = FrameReader(frame.payload)
    guard frame.kind == .job, let seconds = reader.number(), let languages = reader.text(),
      let isHasty = reader.number(), let root = reader.take(),
      let relative = reader.take(), let stamp = reader.stamp(),
      let item = try? WalkItem(root: root, relative: relative, stamp: stamp)
    else { return nil }
    self.init(
      item: item, seconds: Int(seconds),
      languages: languages.split(separator: "+").map(String.init))
    self.isHasty = isHasty > 0
    sample = reader.sample()
  }
}

/// What a worker says of a file.
enum WorkerMessage {
  case document(ReadDocument)
  case problem(IngestProblem)
  case end(ReadEnd)
  /// It is at work.
  case beat
  /// Documents are held back for those that come.
  case held
  /// It has read files of a folder to find out what they repeat.
  case sample(FolderSample)

  /// A document as JSON, and what is asked of it without reading that.
  struct ReadDocument {
    var id: String
    var status: Document.Status
    /// Bytes of its text.
    var textByteCount: Int
    var warnings: [String]
    /// It has pages of scanned paper that were not read.
    var hasUnreadPages: Bool
    var json: [UInt8]
  }

  /// How the reading ended.
  struct ReadEnd {
    /// The state of the file that all of it is of; nil when it changed meanwhile.
    var stamp: FileStamp?
    /// Nil where nothing was read that is worth to be known again.
    var hash: FileHash?
  }
}

// MARK: - Frames

extension WorkerMessage {
  var frame: Frame {
    var writer = FrameWriter()
    switch self {
    case .document(let document):
      writer.text(document.id)
      writer.number(Int64(document.status.rawValue))
      writer.number(Int64(document.textByteCount))
      writer.text(document.warnings.joined(separator: "\n"))
      writer.number(document.hasUnreadPages ? 1 : 0)
      writer.bytes(document.json)
      return Frame(kind: .document, payload: writer.bytes)
    case .problem(let problem):
      writer.text(problem.path)
      writer.text(problem.stage.rawValue)
      writer.text(problem.code.rawValue)
      writer.text(problem.reason)
      writer.number(Int64(problem.offset ?? -1))
      return Frame(kind: .problem, payload: writer.bytes)
    case .end(let end):
      writer.text(end.hash?.description ?? "")
      if let stamp = end.stamp { writer.stamp(stamp) }
      return Frame(kind: .end, payload: writer.bytes)
    case .beat: return Frame(kind: .beat, payload: [])
    case .held: return Frame(kind: .held, payload: [])
    case .sample(let sample):
      writer.sample(sample)
      return Frame(kind: .sample, payload: writer.bytes)
    }
  }

  /// Nil when the frame is none of a worker's.
  init?(_ frame: Frame) {
    var reader = FrameReader(frame.payload)
    switch frame.kind {
    case .job, .repeats: return nil
    case .beat: self = .beat
    case .held: self = .held
    case .sample:
      guard let sample = reader.sample() else { return nil }
      self = .sample(sample)
    case .document:
      guard let id = reader.text(), let status = reader.number(), let count = reader.number(),
        let warnings = reader.text(), let unread = reader.number(), let json = reader.take()
      else { return nil }
      self = .document(
        ReadDocument(
          id: id, status: Document.Status(rawValue: UInt8(clamping: status)) ?? .partial,
          textByteCount: Int(count),
          warnings: warnings.split(separator: "\n").map(String.init), hasUnreadPages: unread > 0,
          json: json))
    case .problem:
      guard let path = reader.text(), let stage = reader.text(), let code = reader.text(),
        let reason = reader.text(), let offset = reader.number()
      else { return nil }
      self = .problem(
        IngestProblem(
          path: path, stage: IngestProblem.Stage(rawValue: stage) ?? .read,
          code: IngestProblem.Code(rawValue: code) ?? .unreadable, reason: reason,
          offset: offset < 0 ? nil : Int(offset)))
    case .end:
      guard let hash = reader.text() else { return nil }
      self = .end(ReadEnd(stamp: reader.stamp(), hash: FileHash(hash)))
    }
  }
}
