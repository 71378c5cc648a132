/// Reads the scalar that starts at `index` and moves `index` past it.
///
/// Bytes that are not UTF-8 read as U+FFFD, one at a time; texts inside the program are valid, so
/// this only keeps a broken promise from reading beyond the end.
@inlinable
@inline(__always)
package func nextScalar(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt32 {
  let first = UInt32(bytes[index])
  index += 1
  if first < 0x80 { return first }
  let length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
  guard first >= 0xC2, first < 0xF5, index + length <= bytes.count else { return 0xFFFD }
  var scalar = first & (0x3F >> UInt32(length))
  for offset in 0..<length {
    let byte = UInt32(bytes[index + offset])
    guard byte & 0xC0 == 0x80 else { return 0xFFFD }
    scalar = scalar << 6 | byte & 0x3F
  }
  index += length
  return scalar
}

/// Reads the scalar that ends just before `index` and moves `index` to its start.
@inlinable
package func previousScalar(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt32 {
  let end = index
  index -= 1
  while index > 0, end - index < 4, bytes[index] & 0xC0 == 0x80 { index -= 1 }
  var start = index
  return nextScalar(bytes, &start)
}

extension [UInt8] {
  /// Appends a scalar as UTF-8.
  @inline(__always)
  package mutating func append(scalar: UInt32) {
    switch scalar {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default:
      append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}

/// The bytes a scalar takes in UTF-8.
@inline(__always)
func utf8Count(_ scalar: UInt32) -> Int {
  scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
}
