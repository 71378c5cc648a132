import InvertedIndex

/// Makes the plan of a query: files its words, looks up their terms, and finds what else counts for
/// them.
struct Planner {
  var leaves: [Leaf] = []
  var rarities: [Float] = []
  var foldedTerms: [TermInfo?] = []
  var isScored: [Bool] = []
  var phrases: [Plan.Phrase] = []
  var pairs: [Plan.Pair] = []
  var prefixes: [Prefix] = []
  var prefixTerms: [PrefixExpansion] = []
  var passages: [Passage] = []
  var conditions: [Plan.Condition] = []
  var alternatives: [Plan.Alternative] = []
  var counted: [[Plan.Counted]] = []
  var expansions: [SearchReply.Expansion] = []

  let rule: AccentRule
  let fieldRule: AccentRule
  let isCounting: Bool
  let snapshot: Snapshot
  /// Makes the expander, once words are met that may be expanded.
  private let text: String
  private let acronyms: AcronymTable?
  private let synonyms: SynonymSets
  private let weights: RankingWeights
  private let scoredTerms: Int
  private let deadline: Deadline?
  private let match: SearchRequest.Match
  /// So many of the words of a list must match; nil leaves it to `match`.
  private let required: Int?

  /// How a part of the query counts.
  struct Context {
    var isScored = true
    var boost: Float = 1
    /// Where words have to stand.
    var scope = Passage.Scope.everywhere
  }

  init(
    _ node: QueryNode, _ request: SearchRequest, in snapshot: Snapshot, isWidened: Bool,
    required: Int?, acronyms: AcronymTable?
  ) {
    rule = AccentRule(request, isWidened: isWidened) { node.anyTypedWord($0) }
    fieldRule = AccentRule(request, isWidened: isWidened) { node.anyFieldWord($0) }
    self.snapshot = snapshot
    match = request.match
    isCounting = request.limit == 0
    self.required = required
    text = request.text
    weights = request.weights
    synonyms = request.synonyms
    scoredTerms = max(0, request.scoredTerms)
    deadline = request.deadline
    self.acronyms = rule.expands ? acronyms : nil
    let words = node.wordCount
    leaves.reserveCapacity(words)
    rarities.reserveCapacity(words)
    isScored.reserveCapacity(words)
    foldedTerms.reserveCapacity(words * snapshot.segments.count)
  }
}

extension Planner {
  mutating func make(_ node: QueryNode, _ context: Context) -> Plan.Node {
    switch node {
    case .word(let word):
      if context.scope != .everywhere { return passage([node], context) }
      return .leaf(leaf(word, context))
    case .prefix, .pattern, .fuzzy:
      if context.scope != .everywhere { return passage([node], context) }
      return .prefix(openWord(node, context))
    case .phrase(let words, let whole):
      if context.scope != .everywhere { return passage([node], context) }
      return .phrase(phrase(words, whole: whole, context))
    case .near(let words, let slop):
      if context.scope != .everywhere { return passage([node], context) }
      let index = phrase(words, whole: nil, context)
      phrases[index].slop = slop
      return .phrase(index)
    case .nearby(let nodes, let gaps): return passage(nodes, gaps, context)
    case .and(let nodes): return .all(nodes.map { make($0, context) })
    case .or(let nodes): return .any(nodes.map { make($0, context) })
    case .list(let list): return make(list, context)
    case .quorum(let count, let nodes):
      // In a group of its own: what it asks for is never relaxed.
      return .all([
        .list(
          optional: nodes.map { make($0, context) }, required: [], prohibited: [], minimum: count)
      ])
    case .field(.column(let name), let node): return column(name, node)
    case .field(let field, let node):
      var inner = context
      inner.scope = field == .title ? .title : .body
      return make(node, inner)
    case .condition(let condition): return add(.filter(condition.filter))
    case .boost(let node, let factor):
      var inner = context
      inner.boost *= factor
      if inner.boost == 0 { inner.isScored = false }
      return make(node, inner)
    case .located(let node, _): return make(node, context)
    }
  }

  private mutating func make(_ list: QueryList, _ context: Context) -> Plan.Node {
    var parts = list.optional
    var needed = list.required.map { make($0, context) }
    let isWish = !needed.isEmpty
    if parts.contains(where: \.isCondition) {
      // What fields are to have always binds.
      needed += parts.filter(\.isCondition).map { make($0, context) }
      parts.removeAll(where: \.isCondition)
    }
    let optional = parts.map { make($0, context) }
    if context.scope == .everywhere, context.isScored {
      addPairs(optional, context)
      if let acronyms, parts.contains(where: Expander.mayExpand) {
        expand(parts, optional, Expander(text, weights, acronyms, synonyms))
      }
    }
    var unscored = context
    unscored.isScored = false
    let prohibited = list.prohibited.map { make($0, unscored) }
    if optional.count == 1, needed.isEmpty, prohibited.isEmpty { return optional[0] }
    return .list(
      optional: optional, required: needed, prohibited: prohibited,
      minimum: minimum(of: optional.count, besides: isWish ? needed.count : 0))
  }

