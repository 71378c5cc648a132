import InvertedIndex
import Wire

/// Documents on their way from a request's body into a collection.
///
/// Lines are taken as they come: while the writer works on one batch no more is read, so that the
/// client feels how fast the index is, and an upload of any length needs the memory of one batch.
struct BulkUpload {
  let collection: Collection
  private(set) var report = BulkReport()
  /// True for one JSON value, false for a value a line; nil until the first byte tells.
  var isWhole: Bool?
  private var lines = LineBatches(maximumLineByteCount: Wire.maximumDocumentByteCount)
  private var whole: [UInt8] = []

  init(to collection: Collection) {
    self.collection = collection
  }

  mutating func take(_ body: Body) async throws(Problem) {
    while let piece = try await body.next() { try await take(piece) }
    if isWhole == true {
      try await writeWhole()
    } else if let batch = lines.finish() {
      try await write(batch)
    }
  }

  private mutating func take(_ piece: [UInt8]) async throws(Problem) {
    if isWhole == nil { sniff(piece) }
    if isWhole == true {
      guard whole.count + piece.count <= Wire.maximumDocumentByteCount else {
        throw .bodyTooLarge(limit: Wire.maximumDocumentByteCount)
      }
      whole += piece
    } else if let batch = lines.take(piece) {
      try await write(batch)
    }
  }

  /// A bracket begins an array; anything else is taken for lines.
  private mutating func sniff(_ piece: [UInt8]) {
    guard let first = piece.first(where: { $0 > 0x20 }) else { return }
    isWhole = first == UInt8(ascii: "[")
  }

  private mutating func write(_ batch: LineBatches.Batch) async throws(Problem) {
    let manifest = collection.manifest
    add(
      try await collection.write { index throws(IndexError) in
        var writer = BulkWriter(index, manifest)
        try writer.add(batch)
        return writer.report
      })
  }

  /// An array of documents, or a single one; nothing is taken when it is not JSON to its end.
  private mutating func writeWhole() async throws(Problem) {
    let bytes = whole
    whole = []
    let elements = try Self.elements(of: bytes)
    let manifest = collection.manifest
    add(
      try await collection.write { index throws(IndexError) in
        var writer = BulkWriter(index, manifest)
        for (number, range) in elements.enumerated() {
          try writer.add(bytes.span.extracting(range), line: number + 1)
        }
        try writer.flush()
        return writer.report
      })
  }

  private mutating func add(_ part: BulkReport) {
    collection.changes.count(part)
    report.add(part)
  }

  private static func elements(of bytes: [UInt8]) throws(Problem) -> [Range<Int>] {
    do throws(JSONError) {
      var elements: [Range<Int>] = []
      var reader = JSONReader(bytes.span)
      if try reader.peek() == .array {
        var array = try reader.beginArray()
        while try reader.nextElement(of: &array) { elements.append(try skipped(&reader)) }
      } else {
        elements = [try skipped(&reader)]
      }
      try reader.finish()
      return elements
    } catch {
      throw Problem(error)
    }
  }

  private static func skipped(_ reader: inout JSONReader) throws(JSONError) -> Range<Int> {
    _ = try reader.peek()
    let start = reader.index
    try reader.skip()
    return start..<reader.index
  }
}
