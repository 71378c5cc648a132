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
    /// Letters of words like `Xã` that wait for the next word.
    var waiting: [Letter] = []
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      guard byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 else {
        if byte != 0x20 { (isAmongCapitals, waiting) = (false, []) }
        index += 1
        continue
      }
      let word = readWord(utf8, &index)
      switch word.kind {
      case .capital:
        raise(word.toned + waiting, in: &utf8)
        (isAmongCapitals, waiting) = (true, [])
      case .either where isAmongCapitals:
        waiting += word.toned
      case .either, .small:
        (isAmongCapitals, waiting) = (false, [])
      }
    }
  }

  /// Where a small toned letter stands, and its capital.
  private struct Letter {
    var start: Int
    var capital: UInt32
  }

  private enum Kind {
    /// Capitals, and letters whose case is not known.
    case capital
    /// A capital and letters whose case is not known.
    case either
    case small
  }

  private static func readWord(_ utf8: [UInt8], _ index: inout Int) -> (kind: Kind, toned: [Letter])
  {
    var capitals = 0
    var hasSmall = false
    var toned: [Letter] = []
    while index < utf8.count {
      let start = index
      if utf8[index] < 0x80, (utf8[index] | 0x20) &- 0x61 >= 26 { break }
      let scalar = nextScalar(utf8.span, &index)
      let code = LetterCodes.shared[scalar]
      if code.isCapital {
        capitals += 1
      } else if code.tone != 0 {
        toned.append(Letter(start: start, capital: capital(of: scalar)))
      } else {
        hasSmall = true
        if code.bits == 0 { break }
      }
    }
    if hasSmall || capitals == 0 { return (.small, []) }
    return (capitals > 1 ? .capital : .either, toned)
  }

  private static func raise(_ letters: [Letter], in utf8: inout [UInt8]) {
    for letter in letters {
      var capital: [UInt8] = []
      capital.append(scalar: letter.capital)
      for offset in capital.indices { utf8[letter.start + offset] = capital[offset] }
    }
  }

  /// The capital of a small toned letter: Latin-1 has it 32 before, the other blocks one before.
  private static func capital(of scalar: UInt32) -> UInt32 {
    scalar < 0x100 ? scalar - 0x20 : scalar - 1
  }
}
