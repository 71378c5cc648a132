import Analysis
package import Wire

/// The words of a text as the index sees them, for people to look at.
package enum TextAnalysis {
  /// The tokens in the order of their positions, with offsets into the text's UTF-8.
  package static func tokens(of text: String) -> [TokenRecord] {
    let utf8 = Array(text.utf8)
    var analyzer = Analyzer()
    var tokens: [Token] = []
    analyzer.analyze(utf8.span, into: &tokens)
    var records: [TokenRecord] = []
    records.reserveCapacity(tokens.count)
    for token in tokens {
      records.append(record(of: token, in: utf8, forms: analyzer.forms))
    }
    return records
  }

  private static func record(
    of token: Token, in utf8: [UInt8], forms: borrowing FormTable
  ) -> TokenRecord {
    TokenRecord(
      surface: String(decoding: utf8[Int(token.start)..<Int(token.end)], as: UTF8.self),
      canonical: String(decoding: forms.canonical(token.form), as: UTF8.self),
      folded: String(decoding: forms.folded(token.form), as: UTF8.self),
      start: Int(token.start), end: Int(token.end), position: Int(token.position),
      span: Int(token.span), kind: word(for: token.kind))
  }

  private static func word(for kind: Token.Kind) -> String {
    switch kind {
    case .word: "word"
    case .number: "number"
    case .whole: "whole"
    case .ideograph: "ideograph"
    }
  }
}
