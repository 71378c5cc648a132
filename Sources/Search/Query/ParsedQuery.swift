package import InvertedIndex

/// How a query is read: the tree, and what each word of it is looked up as.
package struct ParsedQuery: Sendable {
  /// The query in its own syntax, as it was read.
  package var understood = ""
  /// Nil where there is nothing to search for.
  package var tree: ParsedNode?
  package var warnings: [QueryWarning] = []
}

/// A node of the tree.
package struct ParsedNode: Sendable {
  package var kind: Kind
  /// UTF-8 offsets in the query, with quotes, brackets and signs.
  package var range: Range<Int>
  /// As it was read.
  package var text: String
  package var sign: String?
  /// The field that it is looked for in.
  package var field: String?
  /// How it is looked up, for words.
  package var term: Term?
  /// What is behind a `^`.
  package var boost: Float?
  /// Of a quorum, so many parts must match; of words side by side, what `match` asks for.
  package var minimum: Int?
  /// How many edits or words between it allows; for each gap of a NEAR.
  package var distances: [Int] = []
  package var parts: [ParsedNode] = []

  package enum Kind: String, Sendable {
    case word, prefix, pattern, fuzzy, phrase, near, list, and, or, quorum, field, condition, boost
    /// Parts near each other, in any order.
    case nearby
  }

  /// A word as it is looked up.
  package struct Term: Sendable, Equatable {
    package var canonical: String
    package var folded: String
    /// Documents that have it, deleted ones not yet merged away included; nil inside a field.
    package var documents: Int?
    /// The words it stands for, the first of them.
    package var words: [String] = []
    /// How many there are, and whether only some are searched for.
    package var wordCount = 0
    package var isCut = false
  }
}

/// Reads a query without running it.
///
/// - Throws: as `search`.
package func parse(
  _ request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> ParsedQuery {
  let parsed = try QueryParser.parse(
    request.text, syntax: request.syntax,
    fields: QueryFields(snapshot, others: request.otherColumns), keepsPlaces: true)
  var result = ParsedQuery(warnings: parsed.warnings)
  guard let root = parsed.root else { return result }
  result.understood = root.description
  result.tree = TreeReader(root, request, snapshot).node(root)
  return result
}

/// Says of each node how it is looked up.
private struct TreeReader {
  private let request: SearchRequest
  private let snapshot: Snapshot
  private let rule: AccentRule
  private let fieldRule: AccentRule
  private let size: Int

  /// So many of the words that a word stands for are shown.
  private static let shownWords = 20

  init(_ root: QueryNode, _ request: SearchRequest, _ snapshot: Snapshot) {
    self.request = request
    self.snapshot = snapshot
    rule = AccentRule(request, isWidened: false) { root.anyTypedWord($0) }
    fieldRule = AccentRule(request, isWidened: false) { root.anyFieldWord($0) }
    size = request.text.utf8.count
  }

  func node(_ node: QueryNode) -> ParsedNode { read(node, range: 0..<size, isText: true) }

  /// - Parameters:
  ///   - range: where it stands, unless it knows better.
  ///   - isText: whether it is looked for in texts.
  private func read(_ node: QueryNode, range: Range<Int>, isText: Bool) -> ParsedNode {
    func make(_ kind: ParsedNode.Kind, _ parts: [QueryNode] = []) -> ParsedNode {
      ParsedNode(
        kind: kind, range: range, text: node.description,
        parts: parts.map { read($0, range: range, isText: isText) })
    }
    func words(_ kind: ParsedNode.Kind, _ words: [QueryWord]) -> ParsedNode {
      make(kind, words.map { .word($0) })
    }
    var result: ParsedNode
    switch node {
    case .located(let node, let range): return read(node, range: range, isText: isText)
    case .word(let word):
      result = make(.word)
      result.term = term(word, isText: isText)
    case .prefix: result = open(make(.prefix), node, isText)
    case .pattern: result = open(make(.pattern), node, isText)
    case .fuzzy(_, let edits):
      result = open(make(.fuzzy), node, isText)
      result.distances = [edits]
    case .phrase(let own, _): result = words(.phrase, own)
    case .near(let own, let slop):
      result = words(.near, own)
      result.distances = [slop]
    case .nearby(let nodes, let gaps):
      result = make(.nearby, nodes)
      result.distances = gaps.map(\.most)
    case .and(let nodes): result = make(.and, nodes)
    case .or(let nodes): result = make(.or, nodes)
    case .quorum(let count, let nodes):
      result = make(.quorum, nodes)
      result.minimum = count
    case .field(let field, let inner):
      var isColumn = false
      if case .column = field { isColumn = true }
      result = make(.field)
      result.parts = [read(inner, range: range, isText: isText && !isColumn)]
      result.field = field.name
    case .condition: result = make(.condition)
    case .boost(let inner, let factor):
      result = make(.boost, [inner])
      result.boost = factor
    case .list(let list) where list.isOneNode:
      return read(list.optional[0], range: range, isText: isText)
    case .list(let list):
      result = make(.list)
      for (sign, node) in list.signed {
        var part = read(node, range: range, isText: isText)
        if sign != .none { part.sign = sign.rawValue }
        result.parts.append(part)
      }
    }
    return result
  }

  private func term(_ word: QueryWord, isText: Bool) -> ParsedNode.Term {
    var term = ParsedNode.Term(
      canonical: String(decoding: word.canonical, as: UTF8.self),
      folded: String(decoding: word.folded, as: UTF8.self))
    if isText {
      let leaf = rule.leaf(word)
      term.documents = snapshot.segments.reduce(0) { sum, view in
        let frequency = view.segment.documentFrequency(
          of: leaf, typed: view.segment.foldedTerm(leaf.word.folded))
        return sum
          + (leaf.leastWorth(as: leaf.spellings[0]) > 0 ? frequency.folded : frequency.exact)
      }
    }
    return term
  }

  private func open(_ node: ParsedNode, _ word: QueryNode, _ isText: Bool) -> ParsedNode {
    var node = node
    guard let prefix = word.openWord(isText ? rule : fieldRule, isScored: true) else { return node }
    var term = term(prefix.word, isText: false)
    if isText {
      let expansion = PrefixExpansion(
        prefix, in: snapshot, limit: max(0, request.scoredTerms),
        deadline: request.deadline)
      term.documents = min(expansion.documentCount, snapshot.countedDocuments)
      term.wordCount = expansion.termCount
      term.isCut = expansion.isCut
      term.words = words(of: expansion, prefix)
    }
    node.term = term
    return node
  }

  /// The words that count for most, each once.
  private func words(of expansion: PrefixExpansion, _ prefix: Prefix) -> [String] {
    var found: [String: (weight: Float, documents: Int)] = [:]
    for (view, own) in zip(snapshot.segments, expansion.segments) {
      for term in own.terms {
        let key =
          prefix.isFolded
          ? view.segment.foldedKey(at: term.info.ordinal)
          : view.segment.canonicalKey(at: term.info.ordinal)
        found[String(decoding: key, as: UTF8.self), default: (term.weight, 0)].documents +=
          term.info.documentFrequency
      }
    }
    let order = found.sorted {
      ($0.value.weight, $0.value.documents, $1.key) > ($1.value.weight, $1.value.documents, $0.key)
    }
    return order.prefix(Self.shownWords).map(\.key)
  }
}
