import Analysis

/// The words of a query, found by the analyzer that made the index.
struct QueryAnalysis {
  private let bytes: [UInt8]
  private var tokens: [Token]
  private var words: [QueryWord]

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let warm = AnalyzerPool.shared.take()
    var tokens: [Token] = []
    warm.analyzer.analyze(bytes.span, into: &tokens)
    words = Self.words(of: tokens, in: bytes, warm.analyzer.forms)
    AnalyzerPool.shared.putBack(warm)
    self.tokens = tokens
    self.bytes = bytes
  }

  /// All words, without anything that joins or parts them.
  var plainWords: [QueryNode] {
    zip(tokens, words).filter { $0.0.kind != .whole }.map { .word($0.1) }
  }

  /// Forgets all tokens from the `count`th word on; returns where that was.
  mutating func dropWords(after count: Int) -> Int? {
    guard let first = tokens.firstIndex(where: { $0.position >= count }) else { return nil }
    let byte = Int(tokens[first].start)
    words.removeSubrange(first...)
    tokens.removeSubrange(first...)
    return byte
  }

  private static func words(
    of tokens: [Token], in bytes: [UInt8], _ forms: borrowing FormTable
  ) -> [QueryWord] {
    var words: [QueryWord] = []
    for token in tokens {
      words.append(
        QueryWord(
          surface: String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self),
          canonical: Array(forms.canonical(token.form)), folded: Array(forms.folded(token.form)),
          isQuoted: false))
    }
    return words
  }

  /// The words of a piece of plain text. Words joined without a space (`18-CT/TW`, `TP.HCM`) are
  /// a phrase; a comma or a colon parts them (`giá:xăng`).
  func nodes(in range: Range<Int>) -> [QueryNode] {
    var nodes: [QueryNode] = []
    var start = range.lowerBound
    var previous: Token?
    for token in tokens where range.contains(Int(token.start)) && token.end <= range.upperBound {
      if let previous, token.start > previous.end,
        bytes[Int(previous.end)..<Int(token.start)].contains(where: Self.parts)
      {
        nodes += phrase(in: start..<Int(token.start), isQuoted: false)
        start = Int(token.start)
      }
      previous = token
    }
    return nodes + phrase(in: start..<range.upperBound, isQuoted: false)
  }

  private static func parts(_ byte: UInt8) -> Bool { ",;:!?|*=~^<>[]{}".utf8.contains(byte) }

  /// The words between two quotes.
  func phrase(in range: Range<Int>) -> [QueryNode] {
    phrase(in: range, isQuoted: true)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func phrase(in range: Range<Int>, isQuoted: Bool) -> [QueryNode] {
    var parts: [QueryWord] = []
    var whole: QueryWord?
    var covered: UInt16 = 0
    var last: UInt32?
    for (token, found) in zip(tokens, words)
    where range.contains(Int(token.start)) && token.end <= range.upperBound {
      var word = found
      word.isQuoted = isQuoted
      if token.kind == .whole || token.position == last {
        if token.span > covered {
          whole = word
          covered = token.span
        }
      } else {
        parts.append(word)
        last = token.position
      }
    }
    guard parts.count > 1 else {
      // `XIII` after Đại hội is also 13: either will do.
      guard let part = parts.first, let whole, whole.canonical.allSatisfy(Self.isDigit) else {
        return parts.map { .word($0) }
      }
      return [.or([.word(part), .word(whole)])]
    }
    // A joined form stands for the phrase only when it covers all of it.
    return [.phrase(parts, whole: Int(covered) == parts.count ? whole : nil)]
  }
}
