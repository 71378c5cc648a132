extension QueryNode {
  /// The query as it was read, in its own syntax: read again it is the same tree.
  var description: String {
    if let plain = plainDescription { return plain }
    let text = QueryPrinter(keepsCapitals: true).text(of: self)
    // In a query all in capitals no word is an operator, unless it has a number.
    return QueryLexer.isAllCapitals(text) && !text.contains("NEAR/")
      ? text : QueryPrinter(keepsCapitals: false).text(of: self)
  }

  /// The same of words and quoted phrases side by side that could be nothing else.
  private var plainDescription: String? {
    guard case .list(let list) = self else { return nil }
    var text = ""
    for (sign, node) in list.signed {
      if !text.isEmpty { text += " " }
      text += sign.rawValue
      let words: [QueryWord]
      switch node {
      case .word(let word): words = [word]
      case .phrase(let own, _) where own.allSatisfy(\.isQuoted): words = own
      default: return nil
      }
      // A number behind a minus may be its own, and operators may be spelled small.
      guard words.allSatisfy({ !QueryLexer.isOperator($0.surface) }),
        sign != .minus || words[0].surface.utf8.first.map({ $0 &- 0x30 >= 10 }) ?? false
      else { return nil }
      if words[0].isQuoted { text += "\"" }
      for (place, word) in words.enumerated() {
        text += word.surface
        if place < words.count - 1 { text += word.joiner }
      }
      if words[0].isQuoted { text += "\"" }
    }
    return text
  }

  /// The words without quotes, as typed.
  var plainText: String { words.map(\.surface).joined(separator: " ") }
}

extension QueryNode {
  /// Text without quotes that could be an operator.
  fileprivate var bareText: String? {
    switch self {
    case .word(let word) where !word.isQuoted: word.surface
    case .phrase(let words, _) where words.count == 2 && !words.contains(where: \.isQuoted):
      words[0].surface + words[0].joiner + words[1].surface
    case .located(let node, _): node.bareText
    default: nil
    }
  }
}

/// Writes trees in the syntax they are read from.
private struct QueryPrinter {
  /// Whether words stay in capitals that would be operators where they stand.
  let keepsCapitals: Bool

  func text(of node: QueryNode) -> String {
    switch node {
    case .list(let list): text(of: list.signed, isRoot: true)
    default: inner(node)
    }
  }

  private func inner(_ node: QueryNode) -> String {
    switch node {
    case .word(let word): word.isQuoted ? "\"\(word.surface)\"" : bare(word.surface)
    case .prefix(let word): word.surface + "*"
    case .pattern(let word): word.surface
    case .fuzzy(let word, let edits): word.surface + (edits == 1 ? "~" : "~\(edits)")
    case .phrase(let words, _): text(ofPhrase: words)
    case .near(let words, let slop): text(ofPhrase: words) + "~\(slop)"
    case .nearby(let nodes, let gaps): text(of: nodes, gaps)
    case .and(let nodes): nodes.map(nested).joined(separator: " AND ")
    case .or(let nodes): nodes.map(nested).joined(separator: " OR ")
    case .list(let list): text(of: list.signed, isRoot: false)
    case .quorum(let count, let nodes):
      "\(count) of (" + text(of: nodes.map { (.none, $0) }, isRoot: false) + ")"
    case .field(let field, let node):
      field.name + ":"
        + (QueryCondition.comparesWhole(field.name) ? "(" + inner(node) + ")" : inField(node))
    case .condition(let condition): condition.text
    case .boost(let node, let factor): boosted(node) + "^" + text(of: factor)
    case .located(let node, _): inner(node)
    }
  }

  private func nested(_ node: QueryNode) -> String {
    switch node {
    case .list(let list) where list.isOneNode: nested(list.optional[0])
    case .list, .and, .or, .nearby: "(" + inner(node) + ")"
    case .located(let node, _): nested(node)
    default: inner(node)
    }
  }

  /// A name before these would be read otherwise.
  private func inField(_ node: QueryNode) -> String {
    switch node {
    case .condition, .quorum, .field: "(" + inner(node) + ")"
    case .located(let node, _): inField(node)
    default: nested(node)
    }
  }

  /// A number behind these would be read otherwise.
  private func boosted(_ node: QueryNode) -> String {
    switch node {
    case .boost, .condition, .quorum, .field: "(" + inner(node) + ")"
    case .located(let node, _): boosted(node)
    default: nested(node)
    }
  }

  /// - Parameter isRoot: whether it is all of the query: what would be an operator at its end is none.
  private func text(
    of signed: [(sign: QueryList.Sign, node: QueryNode)], isRoot: Bool
  ) -> String {
    var texts: [String] = []
    for place in signed.indices {
      texts.append(text(of: signed, at: place, isRoot: isRoot))
      // 3 of (…) is a quorum: where it is not, brackets keep them apart.
      if place > 1, texts[place - 1] == "of", texts[place].hasPrefix("("),
        texts[place - 2].utf8.allSatisfy({ $0 &- 0x30 < 10 })
      {
        texts[place - 1] = "(of)"
      }
    }
    return texts.joined(separator: " ")
  }

  private func text(
    of signed: [(sign: QueryList.Sign, node: QueryNode)], at place: Int, isRoot: Bool
  ) -> String {
    let (sign, node) = signed[place]
    let isLast = place + 1 == signed.count
    if isRoot, sign == .none, let word = node.bareText,
      isLast || !QueryLexer.isOperator(word, follows: place > 0)
    {
      return word
    }
    let text = nested(node)
    // A minus before a number is its own at the start.
    let isNumber =
      place == 0 && sign == .minus && text.utf8.first.map { $0 &- 0x30 < 10 } ?? false
    return sign.rawValue + (isNumber ? "(\(text))" : text)
  }

  /// Words of a phrase as they were typed, in quotes or joined.
  private func text(ofPhrase words: [QueryWord]) -> String {
    let isQuoted = words.contains(where: \.isQuoted)
    let text = words.enumerated().map { place, word in
      (isQuoted ? word.surface : bare(word.surface))
        + (place < words.count - 1 ? word.joiner : "")
    }.joined()
    return isQuoted ? "\"\(text)\"" : text
  }

  /// Text without quotes; small where its capitals would make it an operator.
  private func bare(_ text: String) -> String {
    !keepsCapitals && QueryLexer.isOperator(text, follows: true) ? text.lowercased() : text
  }

  private func text(of nodes: [QueryNode], _ gaps: [QueryGap]) -> String {
    var text = nodes.first.map(nested) ?? ""
    for (node, gap) in zip(nodes.dropFirst(), gaps) {
      text += " \(gap.isOrdered ? "ONEAR" : "NEAR")/\(gap.most) " + nested(node)
    }
    return text
  }

  /// A factor without needless digits: `2`, `0.5`.
  private func text(of factor: Float) -> String {
    factor == factor.rounded() ? String(Int(factor)) : "\(factor)"
  }
}
