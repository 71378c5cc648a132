/// Reads little-endian fields, each checked against the end.
///
/// The bytes belong to the caller and must outlive the reader: it is made and used inside one
/// function. A field that does not fit throws `IndexError.damaged` with the file and offset.
@safe package struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private let file: String
  /// Offset of `bytes` in the file, for errors.
  private let base: Int
  package private(set) var offset = 0

  package init(_ bytes: UnsafeRawBufferPointer, file: String, base: Int = 0) {
    unsafe self.bytes = unsafe bytes
    self.file = file
    self.base = base
  }

  package var remaining: Int { unsafe bytes.count - offset }

  package mutating func read<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(IndexError) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw damaged("the file ends inside a field") }
    // In bounds: checked above.
    let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
    offset += size
    return Value(littleEndian: value)
  }

  package mutating func readVarint() throws(IndexError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try read(UInt8.self)
      guard shift < 63 || byte < 2 else { throw damaged("a number is longer than 64 bits") }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw damaged("a number is longer than 64 bits") }
    }
  }

  /// A varint that counts things still to come, each at least one byte long.
  package mutating func readCount() throws(IndexError) -> Int {
    let value = try readVarint()
    guard value <= UInt64(remaining) else { throw damaged("a count reaches past the end") }
    return Int(value)
  }

  package mutating func readString() throws(IndexError) -> String {
    let count = try readCount()
    let slice = unsafe try readBytes(count)
    return unsafe String(decoding: slice, as: UTF8.self)
  }

  package mutating func readBytes(_ count: Int) throws(IndexError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw damaged("the file ends inside a field") }
    defer { offset += count }
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
  }

  package func damaged(_ reason: String) -> IndexError {
    .damaged(file: file, offset: base + offset, reason: reason)
  }
}
