/// How many columns of a terminal text takes: none for marks, two for East Asian wide characters
/// and emoji, one for all others.
///
/// The ranges are those of Unicode's EastAsianWidth.txt with W or F, joined where only unassigned
/// code points lie between. Our own table, since the C library's depends on the locale.
enum DisplayWidth {
  static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The longest beginning of a text that fits, with `…` where something was cut off.
  static func fitted(_ text: String, in width: Int) -> String {
    guard columns(of: text) > width else { return text }
    var result = ""
    var column = 0
    for character in text {
      column += columns(of: String(character))
      if column >= width { break }
      result.append(character)
    }
    return result + "…"
  }

  static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    // Vowels and final consonants of Hangul stand in the block of the first.
    if 0x1160...0x11FF ~= value { return 0 }
    return wide.contains { $0.contains(value) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
    0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
