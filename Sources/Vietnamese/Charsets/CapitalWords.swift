/// Gives small toned letters their case back in words whose other letters are capitals.
///
/// TCVN3 has no codes for toned capitals, and VPS files often lack theirs: `VIÖT NAM` reads
/// `VIệT NAM`, which can only have meant `VIỆT NAM`.
///
/// `Xã` can be a name's beginning or `XÃ`: it becomes `XÃ` between words of capitals on its line.
enum CapitalWords {
  /// Raises letters in place: each is as long as its capital in UTF-8.
  static func raise(_ utf8: inout [UInt8]) {
    var isAmongCapitals = false
    /// Where words like `Xã` begin that wait for the next word.
    var waiting: Int?
    var index = 0
    while index < utf8.count {
      guard isWordByte(utf8[index]) else {
        if utf8[index] != 0x20 { (isAmongCapitals, waiting) = (false, nil) }
        index += 1
        continue
      }
      let start = index
      switch readWord(utf8.span, &index) {
      case .capital:
        raise(&utf8, waiting ?? start, index)
        (isAmongCapitals, waiting) = (true, nil)
      case .either where isAmongCapitals:
        waiting = waiting ?? start
      case .either, .small:
        (isAmongCapitals, waiting) = (false, nil)
      }
    }
  }

  private enum Kind {
    /// Capitals, and toned letters whose case is not known.
    case capital
    /// One capital, and toned letters whose case is not known.
    case either
    case small
  }

  private static func readWord(_ utf8: Span<UInt8>, _ index: inout Int) -> Kind {
    var capitals = 0
    var hasSmall = false
    while index < utf8.count, isWordByte(utf8[index]) {
      if hasSmall {
        index += 1
        continue
      }
      let code = LetterCodes.shared[nextScalar(utf8, &index)]
      if code.isCapital { capitals += 1 } else if code.tone == 0 { hasSmall = true }
    }
    if hasSmall || capitals == 0 { return .small }
    return capitals > 1 ? .capital : .either
  }

  private static func raise(_ utf8: inout [UInt8], _ start: Int, _ end: Int) {
    var index = start
    while index < end {
      let first = index
      let scalar = nextScalar(utf8.span, &index)
      let code = LetterCodes.shared[scalar]
      guard code.tone != 0, !code.isCapital else { continue }
      // Latin-1 has the capital 32 before, the other blocks one before: always in the last byte.
      utf8[first + utf8Count(scalar) - 1] -= scalar < 0x100 ? 0x20 : 1
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
  }
}
