/// `a NEAR/5 b`.
extension QueryParser {
  /// A run of items on one side of NEAR.
  struct NearOperand {
    var nodes: [QueryNode]
    /// The gap before it; nil for the first.
    var gap: QueryGap?
    /// The lexeme of the operator before it.
    var sign: Lexeme?
  }

  /// Reads on as long as NEAR follows.
  mutating func nearOperands(after first: [QueryNode]) throws(SearchError) -> [NearOperand] {
    var operands = [NearOperand(nodes: first)]
    while case .near(let isOrdered)? = kind {
      let sign = lexemes[next]
      next += 1
      var nodes: [QueryNode] = []
      while let kind, kind.startsItem { try item(into: &nodes) }
      operands.append(
        NearOperand(
          nodes: nodes, gap: QueryGap(most: sign.slop, isOrdered: isOrdered), sign: sign))
    }
    return operands
  }

  /// The node of operands, nil where some cannot be near anything.
  mutating func nearby(
    _ operands: [NearOperand], from start: Int
  ) throws(SearchError) -> QueryNode? {
    // Text without words (`!!`) is near nothing, and no mistake.
    let operands = operands.filter { !$0.nodes.isEmpty }
    guard operands.count > 1 else { return nil }
    var parts: [QueryNode] = []
    for (place, operand) in operands.enumerated() {
      guard let part = Self.part(operand.nodes) else {
        let sign = operand.sign ?? operands[place + 1].sign
        if let sign {
          try refuse(
            sign, "NEAR stands between words, phrases and brackets with OR of them",
            "put other things beside it with AND", read: "it is left out")
        }
        return nil
      }
      parts.append(part)
    }
    let gaps = operands.dropFirst().compactMap(\.gap)
    return located(.nearby(parts, gaps), from: start)
  }

  /// Items side by side as one part: several words are a phrase.
  private static func part(_ nodes: [QueryNode]) -> QueryNode? {
    if nodes.count == 1 { return nodes[0].passageChoices == nil ? nil : nodes[0] }
    return phrase(of: nodes)
  }

  fileprivate static func phrase(of nodes: [QueryNode]) -> QueryNode? {
    var words: [QueryWord] = []
    for node in nodes {
      switch node.bare {
      case .word(let word) where !word.isQuoted: words.append(word)
      case .phrase(let own, _) where !own.contains(where: \.isQuoted): words += own
      default: return nil
      }
    }
    for place in words.indices.dropLast() where words[place].joiner.isEmpty {
      words[place].joiner = " "
    }
    return .phrase(words, whole: nil)
  }
}

extension QueryNode {
  /// The node itself, without its place.
  var bare: QueryNode { if case .located(let node, _) = self { node.bare } else { self } }

  /// The words, phrases and open words that a part of NEAR may be, any of them; nil where it cannot
  /// be one.
  var passageChoices: [QueryNode]? {
    switch self {
    case .word, .prefix, .pattern, .fuzzy, .phrase: return [self]
    case .or(let nodes):
      var all: [QueryNode] = []
      for node in nodes {
        guard let own = node.passageChoices else { return nil }
        all += own
      }
      return all
    case .list(let list) where list.required.isEmpty && list.prohibited.isEmpty:
      if list.isOneNode { return list.optional[0].passageChoices }
      return QueryParser.phrase(of: list.optional).map { [$0] }
    case .located(let node, _): return node.passageChoices
    default: return nil
    }
  }
}
