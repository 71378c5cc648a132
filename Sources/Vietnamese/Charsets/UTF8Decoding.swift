/// Reads bytes as UTF-8 whatever they are: no mark, no U+0000, U+FFFD for what is not valid.
enum UTF8Decoding {
  /// How many bytes a valid sequence at `index` takes, or 0 where there is none.
  ///
  /// Table 3-7 of The Unicode Standard: no overlong forms, no surrogates, nothing past U+10FFFF.
  static func sequenceLength(_ bytes: Span<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let expected = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    return validPrefix(bytes, at: index) == expected ? expected : 0
  }

  /// How many bytes at `index` begin a valid sequence: they share one U+FFFD if it is cut short
  /// (the maximal subpart of the standard and of WHATWG); at least 1.
  static func validPrefix(_ bytes: Span<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    guard first >= 0xC2, first < 0xF5 else { return 1 }
    let expected = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let range = secondByteRange(after: first)
    var count = 1
    while count < expected, index + count < bytes.count {
      let byte = bytes[index + count]
      guard count == 1 ? range.contains(byte) : byte & 0xC0 == 0x80 else { break }
      count += 1
    }
    return count
  }

  private static func secondByteRange(after first: UInt8) -> ClosedRange<UInt8> {
    switch first {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }

  /// Valid UTF-8 of the bytes, how many bytes were replaced, and how many U+0000 were left out.
  static func repairing(
    _ bytes: Span<UInt8>
  ) -> (utf8: [UInt8], replacedByteCount: Int, nulCount: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 16)
    var replaced = 0
    var nulCount = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte == 0 { nulCount += 1 } else { utf8.append(byte) }
        index += 1
        continue
      }
      let length = sequenceLength(bytes, at: index)
      if length == 0 {
        let prefix = validPrefix(bytes, at: index)
        replaced += prefix
        index += prefix
        utf8.append(scalar: 0xFFFD)
      } else {
        for offset in 0..<length { utf8.append(bytes[index + offset]) }
        index += length
      }
    }
    return (utf8, replaced, nulCount)
  }
}
