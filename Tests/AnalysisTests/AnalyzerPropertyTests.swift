import Analysis
import Testing
import Vietnamese

@Suite struct AnalyzerPropertyTests {
  @Test(arguments: 0..<64)
  func `offsets slice back to what the form was made of`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var analyzer = Analyzer()
    for _ in 0..<40 {
      let read = AnalyzedText(randomText(using: &random), with: &analyzer)
      var end = 0
      var previous = 0..<0
      var position: UInt32 = 0
      for (token, keys) in zip(read.tokens, read.keys) where token.kind != .whole {
        let range = Int(token.start)..<Int(token.end)
        // Both numbers of ½ have its range.
        let isFraction =
          range == previous && String(decoding: read.text[range], as: UTF8.self) == "½"
        #expect(
          range.lowerBound >= end || isFraction, "\(String(decoding: read.text, as: UTF8.self))")
        previous = range
        #expect(token.position == position && token.span == 1)
        end = Int(token.end)
        position += 1
        guard token.kind == .word else { continue }
        let forms = wordForms(of: read.source(token))
        #expect(string(forms.canonical) == keys.canonical)
        #expect(string(forms.folded) == keys.folded)
      }
    }
  }

  @Test(arguments: 0..<64)
  func `whole forms cover the parts they span`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<40 {
      let read = AnalyzedText(randomText(using: &random))
      for whole in read.tokens where whole.kind == .whole {
        let parts = read.tokens.filter { $0.kind != .whole && $0.position >= whole.position }
          .prefix(Int(whole.span))
        #expect(parts.count == Int(whole.span))
        #expect(parts.first.map { $0.start >= whole.start } ?? false)
        #expect(parts.last.map { $0.end <= whole.end } ?? false)
      }
    }
  }

  @Test(arguments: 0..<64)
  func `a used analyzer reads like a new one`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var analyzer = Analyzer()
    for _ in 0..<40 {
      let text = randomText(using: &random)
      let used = AnalyzedText(text, with: &analyzer)
      let fresh = AnalyzedText(text)
      #expect(used.canonical == fresh.canonical)
      #expect(used.folded == fresh.folded)
    }
  }

  /// Each would take minutes if a rule read the rest of the text again at each of its signs.
  @Test(arguments: [
    ".", "…", "a.", "A.", "a-", "a&", "a'", "a@", "a_", "http://!", "www.", "www.a", "#a", "1,",
    "1.",
    "1/", "1-", "0 ", "0912 ", "1 - A/", "ngày 1, ", "tháng ", "(", " ", "\n", "z\u{200B}",
    "\u{AD}", "“",
    "\u{301}", "a\u{301}", "漢", "aB", "XIV ", "quý I/", "TP. ", "+84", "é", "ﬁ", "ấ ", "\u{FFFD}",
  ])
  func `a sign repeated without end takes time in line with its length`(piece: String) {
    let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
    let read = AnalyzedText(text)
    #expect(read.tokens.allSatisfy { $0.end <= UInt32(text.utf8.count) })
  }

  @Test(arguments: 0..<64)
  func `words alone and in a row read the same`(seed: UInt64) {
    // What stands on either side of `; ` does not reach across.
    var random = SeededNumbers(seed: seed)
    let words = (0..<40).map { _ in
      ["phường", "Hòa", "quận", "thôn", "sông", "Đà", "chợ", "kỷ", "nghề", "dệt"]
        .randomElement(using: &random) ?? ""
    }
    let together = AnalyzedText(words.joined(separator: "; ")).keys.map(\.canonical)
    #expect(together == words.flatMap { AnalyzedText($0).keys.map(\.canonical) })
  }
}

/// Words, numbers and signs thrown together, so that every rule meets every other.
func randomText(using random: inout SeededNumbers) -> String {
  let pieces = [
    "hoà", "Hòa", "thu\u{309}y", "QĐ", "TTg", "Tháng", "tháng", "ngày", "quý", "XIV", "I", "TP",
    "Q",
    "khóa", "số", "từ", "đến", "Giêng", "năm", "âm lịch", "12", "3", "2022", "0912", "345", "1.000",
    "7,5", "km", "m²", "h", "straße", "Москва", "漢", "喃", "😀", "’", "'", "-", "–", "/", ".", ",",
    ":", "@", "#", "+", "&", "_", "(", ")", "“", "\u{A0}", "\u{200B}", "\u{AD}", " ", " ", " ", " ",
    "\n", "…", "http://", "www.", "a.vn", "phốCụm", "MoMo", "\u{301}", "ﬁ", "②", "½",
  ]
  return (0..<Int.random(in: 1...24, using: &random))
    .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
}

private func string(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}
