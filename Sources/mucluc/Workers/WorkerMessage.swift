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

  var frame: Frame {
    var writer = FrameWriter()
    writer.number(Int64(seconds))
    writer.text(languages.joined(separator: "+"))
    writer.bytes(item.root)
    writer.bytes(item.relative)
    writer.stamp(item.stamp)
    return Frame(kind: .job, payload: writer.bytes)
  }

  init(item: WalkItem, seconds: Int, languages: [String] = []) {
    self.item = item
    self.seconds = seconds
    self.languages = languages
  }

  init?(_ frame: Frame) {
    var reader = FrameReader(frame.payload)
    guard frame.kind == .job, let seconds = reader.number(), let languages = reader.text(),
      let root = reader.take(),
      let relative = reader.take(), let stamp = reader.stamp(),
      let item = try? WalkItem(root: root, relative: relative, stamp: stamp)
    else { return nil }
    self.init(
      item: item, seconds: Int(seconds),
      languages: languages.split(separator: "+").map(String.init))
  }
}

/// What a worker says of a file.
enum WorkerMessage {
  case document(ReadDocument)
  case problem(IngestProblem)
  case end(ReadEnd)
  /// It is at work.
  case beat

  /// A document as JSON, and what is asked of it without reading that.
  struct ReadDocument {
    var id: String
    var status: Document.Status
    /// Bytes of its text.
    var textByteCount: Int
    var warnings: [String]
    /// It has pages of scanned paper that were not read.
    var hasUnreadPages: Bool
    /// What its text is compared with others by; nil for short ones.
    var sketch: TextSketch?
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
      writer.numbers(document.sketch?.bins ?? [])
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
    }
  }

  /// Nil when the frame is none of a worker's.
  init?(_ frame: Frame) {
    var reader = FrameReader(frame.payload)
    switch frame.kind {
    case .job: return nil
    case .beat: self = .beat
    case .document:
      guard let id = reader.text(), let status = reader.number(), let count = reader.number(),
        let warnings = reader.text(), let unread = reader.number(), let sketch = reader.numbers(),
        let json = reader.take()
      else { return nil }
      self = .document(
        ReadDocument(
          id: id, status: Document.Status(rawValue: UInt8(clamping: status)) ?? .partial,
          textByteCount: Int(count),
          warnings: warnings.split(separator: "\n").map(String.init), hasUnreadPages: unread > 0,
          sketch: TextSketch(bins: sketch), json: json))
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
