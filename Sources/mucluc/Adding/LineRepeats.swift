import Daemon
import Documents
import Ingest
import Wire

/// Finds out what the documents of a file of JSON lines repeat, as dumps of a site do, and makes
/// boilerplate of it.
///
/// The first lines are held back and compared; the daemon reads the others, unless there is something
/// in them to mark. What is no document stays as it is: the daemon says what is wrong with it.
struct LineRepeats {
  struct Line {
    var json: [UInt8]
    var origin: String
  }

  private var held: [Line] = []
  private var heldByteCount = 0
  /// Nil while lines are held back.
  private var repeated: RepeatedBlocks?

  /// Lines that are compared, and bytes of them that are held back.
  private static let sampleCount = 24
  private static let heldByteLimit = 8 << 20

  /// Takes a line; those that are ready, in their order.
  mutating func take(_ line: Line) -> [Line] {
    if let repeated { return [Self.marked(line, repeated)] }
    held.append(line)
    heldByteCount += line.json.count
    return held.count < Self.sampleCount && heldByteCount < Self.heldByteLimit ? [] : finish()
  }

  /// Those that are still held back, at the end.
  mutating func finish() -> [Line] {
    let lines = held
    held = []
    let found = repeated ?? RepeatedBlocks(of: lines.compactMap { Self.document(of: $0) })
    repeated = found
    return lines.map { Self.marked($0, found) }
  }

  private static func document(of line: Line) -> Document? {
    guard let record = try? DocumentRecord(json: line.json.span), record.ifVersion == nil else {
      return nil
    }
    return try? record.document()
  }

  private static func marked(_ line: Line, _ repeated: RepeatedBlocks) -> Line {
    guard !repeated.isEmpty, let document = document(of: line) else { return line }
    var marked = document
    repeated.mark(&marked)
    if marked == document { return line }
    return Line(json: DocumentRecord(marked).json, origin: line.origin)
  }
}
