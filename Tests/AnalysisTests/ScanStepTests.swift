import Testing
import Vietnamese

@testable import Analysis

/// Steps that look at bytes first, against what they would say scalar by scalar.
@Suite struct ScanStepTests {
  @Test(arguments: 0..<32)
  func `the end of a word is the same byte by byte and scalar by scalar`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      let text = randomScalars(using: &random)
      #expect(endOfWord(text.span, from: 0) == plainEndOfWord(text.span))
    }
  }

  @Test(arguments: 0..<32)
  func `blanks are the same byte by byte and scalar by scalar`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      let text = randomScalars(using: &random)
      #expect(skipBlanks(text.span, from: 0) == plainBlanks(text.span))
    }
  }

  @Test func `capitals are the letters that have a small twin`() {
    for scalar in UInt32(0)..<0x2_0000 {
      #expect(isCapital(scalar) == (lowerCased(scalar) != scalar))
    }
  }

  @Test func `word bytes are ASCII letters and what is beyond ASCII`() {
    for byte in UInt8.min...UInt8.max {
      let isWord = byte >= 0x80 || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      for place in UInt64(0)..<8 {
        // The bytes beside it must not matter.
        for beside in [0, UInt64.max] {
          let bytes = beside & ~(0xFF << (8 * place)) | UInt64(byte) << (8 * place)
          #expect((nonWordBits(bytes) >> (8 * place) & 0x80 == 0) == isWord)
        }
      }
    }
  }

  private func plainEndOfWord(_ text: Span<UInt8>) -> Int {
    var end = 0
    var index = 0
    while index < text.count {
      switch ScalarClass(nextScalar(text, &index)) {
      case .letter, .digit, .mark: end = index
      case .ignorable: break
      case .ideograph, .separator: return end
      }
    }
    return end
  }

  private func plainBlanks(_ text: Span<UInt8>) -> Int {
    var index = 0
    while index < text.count {
      var next = index
      guard [0x20, 0x0A, 0x0D, 0x09, 0xA0].contains(nextScalar(text, &next)) else { break }
      index = next
    }
    return index
  }

  private func randomScalars(using random: inout SeededNumbers) -> [UInt8] {
    let pieces = [
      "a", "Z", "7", "đ", "Ệ", "\u{301}", "\u{AD}", "\u{200B}", "漢", " ", " ", "\u{A0}", "\n", "\t",
      "\r", "²", "“", "{", "@", "`", "[", "м", "é",
    ]
    let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }
    return Array(text.joined().utf8)
  }
}
