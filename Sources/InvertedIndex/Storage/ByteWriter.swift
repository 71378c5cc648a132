/// Collects little-endian fields.
package struct ByteWriter: Sendable, Equatable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package var count: Int { bytes.count }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func write<Value: FixedWidthInteger>(_ value: Value) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// The values one after another, little endian.
  package mutating func write<Value: FixedWidthInteger & BitwiseCopyable>(array: [Value]) {
    bytes.append(array[...])
  }

  /// LEB128: seven bits a byte, low bits first, the high bit says that more follow.
  package mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func writeVarint(_ value: Int) { writeVarint(UInt64(value)) }

  /// Its length as a varint, then the bytes.
  package mutating func writeString(_ text: String) {
    writeVarint(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func write(_ raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

  package mutating func pad(to alignment: Int) {
    let rest = bytes.count % alignment
    if rest > 0 { bytes.append(contentsOf: repeatElement(0, count: alignment - rest)) }
  }
}
