/// Gives small toned letters their case back in words whose other letters are capitals.
///
/// TCVN3 has no codes for toned capitals, and VPS files often lack theirs: `VIÖT NAM` reads
/// `VIệT NAM`, which can only have meant `VIỆT NAM`.
enum CapitalWords {
  /// Raises letters in place: each is as long as its capital in UTF-8.
  static func raise(_ utf8: inout [UInt8]) {
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      guard byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 else {
        index += 1
        continue
      }
      raiseWord(&utf8, &index)
    }
  }

  private static func raiseWord(_ utf8: inout [UInt8], _ index: inout Int) {
    var capitals = 0
    var hasSmall = false
    var toned: [(start: Int, capital: UInt32)] = []
    while index < utf8.count {
      let start = index
      if utf8[index] < 0x80, (utf8[index] | 0x20) &- 0x61 >= 26 { break }
      let scalar = nextScalar(utf8.span, &index)
      let code = LetterCodes.shared[scalar]
      if code.isCapital {
        capitals += 1
      } else if code.tone != 0 {
        toned.append((start, capital(of: scalar)))
      } else if code.bits != 0 {
        hasSmall = true
      } else {
        break
      }
    }
    guard capitals > 1, !hasSmall else { return }
    for (start, capital) in toned {
      var letter: [UInt8] = []
      letter.append(scalar: capital)
      for offset in letter.indices { utf8[start + offset] = letter[offset] }
    }
  }

  /// The capital of a small toned letter: Latin-1 has it 32 before, the other blocks one before.
  private static func capital(of scalar: UInt32) -> UInt32 {
    scalar < 0x100 ? scalar - 0x20 : scalar - 1
  }
}
