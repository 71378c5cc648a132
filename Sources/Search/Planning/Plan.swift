import InvertedIndex

/// A query tree made ready to run on one snapshot.
struct Plan {
  /// The distinct words; nodes refer to them by index.
  private(set) var leaves: [Leaf] = []
  /// The rarity of each leaf.
  private(set) var rarities: [Float] = []
  /// Whether a leaf adds to the score by itself. Words of phrases and after a minus do not.
  private(set) var isScored: [Bool] = []
  private(set) var phrases: [Phrase] = []
  /// Words that are neighbours in the query.
  private(set) var pairs: [Pair] = []
  private(set) var root: Node = .nothing

  let rule: AccentRule
  private let snapshot: Snapshot
  private let match: SearchRequest.Match
  /// So many of the words of a list must match; nil leaves it to `match`.
  private let required: Int?

  indirect enum Node {
    case nothing
    case everything
    case leaf(Int)
    case phrase(Int)
    case all([Node])
    case any([Node])
    case list(optional: [Node], required: [Node], prohibited: [Node], minimum: Int)
  }

  struct Phrase {
    /// Leaves in order.
    var leaves: [Int]
    /// The leaf of the joined form that means the same.
    var whole: Int?
    var rarity: Float
    var isScored: Bool
  }

  struct Pair: Hashable {
    var first: Int
    var second: Int
  }

  init(
    _ node: QueryNode, _ request: SearchRequest, in snapshot: Snapshot, isWidened: Bool,
    required: Int?
  ) {
    rule = AccentRule(node.words, request, isWidened: isWidened)
    self.snapshot = snapshot
    match = request.match
    self.required = required
    root = make(node, isScored: true)
  }

  /// The words of the plain list at the root: what `match` counts.
  var wordCount: Int {
    if case .list(let optional, _, _, _) = root { return optional.count }
    return 1
  }

  /// Whether a document matches when any scored leaf finds it, and only then.
  var isUnion: Bool {
    switch root {
    case .leaf(let leaf): isScored[leaf]
    case .list(let optional, let required, let prohibited, let minimum):
      minimum == 1 && required.isEmpty && prohibited.isEmpty
        && optional.allSatisfy { if case .leaf(let leaf) = $0 { isScored[leaf] } else { false } }
    default: false
    }
  }

  var minimum: Int {
    if case .list(_, _, _, let minimum) = root { return minimum }
    return 1
  }

  /// BM25's inverse document frequency, never below 0.
  static func rarity(documents: Int, of count: Int) -> Float {
    let documents = Float(documents)
    let count = Float(count)
    return Float.log(1 + (count - documents + 0.5) / (documents + 0.5))
  }
}

extension Plan {
  private mutating func make(_ node: QueryNode, isScored: Bool) -> Node {
    switch node {
    case .word(let word): return .leaf(leaf(word, isScored: isScored))
    case .phrase(let words, let whole):
      return .phrase(phrase(words, whole: whole, isScored: isScored))
    case .and(let nodes): return .all(nodes.map { make($0, isScored: isScored) })
    case .or(let nodes): return .any(nodes.map { make($0, isScored: isScored) })
    case .list(let list): return make(list, isScored: isScored)
    }
  }

  private mutating func make(_ list: QueryList, isScored: Bool) -> Node {
    let optional = list.optional.map { make($0, isScored: isScored) }
    if isScored { addPairs(list.optional) }
    let needed = list.required.map { make($0, isScored: isScored) }
    let prohibited = list.prohibited.map { make($0, isScored: false) }
    if optional.count == 1, needed.isEmpty, prohibited.isEmpty { return optional[0] }
    return .list(
      optional: optional, required: needed, prohibited: prohibited,
      minimum: minimum(of: optional.count, besides: needed.count))
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

  private mutating func leaf(_ word: QueryWord, isScored scored: Bool) -> Int {
    let leaf = rule.leaf(word)
    let known = leaves.indices.first { index in
      isScored[index] == scored && leaves[index].exact == leaf.exact
        && leaves[index].wider == leaf.wider && leaves[index].foldedOnly == leaf.foldedOnly
        && leaves[index].word.canonical == leaf.word.canonical
    }
    if let known { return known }
    leaves.append(leaf)
    isScored.append(scored)
    rarities.append(rarity(of: leaf))
    return leaves.count - 1
  }

  private func rarity(of leaf: Leaf) -> Float {
    var exact = 0
    var folded = 0
    for view in snapshot.segments {
      let frequency = view.segment.documentFrequency(of: leaf)
      exact += frequency.exact
      folded += frequency.folded
    }
    let countsFolded = leaf.wider > 0 && !(leaf.word.isMarked && exact > 0)
    let count = snapshot.countedDocuments
    return Self.rarity(
      documents: min(count, countsFolded || exact == 0 ? folded : exact), of: count)
  }

  private mutating func phrase(
    _ words: [QueryWord], whole: QueryWord?, isScored: Bool
  ) -> Int {
    let parts = words.map { leaf($0, isScored: false) }
    phrases.append(
      Phrase(
        leaves: parts, whole: whole.map { leaf($0, isScored: false) },
        rarity: parts.reduce(0) { $0 + rarities[$1] }, isScored: isScored))
    return phrases.count - 1
  }

  private mutating func addPairs(_ nodes: [QueryNode]) {
    var previous: Int?
    for node in nodes {
      guard case .word(let word) = node else {
        previous = nil
        continue
      }
      let index = leaf(word, isScored: true)
      if let previous, previous != index {
        let pair = Pair(first: previous, second: index)
        if !pairs.contains(pair) { pairs.append(pair) }
      }
      previous = index
    }
  }
}
