import InvertedIndex

/// Something that is looked for in the words of documents one by one: parts near each other, and
/// what has to stand in the title or the body.
struct Passage {
  /// In order; each is any of its choices.
  var parts: [[Choice]]
  /// One less than parts.
  var gaps: [QueryGap]
  var scope: Scope
  var rarity: Float
  var isScored: Bool
  /// Whether matches are to be marked.
  var isShown: Bool

  /// What a part may be.
  enum Choice: Hashable {
    /// Leaves that follow each other; with a slop they may be apart, see `NearMatcher`.
    case words([Int], slop: Int)
    /// A word that was left open, by its number.
    case open(Int)
  }

  enum Scope: Hashable {
    case everywhere
    case title
    case body
  }
}

extension Planner {
  /// What has to stand in the title or the body.
  mutating func passage(_ nodes: [QueryNode], _ context: Context) -> Plan.Node {
    passage(nodes, [], context)
  }

  /// - Parameter nodes: those that `QueryNode.passageChoices` can be asked of.
  mutating func passage(
    _ nodes: [QueryNode], _ gaps: [QueryGap], _ context: Context
  ) -> Plan.Node {
    let parts = nodes.map { node in
      (node.passageChoices ?? [node]).map { choice($0, isShown: context.isScored) }
    }
    let rarity = parts.reduce(0) { sum, choices in
      sum + (choices.map(self.rarity).min() ?? 0)
    }
    return add(
      Passage(
        parts: parts, gaps: gaps, scope: context.scope, rarity: context.boost * rarity,
        isScored: context.isScored, isShown: context.isScored))
  }

  private mutating func choice(_ node: QueryNode, isShown: Bool) -> Passage.Choice {
    let part = Context(isScored: false)
    switch node.bare {
    case .word(let word): return .words([leaf(word, part)], slop: 0)
    case .phrase(let words, _): return .words(words.map { leaf($0, part) }, slop: 0)
    case .near(let words, let slop): return .words(words.map { leaf($0, part) }, slop: slop)
    default: return .open(openWord(node, part, isShown: isShown))
    }
  }

  /// How telling a choice is: a phrase as much as its words together.
  private func rarity(_ choice: Passage.Choice) -> Float {
    switch choice {
    case .words(let leaves, _): leaves.reduce(0) { $0 + rarities[$1] }
    case .open(let prefix): isCounting ? 0 : prefixTerms[prefix].rarity(in: snapshot)
    }
  }
}

// MARK: - Columns

/// Words that a value of a column has to have.
struct ColumnPassage {
  var column: String
  var parts: [[Choice]]
  var gaps: [QueryGap]
  /// Numbers and dates that are meant by the same text.
  var literal: SearchFilter?

  enum Choice {
    case words([Leaf], slop: Int)
    case open(Prefix)
  }
}

extension Planner {
  /// What is looked for in a column: groups as in texts, but that all words of a list bind.
  mutating func column(_ name: String, _ node: QueryNode) -> Plan.Node {
    switch node {
    case .word, .prefix, .pattern, .fuzzy, .phrase, .near: return columnWords(name, [node], [])
    case .nearby(let nodes, let gaps): return columnWords(name, nodes, gaps)
    case .and(let nodes): return .all(nodes.map { column(name, $0) })
    case .or(let nodes): return .any(nodes.map { column(name, $0) })
    case .quorum(let count, let nodes):
      return .list(
        optional: nodes.map { column(name, $0) }, required: [], prohibited: [], minimum: count)
    case .list(let list):
      return .list(
        optional: [], required: (list.required + list.optional).map { column(name, $0) },
        prohibited: list.prohibited.map { column(name, $0) }, minimum: 0)
    case .field, .condition: return make(node, Context(isScored: false))
    case .boost(let node, _), .located(let node, _): return column(name, node)
    }
  }

  private mutating func columnWords(
    _ name: String, _ nodes: [QueryNode], _ gaps: [QueryGap]
  ) -> Plan.Node {
    let parts = nodes.map { node in
      (node.passageChoices ?? [node]).map { choice -> ColumnPassage.Choice in
        switch choice.bare {
        case .word(let word): return .words([fieldRule.leaf(word)], slop: 0)
        case .phrase(let words, _): return .words(words.map { fieldRule.leaf($0) }, slop: 0)
        case .near(let words, let slop):
          return .words(words.map { fieldRule.leaf($0) }, slop: slop)
        default:
          guard let prefix = choice.openWord(fieldRule, isScored: false) else {
            preconditionFailure("no word that was left open")
          }
          return .open(prefix)
        }
      }
    }
    let typed = nodes.count == 1 ? nodes[0].typedText : nil
    let literal = typed.map { FilterLiteral($0) }
    let isLiteral = literal?.integer != nil || literal?.seconds != nil
    return add(
      .words(
        ColumnPassage(
          column: name, parts: parts, gaps: gaps,
          literal: isLiteral ? typed.map { .equals(name, $0) } : nil)))
  }
}

extension QueryNode {
  /// A word or phrase as it was typed.
  fileprivate var typedText: String? {
    switch self {
    case .word(let word): word.surface
    case .phrase(let words, _):
      words.enumerated().map { $1.surface + ($0 < words.count - 1 ? $1.joiner : "") }.joined()
    case .located(let node, _): node.typedText
    default: nil
    }
  }
}
