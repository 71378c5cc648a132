/// Lines and blocks of bytes from a stream, with one piece of it in memory.
struct LineStream {
  private let stream: any ByteStream
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  private static let pieceByteCount = 64 << 10
  /// Longer lines come in pieces.
  private static let lineLimit = 1 << 20

  init(_ stream: any ByteStream) { self.stream = stream }

  /// The next line with its end; nil past the last one.
  mutating func next() throws(IngestError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = Bytes.position(of: 0x0a, in: buffer, from: searched) {
        defer { position = end + 1 }
        return buffer[position...end]
      }
      searched = buffer.count
      if isAtEnd || buffer.count - position >= Self.lineLimit {
        defer { position = buffer.count }
        return position < buffer.count ? buffer[position...] : nil
      }
      searched -= position
      try fill()
    }
  }

  /// The next bytes, at most so many; none at the end.
  mutating func read(upTo count: Int) throws(IngestError) -> ArraySlice<UInt8> {
    if position == buffer.count, !isAtEnd { try fill() }
    let end = min(buffer.count, position + count)
    defer { position = end }
    return buffer[position..<end]
  }

  private mutating func fill() throws(IngestError) {
    let piece = try stream.read(upTo: Self.pieceByteCount)
    if piece.isEmpty { isAtEnd = true }
    buffer.removeFirst(position)
    position = 0
    buffer += piece
  }
}

/// Bytes that were looked at, and then the rest of their stream.
final class PrefixedStream: ByteStream {
  private var prefix: [UInt8]
  private let rest: any ByteStream

  init(_ prefix: [UInt8], _ rest: any ByteStream) {
    self.prefix = prefix
    self.rest = rest
  }

  func read(upTo count: Int) throws(IngestError) -> [UInt8] {
    if prefix.isEmpty { return try rest.read(upTo: count) }
    defer { prefix = Array(prefix.dropFirst(count)) }
    return Array(prefix.prefix(count))
  }
}
