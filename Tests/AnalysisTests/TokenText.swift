import Analysis

/// A text with its tokens, for tests to look at.
struct AnalyzedText {
  var text: [UInt8]
  var tokens: [Token]
  /// Canonical and folded key of each token.
  var keys: [(canonical: String, folded: String)]

  init(_ text: String) {
    var analyzer = Analyzer()
    self.init(text, with: &analyzer)
  }

  init(_ text: String, with analyzer: inout Analyzer) {
    let bytes = Array(text.utf8)
    var tokens: [Token] = []
    analyzer.analyze(bytes.span, into: &tokens)
    self.text = bytes
    self.tokens = tokens
    keys = []
    for token in tokens {
      keys.append(
        (
          String(decoding: analyzer.forms.canonical(token.form), as: UTF8.self),
          String(decoding: analyzer.forms.folded(token.form), as: UTF8.self)
        ))
    }
  }

  /// The document's own spelling of a token.
  func source(_ token: Token) -> String {
    String(decoding: text[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  /// All there is to know of a token, but for the number of its form; empty past the end.
  func described(_ index: Int) -> String {
    guard index < tokens.count else { return "" }
    let token = tokens[index]
    let key = keys[index].canonical + "/" + keys[index].folded
    let place = "\(token.start)-\(token.end)@\(token.position)+\(token.span)"
    return "\(key):\(place):\(token.kind)\(token.startsSentence ? "^" : "")"
  }

  /// Parts joined by `|`, then whole forms in brackets, as the shared cases write them.
  var canonical: String { listed(keys.map(\.canonical)) }
  var folded: String { listed(keys.map(\.folded)) }

  private func listed(_ keys: [String]) -> String {
    let pairs = zip(tokens, keys)
    let parts = pairs.filter { $0.0.kind != .whole }.map(\.1).joined(separator: "|")
    return pairs.filter { $0.0.kind == .whole }.reduce(parts) { "\($0) [\($1.1)]" }
  }

  /// Sources of the tokens that begin a sentence.
  var sentenceStarts: [String] {
    tokens.filter { $0.startsSentence && $0.kind != .whole }.map(source)
  }
}
