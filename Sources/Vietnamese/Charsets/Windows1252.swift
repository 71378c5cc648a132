/// The way back from text to the windows-1252 bytes it was read from.
enum Windows1252 {
  /// The byte of a scalar, or nil where it is outside the charset.
  ///
  /// C1 controls stand for themselves: that is how Latin-1 readers and WHATWG read 80–9F and
  /// 81 8D 8F 90 9D. So do the private codes F020–F0FF, Word's names for bytes of symbol fonts.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return UInt8(truncatingIfNeeded: scalar) }
    if scalar &- 0xF020 < 0xE0 { return UInt8(truncatingIfNeeded: scalar) }
    // Nearly all letters asked for are Vietnamese: two comparisons send them away.
    if scalar >= 0x2010 { return scalar <= 0x2122 ? found(punctuation[Int(scalar - 0x2010)]) : nil }
    return scalar <= 0x2DC ? found(letters[Int(scalar - 0x100)]) : nil
  }

  private static func found(_ byte: UInt8) -> UInt8? { byte == 0 ? nil : byte }

  /// Bytes by scalar, from U+0100 (Œ ƒ ˆ …) and from U+2010 (– “ € ™ …); 0 for none.
  private static let letters = bytes(of: 0x100...0x2DC)
  private static let punctuation = bytes(of: 0x2010...0x2122)

  private static func bytes(of scalars: ClosedRange<Int>) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: scalars.count)
    for byte in 0x80...0x9F {
      let scalar = Int(Windows1252Table.singles[byte])
      if scalars.contains(scalar) { bytes[scalar - scalars.lowerBound] = UInt8(byte) }
    }
    return bytes
  }
}
