import Analysis

/// A text as the index reads it, written as the cases write it: parts joined by `|`, then the
/// whole forms that span them, in brackets.
struct IndexedText {
  private(set) var canonical = ""
  private(set) var folded = ""
  /// `SHORT=long form` for each short form the text explains.
  private(set) var acronyms = ""

  init(_ text: String) {
    let utf8 = Array(text.utf8)
    var analyzer = Analyzer()
    var tokens: [Token] = []
    analyzer.analyze(utf8.span, into: &tokens)
    canonical = Self.list(tokens.map { ($0.kind, string(analyzer.forms.canonical($0.form))) })
    folded = Self.list(tokens.map { ($0.kind, string(analyzer.forms.folded($0.form))) })
    acronyms = Analysis.acronyms(in: utf8.span, tokens: tokens[...], forms: analyzer.forms)
      .map { string(utf8[$0.short]) + "=" + string(utf8[$0.long]) }.joined(separator: " ")
  }

  private static func list(_ tokens: [(kind: Token.Kind, key: String)]) -> String {
    let parts = tokens.filter { $0.kind != .whole }.map(\.key).joined(separator: "|")
    return tokens.filter { $0.kind == .whole }.reduce(parts) { "\($0) [\($1.key)]" }
  }
}
