import Analysis
import Testing
import Vietnamese

/// Text of random syllables in random spellings: we know what was written where.
@Suite struct SpelledTextTests {
  @Test(arguments: 0..<64)
  func `tokens point at the words as they stand in the text`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var analyzer = Analyzer()
    for _ in 0..<20 {
      let written = WrittenText(wordCount: .random(in: 1...40, using: &random), using: &random)
      var tokens: [Token] = []
      analyzer.analyze(written.utf8.span, into: &tokens)
      // Whole forms come on top: `I. A` may be short for something.
      let words = tokens.filter { $0.kind != .whole }
      let found = words.map { Int($0.start)..<Int($0.end) }
      #expect(found == written.words.map(\.range), "\(string(written.utf8))")
      let keys = words.map { string(analyzer.forms.canonical($0.form)) }
      #expect(keys.map(scalars) == written.words.map { scalars($0.canonical) })
      #expect(words.map(\.position) == (0..<UInt32(words.count)).map(\.self))
      for token in tokens {
        let surface = written.utf8[Int(token.start)..<Int(token.end)]
        #expect(String(validating: surface, as: UTF8.self) != nil)
        #expect(token.start < token.end)
      }
    }
  }
}

private struct WrittenText {
  struct Word {
    var canonical: String
    var range: Range<Int>
  }

  var utf8: [UInt8] = []
  var words: [Word] = []

  /// What may stand between two words; each parts them, and joins with nothing.
  private static let separators = [
    " ", " ", " ", "  ", "\n", "\t", "\u{A0}", "\u{3000}", ", ", "; ", " – ", " (", ") ", " “",
    "” ",
    "… ", "! ", " 😀 ", " \u{200B}", "\u{AD} ", " \u{301} ", "\u{2028}", "\u{FEFF} ", " • ", "。",
  ]

  init(wordCount: Int, using random: inout SeededNumbers) {
    for _ in 0..<wordCount {
      let syllable = RandomSyllable(using: &random)
      var spelling = syllable.spelling(using: &random).unicodeScalars
      // An invisible scalar behind the last letter belongs to no word.
      while spelling.last == "\u{AD}" { spelling.removeLast() }
      let start = utf8.count
      utf8 += Array(String(spelling).utf8)
      words.append(Word(canonical: syllable.canonical, range: start..<utf8.count))
      utf8 += Array((Self.separators.randomElement(using: &random) ?? " ").utf8)
    }
  }
}
