/// The way back from text to the windows-1252 bytes it was read from.
enum Windows1252 {
  /// The byte of a scalar, or nil where it is outside the charset.
  ///
  /// C1 controls stand for themselves: that is how Latin-1 readers and WHATWG read 80–9F and
  /// 81 8D 8F 90 9D. So do the private codes F020–F0FF, Word's names for bytes of symbol fonts.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return UInt8(truncatingIfNeeded: scalar) }
    if scalar &- 0xF020 < 0xE0 { return UInt8(truncatingIfNeeded: scalar) }
    guard scalar < 0x2123 else { return nil }
    return specials[scalar]
  }

  private static let specials: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for byte in 0x80...0x9F where Windows1252Table.singles[byte] >= 0x100 {
      bytes[UInt32(Windows1252Table.singles[byte])] = UInt8(byte)
    }
    return bytes
  }()
}