  /// How many of a list's words a document must have.
  private func minimum(of count: Int, besides needed: Int) -> Int {
    guard count > 0 else { return 0 }
    // Beside words with a plus the others are wishes.
    if needed > 0, match != .all { return 0 }
    if let required { return min(required, count) }
    switch match {
    case .any: return 1
    case .all: return count
    case .most: return count <= 3 ? count : (count * 3 + 3) / 4
    }
  }

  /// A word that was left open: its beginning, a pattern, or one that may be spelled otherwise.
  ///
  /// - Parameter isShown: whether its matches are marked though it is not scored.
  mutating func openWord(_ node: QueryNode, _ context: Context, isShown: Bool? = nil) -> Int {
    guard var prefix = node.openWord(rule, isScored: context.isScored, isShown: isShown) else {
      preconditionFailure("no word that was left open")
    }
    prefix.boost = context.boost
    if let known = prefixes.firstIndex(of: prefix) { return known }
    prefixes.append(prefix)
    prefixTerms.append(
      PrefixExpansion(prefix, in: snapshot, limit: scoredTerms, deadline: deadline))
    return prefixes.count - 1
  }

  mutating func leaf(_ word: QueryWord, _ context: Context) -> Int {
    var leaf = rule.leaf(word)
    leaf.boost = context.boost
    return add(leaf, isScored: context.isScored)
  }

  mutating func add(_ passage: Passage) -> Plan.Node {
    passages.append(passage)
    return .passage(passages.count - 1)
  }

  mutating func add(_ condition: Plan.Condition) -> Plan.Node {
    conditions.append(condition)
    return .condition(conditions.count - 1)
  }

  mutating func add(_ leaf: Leaf, isScored scored: Bool) -> Int {
    let known = leaves.indices.first { index in
      isScored[index] == scored && leaves[index].exact == leaf.exact
        && leaves[index].wider == leaf.wider && leaves[index].foldedOnly == leaf.foldedOnly
        && leaves[index].word.canonical == leaf.word.canonical && leaves[index].boost == leaf.boost
    }
    if let known { return known }
    leaves.append(leaf)
    isScored.append(scored)
    for view in snapshot.segments {
      foldedTerms.append(view.segment.foldedTerm(leaf.word.folded))
    }
    rarities.append(rarity(of: leaves.count - 1))
    return leaves.count - 1
  }

  /// The rarity of a leaf, of all its forms that count.
  func rarity(of index: Int) -> Float {
    if isCounting { return 0 }
    let leaf = leaves[index]
    let count = snapshot.countedDocuments
    let typed = foldedTerms[(index * snapshot.segments.count)...].prefix(snapshot.segments.count)
    if leaf.matchesAnyForm, !leaf.word.isMarked {
      let documents = typed.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
      return leaf.boost * Plan.rarity(documents: min(count, documents), of: count)
    }
    var exact = 0
    var folded = 0
    for (view, typed) in zip(snapshot.segments, typed) {
      let frequency = view.segment.documentFrequency(of: leaf, typed: typed)
      exact += frequency.exact
      folded += frequency.folded
    }
    let countsFolded = leaf.wider > 0 && !(leaf.word.isMarked && exact > 0)
    return leaf.boost
      * Plan.rarity(
        documents: min(count, countsFolded || exact == 0 ? folded : exact), of: count)
  }

  private mutating func phrase(
    _ words: [QueryWord], whole: QueryWord?, _ context: Context
  ) -> Int {
    let part = Context(isScored: false)
    let parts = words.map { leaf($0, part) }
    phrases.append(
      Plan.Phrase(
        leaves: parts, whole: whole.map { leaf($0, part) },
        rarity: context.boost * parts.reduce(0) { $0 + rarities[$1] },
        isScored: context.isScored))
    return phrases.count - 1
  }

  private mutating func addPairs(_ nodes: [Plan.Node], _ context: Context) {
    if nodes.count < 2 { return }
    var previous: Int?
    for node in nodes {
      guard case .leaf(let index) = node, isScored[index] else {
        previous = nil
        continue
      }
      if let previous, previous != index {
        let pair = Plan.Pair(first: previous, second: index, boost: context.boost)
        if !pairs.contains(pair) { pairs.append(pair) }
      }
      previous = index
    }
  }
}
