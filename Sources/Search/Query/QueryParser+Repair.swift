/// What does not fit.
extension QueryParser {
  /// Leaves out words beyond the limit.
  mutating func limitWords() throws(SearchError) {
    guard let excess = analysis.dropWords(after: SearchLimit.words) else { return }
    let message = "the query has more than \(SearchLimit.words) words"
    if isStrict { throw .at(excess, in: text, message, hint: "leave some out") }
    warn("\(message): the rest is left out", at: excess)
  }

  /// Leaves out brackets without a partner and empty pairs.
  mutating func repairBrackets() throws(SearchError) {
    guard lexemes.contains(where: { $0.kind == .open || $0.kind == .close }) else { return }
    var opened: [Int] = []
    var dropped: Set<Int> = []
    for (index, lexeme) in lexemes.enumerated() {
      if lexeme.kind == .open { opened.append(index) }
      if lexeme.kind == .close {
        if let start = opened.popLast() {
          if start == index - 1 { dropped.formUnion([start, index]) }
        } else {
          dropped.insert(index)
        }
      }
    }
    dropped.formUnion(opened)
    for index in dropped.sorted() {
      try refuse(lexemes[index], "a bracket has no partner", "close it, or leave it out")
    }
    lexemes = lexemes.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }

  /// Turns operators without something on both sides into text.
  mutating func repairOperators() throws(SearchError) {
    guard lexemes.contains(where: \.kind.isOperator) else { return }
    var changed = true
    while changed {
      changed = false
      for (index, lexeme) in lexemes.enumerated() where !fits(index) {
        let name = String(decoding: Array(text.utf8)[lexeme.range], as: UTF8.self)
        try refuse(
          lexeme, "\(name) has nothing to work on", "put words on both sides, or write it small")
        if lexeme.kind == .quorum {
          let end = lexeme.end - 2
          lexemes[index] = Lexeme(kind: .text, range: lexeme.range)
          lexemes.insert(Lexeme(kind: .text, range: end..<lexeme.end), at: index + 1)
        } else {
          lexemes[index] = Lexeme(kind: .text, range: lexeme.range)
        }
        changed = true
        break
      }
    }
  }

  private func fits(_ index: Int) -> Bool {
    let before = index > 0 ? lexemes[index - 1].kind : nil
    let after = index + 1 < lexemes.count ? lexemes[index + 1].kind : nil
    let startsItem = after?.startsItem ?? false
    switch lexemes[index].kind {
    case .and, .or:
      return (before?.endsItem ?? false)
        && (startsItem || after == .plus || after == .minus || after == .not)
    case .near: return (before?.endsItem ?? false) && startsItem
    case .not, .plus, .minus: return startsItem
    case .quorum: return after == .open
    case .field:
      if case .field? = after { return false }
      return startsItem
    default: return true
    }
  }

  /// - Parameter read: what becomes of it in lenient syntax.
  mutating func refuse(
    _ lexeme: Lexeme, _ message: String, _ hint: String, read: String = "it is read as text"
  ) throws(SearchError) {
    if isStrict { throw .at(lexeme.range.lowerBound, in: text, message, hint: hint) }
    warn("\(message): \(read)", at: lexeme.range.lowerBound)
  }
}
