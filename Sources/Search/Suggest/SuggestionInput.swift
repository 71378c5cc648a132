import Analysis
import Vietnamese

/// A text that is still being typed: words, and the beginning of one more.
struct SuggestionInput {
  /// What stands before the words that are looked at, as typed.
  private(set) var head = ""
  /// The words before the last, nearest last; at most `contextLimit`.
  private(set) var context: [QueryWord] = []
  /// The word at the end, which may go on; nil behind a space.
  private(set) var beginning: QueryWord?

  static let contextLimit = 3

  /// - Returns: nil when there is nothing to go on from.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    let warm = AnalyzerPool.shared.take()
    var tokens: [Token] = []
    warm.analyzer.analyze(bytes.span, into: &tokens)
    tokens.removeAll { $0.kind == .whole }
    let words = tokens.map { token in
      QueryWord(
        surface: String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self),
        canonical: Array(warm.analyzer.forms.canonical(token.form)),
        folded: Array(warm.analyzer.forms.folded(token.form)), isQuoted: false)
    }
    AnalyzerPool.shared.putBack(warm)
    guard let last = tokens.last else { return nil }
    var complete = words[...]
    if Int(last.end) == bytes.count { beginning = complete.popLast() }
    // What ends a sentence, or is of another kind, parts what was typed before from what comes.
    var start = complete.endIndex
    while start > complete.startIndex, complete.endIndex - start < Self.contextLimit {
      if start < tokens.count, tokens[start].startsSentence { break }
      start -= 1
    }
    context = Array(complete[start...])
    let end = start < tokens.count ? Int(tokens[start].start) : bytes.count
    head = String(decoding: bytes[..<end], as: UTF8.self)
    if context.isEmpty, beginning == nil { return nil }
  }

  /// The same with the first word of the context taken for one that is not looked at.
  func shortened() -> SuggestionInput? {
    guard let first = context.first, context.count > 1 || beginning != nil else { return nil }
    var shorter = self
    shorter.context.removeFirst()
    shorter.head += first.surface + " "
    return shorter
  }
}

extension QueryWord {
  /// Whether a word of a document is this one, with all marks that were typed.
  func allows(_ canonical: [UInt8]) -> Bool {
    !isMarked || matchClass(query: self.canonical.span, document: canonical.span) >= .wider
  }

  /// Whether a word of a document with the folded beginning of this one begins with all marks that
  /// were typed.
  func begins(_ canonical: [UInt8]) -> Bool {
    !isMarked || prefixClass(query: self.canonical.span, document: canonical.span) >= .wider
  }
}
