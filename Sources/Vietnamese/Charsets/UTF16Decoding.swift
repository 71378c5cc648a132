/// Reads UTF-16, and knows it by its zero bytes where the mark is missing.
enum UTF16Decoding {
  /// UTF-8 of the units without U+0000; lone surrogates and an odd last byte become U+FFFD.
  static func decode(
    _ bytes: Span<UInt8>, bigEndian: Bool
  ) -> (utf8: [UInt8], replacedByteCount: Int, nulCount: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    var replaced = 0
    var nulCount = 0
    var index = 0
    while index + 1 < bytes.count {
      var scalar = unit(bytes, at: index, bigEndian)
      index += 2
      if scalar & 0xF800 == 0xD800 {
        let next = index + 1 < bytes.count ? unit(bytes, at: index, bigEndian) : 0
        if scalar < 0xDC00, next & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + (scalar & 0x3FF) << 10 + next & 0x3FF
          index += 2
        } else {
          scalar = 0xFFFD
          replaced += 2
        }
      }
      if scalar == 0 { nulCount += 1 } else { utf8.append(scalar: scalar) }
    }
    if index < bytes.count {
      utf8.append(scalar: 0xFFFD)
      replaced += 1
    }
    return (utf8, replaced, nulCount)
  }

  @inline(__always)
  private static func unit(_ bytes: Span<UInt8>, at index: Int, _ bigEndian: Bool) -> UInt32 {
    let first = UInt32(bytes[index])
    let second = UInt32(bytes[index + 1])
    return bigEndian ? first << 8 | second : second << 8 | first
  }

  /// The byte order of text without a mark, or nil where it is not UTF-16.
  ///
  /// In Vietnamese UTF-16 three of four high bytes are zero (ASCII, Latin-1) and no low byte is.
  static func detect(_ bytes: Span<UInt8>) -> Charset? {
    let count = min(bytes.count, 64 * 1024) & ~1
    guard count >= 8 else { return nil }
    var even = 0
    var odd = 0
    for index in stride(from: 0, to: count, by: 2) {
      if bytes[index] == 0 { even += 1 }
      if bytes[index + 1] == 0 { odd += 1 }
    }
    let units = count / 2
    if odd * 4 >= units, even * 50 <= units, isText(bytes, bigEndian: false) {
      return .utf16LE
    }
    if even * 4 >= units, odd * 50 <= units, isText(bytes, bigEndian: true) {
      return .utf16BE
    }
    return nil
  }

  /// At most one unit in fifty may be a control code, a lone surrogate or a private code.
  static func isText(_ bytes: Span<UInt8>, bigEndian: Bool) -> Bool {
    let count = min(bytes.count, 64 * 1024) & ~1
    var odd = 0
    var highSurrogate = false
    for index in stride(from: 0, to: count, by: 2) {
      let unit = unit(bytes, at: index, bigEndian)
      let isLow = unit & 0xFC00 == 0xDC00
      switch unit {
      case 0x09, 0x0A, 0x0C, 0x0D: break
      case 0..<0x20, 0x7F..<0xA0, 0xE000..<0xF900, 0xFFF0..<0x10000: odd += 1
      default: if highSurrogate != isLow { odd += 1 }
      }
      highSurrogate = unit & 0xFC00 == 0xD800
    }
    return odd * 50 <= count / 2
  }
}
