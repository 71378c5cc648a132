/// Arrays of small numbers, `bits` bits each, lowest bit first, without gaps between them. They are
/// written by `ByteBuffer.pack`.
///
/// Reading loads eight bytes at a time: a reader must be able to look `overread` bytes past the
/// end of the packed bytes.
enum BitPacking {
  static let overread = 8

  /// The bits that the largest of some values needs, 0 for zeros only.
  ///
  /// - Parameter bits: all bits that any of the values has.
  static func width(_ bits: UInt32) -> Int { 32 - bits.leadingZeroBitCount }

  static func byteCount(_ count: Int, bits: Int) -> Int { (count * bits + 7) / 8 }

  /// Reads `count` values.
  ///
  /// The caller has checked that `source` has `byteCount(count, bits:) + overread` readable bytes
  /// and that `target` has room for `count` values.
  static func unpack(
    _ source: UnsafeRawPointer, count: Int, bits: Int, into target: UnsafeMutablePointer<UInt32>
  ) {
    guard bits > 0 else {
      unsafe target.update(repeating: 0, count: count)
      return
    }
    let mask: UInt64 = (1 << UInt64(bits)) &- 1
    var position = 0
    for index in 0..<count {
      // &+: positions stay below 128 * 32.
      let word = unsafe source.loadUnaligned(fromByteOffset: position &>> 3, as: UInt64.self)
      let value = UInt64(littleEndian: word) &>> UInt64(position & 7) & mask
      unsafe target[index] = UInt32(truncatingIfNeeded: value)
      position &+= bits
    }
  }
}
