/// Arrays of small numbers, `bits` bits each, lowest bit first, without gaps between them.
///
/// Reading loads eight bytes at a time: a reader must be able to look `overread` bytes past the
/// end of the packed bytes.
enum BitPacking {
  static let overread = 8

  /// The bits that the largest of the values needs, 0 for zeros only.
  static func width(_ values: [UInt32]) -> Int {
    32 - values.reduce(0, |).leadingZeroBitCount
  }

  static func byteCount(_ count: Int, bits: Int) -> Int { (count * bits + 7) / 8 }

  static func pack(_ values: [UInt32], bits: Int, into writer: inout ByteWriter) {
    guard bits > 0 else { return }
    var register: UInt64 = 0
    var fill = 0
    for value in values {
      register |= UInt64(value) << UInt64(fill)
      fill += bits
      // 31 bits are left at most, so that the next value fits in.
      if fill >= 32 {
        writer.write(UInt32(truncatingIfNeeded: register))
        register >>= 32
        fill -= 32
      }
    }
    while fill > 0 {
      writer.write(UInt8(truncatingIfNeeded: register))
      register >>= 8
      fill -= 8
    }
  }

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
