import Analysis
import Vietnamese

/// The words of a query, found by the analyzer that made the index.
struct QueryAnalysis {
  private let bytes: [UInt8]
  private var tokens: [Token]
  private var words: [QueryWord]

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let warm = AnalyzerPool.shared.take()
    tokens = warm.tokens(of: bytes.span)
    words = []
    for token in tokens {
      words.append(QueryWord(token, of: text, warm.analyzer.forms, isQuoted: false))
    }
    AnalyzerPool.shared.putBack(warm)
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

  /// Adds the words of a piece of plain text. Words joined without a space (`18-CT/TW`, `TP.HCM`)
  /// are a phrase; a comma or a colon parts them (`giá:xăng`).
  func appendNodes(in range: Range<Int>, to nodes: inout [QueryNode]) {
    var start = range.lowerBound
    var previous: Token?
    for token in tokens where range.contains(Int(token.start)) && token.end <= range.upperBound {
      if let previous, token.start > previous.end,
        bytes[Int(previous.end)..<Int(token.start)].contains(where: Self.parts)
      {
        appendPhrase(in: start..<Int(token.start), isQuoted: false, to: &nodes)
        start = Int(token.start)
      }
      previous = token
    }
    appendPhrase(in: start..<range.upperBound, isQuoted: false, to: &nodes)
  }

  /// Adds the last word of a range as the beginning of words, those before it as they stand.
  ///
  /// - Returns: false, with all of them added as they stand, when the range does not end in a word.
  func appendPrefix(in range: Range<Int>, to nodes: inout [QueryNode]) -> Bool {
    let last = tokens.indices.last {
      tokens[$0].kind != .whole && Int(tokens[$0].end) == range.upperBound
        && tokens[$0].start >= range.lowerBound
    }
    guard let last else {
      appendNodes(in: range, to: &nodes)
      return false
    }
    let start = Int(tokens[last].start)
    if start > range.lowerBound { appendNodes(in: range.lowerBound..<start, to: &nodes) }
    nodes.append(.prefix(words[last]))
    return true
  }

  /// Adds a word that may be spelled otherwise.
  ///
  /// - Returns: false, with all added as it stands, when the range is not one word.
  func appendFuzzy(in range: Range<Int>, edits: Int, to nodes: inout [QueryNode]) -> Bool {
    guard let only = onlyPlace(in: range), tokens[only].kind == .word,
      Int(tokens[only].start) == range.lowerBound, Int(tokens[only].end) == range.upperBound
    else {
      appendNodes(in: range, to: &nodes)
      return false
    }
    nodes.append(.fuzzy(words[only], edits: edits))
    return true
  }

  /// Adds a word with stars and question marks in it. Its letters are spelled as those of words
  /// are, its signs stay.
  ///
  /// - Returns: false, with all added as it stands, when it has other signs.
  func appendPattern(in range: Range<Int>, to nodes: inout [QueryNode]) -> Bool {
    var word = QueryWord(surface: "", canonical: [], folded: [], isQuoted: false)
    var letters: [UInt8] = []
    func add() {
      let forms = wordForms(of: letters.span)
      word.canonical += forms.canonical
      word.folded += forms.folded
      word.surface += String(decoding: letters, as: UTF8.self)
      letters = []
    }
    for byte in bytes[range] {
      guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") else {
        letters.append(byte)
        continue
      }
      add()
      // Two stars mean no more than one.
      if byte == UInt8(ascii: "*"), word.canonical.last == byte { continue }
      word.canonical.append(byte)
      word.folded.append(byte)
      word.surface.unicodeScalars.append(UnicodeScalar(byte))
    }
    add()
    let isWord = String(decoding: bytes[range], as: UTF8.self).unicodeScalars.allSatisfy {
      $0.isASCII || $0.properties.isAlphabetic
        || $0.properties.canonicalCombiningClass != .notReordered
    }
    guard isWord, word.folded.contains(where: { $0 != 0x2A && $0 != 0x3F }) else {
      appendNodes(in: range, to: &nodes)
      return false
    }
    nodes.append(.pattern(word))
    return true
  }

  private static func parts(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
      UInt8(ascii: "?"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "="),
      UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Adds the words of a range as one phrase, a lone one as a word.
  func appendPhrase(in range: Range<Int>, isQuoted: Bool, to nodes: inout [QueryNode]) {
    if let only = onlyPlace(in: range), tokens[only].kind != .whole {
      nodes.append(.word(word(at: only, isQuoted: isQuoted)))
      return
    }
    var parts: [QueryWord] = []
    var whole: QueryWord?
    var covered: UInt16 = 0
    var last: UInt32?
    var end: Int?
    for place in tokens.indices where isInside(place, range) {
      let token = tokens[place]
      let word = word(at: place, isQuoted: isQuoted)
      if token.kind == .whole || token.position == last {
        if token.span > covered {
          whole = word
          covered = token.span
        }
      } else {
        var word = word
        // Both numbers of ½ have its range.
        if let end, Int(token.start) < end { word.surface = "" }
        if let before = parts.indices.last, let end {
          parts[before].joiner = String(
            decoding: bytes[end..<max(end, Int(token.start))], as: UTF8.self)
        }
        parts.append(word)
        end = Int(token.end)
        last = token.position
      }
    }
    guard parts.count > 1 else {
      // `XIII` after Đại hội is also 13: either will do.
      guard let part = parts.first, let whole, whole.canonical.allSatisfy(Self.isDigit) else {
        nodes.append(contentsOf: parts.map { .word($0) })
        return
      }
      nodes.append(.or([.word(part), .word(whole)]))
      return
    }
    // A joined form stands for the phrase only when it covers all of it.
    nodes.append(.phrase(parts, whole: Int(covered) == parts.count ? whole : nil))
  }

  private func word(at place: Int, isQuoted: Bool) -> QueryWord {
    var word = words[place]
    word.isQuoted = isQuoted
    return word
  }

  /// The one token in a range, nil where there are more or none.
  private func onlyPlace(in range: Range<Int>) -> Int? {
    var only: Int?
    for place in tokens.indices where isInside(place, range) {
      if only != nil { return nil }
      only = place
    }
    return only
  }

  private func isInside(_ place: Int, _ range: Range<Int>) -> Bool {
    tokens[place].start >= range.lowerBound && tokens[place].start < range.upperBound
      && tokens[place].end <= range.upperBound
  }
}

extension QueryWord {
  /// A token of a query.
  init(_ token: Token, of text: String, _ forms: borrowing FormTable, isQuoted: Bool) {
    let start = text.utf8.index(text.startIndex, offsetBy: Int(token.start))
    let end = text.utf8.index(start, offsetBy: Int(token.end - token.start))
    let canonical = Array(forms.canonical(token.form))
    self.init(
      surface: String(text[start..<end]), canonical: canonical,
      // One array serves both where they are the same.
      folded: forms.isMarked(token.form) ? Array(forms.folded(token.form)) : canonical,
      isQuoted: isQuoted)
  }
}
