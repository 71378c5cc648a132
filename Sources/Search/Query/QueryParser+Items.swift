/// Single items of a query: words, phrases, brackets, fields.
extension QueryParser {
  /// Adds one item; text may hold several words (`Nội.Ông`) or none (`!!`).
  mutating func item(into nodes: inout [QueryNode]) throws(SearchError) {
    let start = next
    var found: [QueryNode] = []
    let lexeme = lexemes[next]
    next += 1
    var boost = lexeme.boost
    switch lexeme.kind {
    case .text, .value: analysis.appendNodes(in: lexeme.range, to: &found)
    case .prefix, .pattern, .fuzzy: try openWord(lexeme, into: &found)
    case .phrase:
      analysis.appendPhrase(in: lexeme.range, isQuoted: true, to: &found)
      if lexeme.slop > 0, case .phrase(let words, _)? = found.last {
        found[found.count - 1] = .near(words, slop: lexeme.slop)
      }
    case .open: boost = try group(into: &found)
    case .quorum: boost = try quorum(lexeme, into: &found)
    case .field(let field): try inField(field, lexeme, into: &found)
    default: preconditionFailure("operators were repaired before")
    }
    if let boost, let last = found.popLast() { found.append(.boost(last, boost)) }
    if found.count == 1, let node = located(found[0], from: start) { found = [node] }
    nodes += found
  }

  /// Adds a word that stands for others.
  private mutating func openWord(
    _ lexeme: Lexeme, into nodes: inout [QueryNode]
  ) throws(SearchError) {
    switch lexeme.kind {
    case .prefix:
      if !analysis.appendPrefix(in: lexeme.range, to: &nodes) {
        try refuse(
          Lexeme(kind: .text, range: lexeme.range.upperBound..<lexeme.range.upperBound),
          "a star is not behind a word", "write it behind the letters of a word")
      }
    case .pattern:
      if !analysis.appendPattern(in: lexeme.range, to: &nodes) {
        try refuse(
          lexeme, "* and ? stand in a word of letters and digits", "leave out what is neither")
      }
    default:
      if !analysis.appendFuzzy(in: lexeme.range, edits: lexeme.slop, to: &nodes) {
        try refuse(lexeme, "~ stands behind one word", "leave out what is not a letter")
      }
    }
  }

  /// Adds what is in brackets, up to the closing one; returns what stands behind that.
  private mutating func group(into nodes: inout [QueryNode]) throws(SearchError) -> Float? {
    let inner = try or()
    // Brackets are balanced by now.
    let boost = lexemes[next].boost
    next += 1
    switch inner {
    case .list(let list)? where list.isOneNode: nodes.append(list.optional[0])
    case .located(.list(let list), _)? where list.isOneNode: nodes.append(list.optional[0])
    case let inner?: nodes.append(inner)
    case nil: break
    }
    return boost
  }

  private mutating func quorum(
    _ lexeme: Lexeme, into nodes: inout [QueryNode]
  ) throws(SearchError) -> Float? {
    // The opening bracket.
    next += 1
    var inner: [QueryNode] = []
    let boost = try group(into: &inner)
    guard let parts = inner.first?.choices else {
      nodes += inner
      if !inner.isEmpty {
        try refuse(
          lexeme, "\(lexeme.slop) of chooses among words side by side, or joined by OR",
          "write \(lexeme.slop) of (a b c)")
      }
      return boost
    }
    if lexeme.slop > parts.count {
      try refuse(
        lexeme, "\(lexeme.slop) of \(parts.count) parts cannot be",
        "write \(parts.count) at most", read: "all are asked for")
    }
    nodes.append(.quorum(min(lexeme.slop, parts.count), parts))
    return boost
  }
}

extension QueryNode {
  /// The parts that a quorum chooses among; nil where they have signs or are joined by AND.
  fileprivate var choices: [QueryNode]? {
    switch self {
    case .list(let list):
      list.required.isEmpty && list.prohibited.isEmpty ? list.optional : nil
    case .or(let nodes): nodes.map(\.onlyPart)
    case .and: nil
    case .located(let node, _): node.choices
    default: [self]
    }
  }

  /// What a list of one holds.
  private var onlyPart: QueryNode {
    switch self {
    case .list(let list) where list.isOneNode: list.optional[0]
    case .located(.list(let list), _) where list.isOneNode: list.optional[0]
    default: self
    }
  }
}
