import Testing

@testable import Analysis

/// The loop over hot words against the plain twin, on texts that are nearly nothing else.
@Suite struct HotRunTests {
  @Test(arguments: 0..<64)
  func `words that come again read like words by the rules`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    for _ in 0..<40 {
      let text = sentences(using: &random)
      let quick = AnalyzedText(text, with: &fast)
      let slow = AnalyzedText(text, with: &plain)
      #expect(described(quick) == described(slow), "\(text)")
    }
  }

  @Test func `a text cut at any byte reads like the cut text by the rules`() {
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    let text = "Trường Nguyễn, ở Huế. Đường (nghiêng) xa. TP. Vinh ở xa; hoà thuận! Á “khách” ra."
    _ = AnalyzedText(text + " " + text, with: &fast)
    for count in 0...text.unicodeScalars.count {
      let part = String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))
      let quick = AnalyzedText(part, with: &fast)
      let slow = AnalyzedText(part, with: &plain)
      #expect(described(quick) == described(slow), "\(part)")
    }
  }

  /// Tokens are collected in batches; a sentence may end where a batch does.
  @Test(arguments: [255, 256, 257, 511, 512, 513, 1000])
  func `a batch that is full changes nothing`(count: Int) {
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    for piece in ["ta ", "ta. Ta ", "ta, “Ta” ", "trường học. A. "] {
      let text = String(repeating: piece, count: count) + "Ta. Nghiêng ngả."
      let quick = AnalyzedText(text, with: &fast)
      let slow = AnalyzedText(text, with: &plain)
      #expect(described(quick) == described(slow))
    }
  }

  private func described(_ text: AnalyzedText) -> [String] {
    text.tokens.indices.map(text.described)
  }

  /// A few hundred words of one to ten bytes with every kind of sign between them.
  private func sentences(using random: inout SeededNumbers) -> String {
    let words = [
      "a", "Ta", "hoà", "nhà", "Đà", "trường", "nghiêng", "Nguyễn", "TS", "Th", "khoẻ", "ừ",
      "thuyền", "Hà", "xa", "PGS", "quanh", "ngoằn", "ngoèo", "nghiệm", "tháng", "XIV",
      "ngày", "từ", "nay",
    ]
    let signs = [
      " ", " ", " ", " ", " ", " ", ", ", ". ", ".  ", ".", "! ", "? ", " (", ") ", "; ", "\n",
      " - ",
      "-", "/", ": ", " \"", "\" ", "'", " “", "” ", "…", "&", " 7 ", "  ", "\t", "\u{A0}", "*",
      "%",
      ".\n", ". “", ".)", "+", "#", "@", "_", "=", "\0", "\u{7F}",
      " 12 ", " 2021. ", " 5, ", " (3) ", " 4/5 ", " 08 ", " 6%; ", " 1.000 ", " 9 - ", " 9: ",
      " 3  ", " 30 t", " 8. T", " 15 th", " 1 . ", "\". Ô", ". Đ", ". đ", ".  À", ". ×", ". ß",
      ". 2 ", " 10 và 11/4 ", " 7 / 8 ", " 7 – 8 ", "5 ", "”. ",
    ]
    return (0..<Int.random(in: 1...400, using: &random)).map { _ in
      (words.randomElement(using: &random) ?? "") + (signs.randomElement(using: &random) ?? "")
    }.joined()
  }
}
