import Analysis
import Vietnamese
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
    let canonical = Array(forms.canonical(token.form))
    let markByte = MarkByte(of: canonical.span)
    return TokenRecord(
      surface: String(decoding: utf8[Int(token.start)..<Int(token.end)], as: UTF8.self),
      canonical: String(decoding: canonical, as: UTF8.self),
      folded: String(decoding: forms.folded(token.form), as: UTF8.self),
      marks: markByte == .escape ? kinds(of: canonical) : marks(of: markByte),
      markByte: Int(markByte.rawValue),
      start: Int(token.start), end: Int(token.end), position: Int(token.position),
      span: Int(token.span), kind: word(for: token.kind))
  }

  /// The bits of a mark byte in words; `MarkByte` says which is which.
  private static func marks(of byte: MarkByte) -> [String] {
    let bits = Int(byte.rawValue)
    let shapes = ["", "circumflex", "breve", "horn"]
    let tones = ["", "grave", "acute", "hook", "tilde", "dot"]
    let words = [
      bits & 1 == 0 ? "" : "stroke", shapes[bits >> 1 & 3], shapes[bits >> 3 & 3],
      bits >> 5 < tones.count ? tones[bits >> 5] : "",
    ]
    return words.filter { !$0.isEmpty }
  }

  private static func kinds(of canonical: [UInt8]) -> [String] {
    let marks = typedMarks(of: canonical.span)
    let words: [(TypedMarks, String)] = [(.stroke, "stroke"), (.shape, "shape"), (.tone, "tone")]
    return words.filter { marks.contains($0.0) }.map(\.1)
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
