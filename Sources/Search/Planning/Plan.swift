import InvertedIndex

/// A query tree made ready to run on one snapshot.
///
/// Made once and never changed: a class, since the scorers of all segments hold it and copies of
/// its many arrays would cost more than a short query.
final class Plan {
  /// The distinct words; nodes refer to them by index.
  private(set) var leaves: [Leaf] = []
  /// The rarity of each leaf.
  private(set) var rarities: [Float] = []
  /// The folded terms of the words as typed: of each leaf one for each segment.
  private var foldedTerms: [TermInfo?] = []
  /// Whether a leaf adds to the score by itself. Words of phrases and after a minus do not.
  private(set) var isScored: [Bool] = []
  private(set) var phrases: [Phrase] = []
  /// Words that are neighbours in the query.
  private(set) var pairs: [Pair] = []
  /// The beginnings of words, and what they stand for.
  private(set) var prefixes: [Prefix] = []
  private(set) var prefixTerms: [PrefixExpansion] = []
  /// What is looked for word by word: NEAR, and what has to stand in the title or the body.
  private(set) var passages: [Passage] = []
  /// What a document must be, apart from its words.
  private(set) var conditions: [Condition] = []
  private(set) var root: Node = .nothing

  /// Runs of words that stand for leaves or phrases, see `Alternative`.
  private(set) var alternatives: [Alternative] = []
  private(set) var expansions: [SearchReply.Expansion] = []

  let rule: AccentRule
  /// The same for what is looked for in fields, by the words that are.
  let fieldRule: AccentRule
  let snapshot: Snapshot
  /// Makes the expander, once words are met that may be expanded.
  private let text: String
  private let acronyms: AcronymTable?
  private let synonyms: SynonymSets
  private let weights: RankingWeights
  private let scoredTerms: Int
  private let deadline: Deadline?
  private let match: SearchRequest.Match
  /// Nothing but counts is asked for: no rarity is looked up.
  let isCounting: Bool
  /// So many of the words of a list must match; nil leaves it to `match`.
  private let required: Int?

  enum Node {
    case nothing
    case everything
    case leaf(Int)
    case phrase(Int)
    case prefix(Int)
    case passage(Int)
    case condition(Int)
    case all([Node])
    case any([Node])
    case list(optional: [Node], required: [Node], prohibited: [Node], minimum: Int)

    var isLeaf: Bool { if case .leaf = self { true } else { false } }
    var isCondition: Bool { if case .condition = self { true } else { false } }
  }

  /// How a part of the query counts.
  struct Context {
    var isScored = true
    var boost: Float = 1
    /// Where words have to stand.
    var scope = Passage.Scope.everywhere
  }

  struct Phrase {
    /// Leaves in order.
    var leaves: [Int]
    /// The leaf of the joined form that means the same.
    var whole: Int?
    var rarity: Float
    var isScored: Bool
    /// How far the words may be from where they stand in the phrase; 0 for words side by side.
    var slop = 0
    /// Other words for the phrase.
    var alternatives: [Counted] = []
  }

  /// Another phrase that counts for something, and how much.
  struct Counted: Hashable {
    var phrase: Int
    var weight: Float
  }

  /// Words that stand for a run of the query's words, one of the two being longer than one word:
  /// where they stand in a document, the run stands.
  struct Alternative: Hashable {
    /// The leaves of the run; empty where a phrase is part of it.
    var run: [Int]
    var phrase: Int
    var weight: Float
  }

  struct Pair: Hashable {
    var first: Int
    var second: Int
    /// What its score is multiplied with.
    var boost: Float = 1
  }

  init(
    _ node: QueryNode, _ request: SearchRequest, in snapshot: Snapshot, isWidened: Bool,
    required: Int?, acronyms: AcronymTable? = nil
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
    root = make(node, Context())
  }

  /// Whether a second, wider search could find more.
  var canWiden: Bool { rule.canWiden || fieldRule.canWiden }

  /// True where words may count that were not typed, beyond other spellings of single words. All
  /// is as if there were no expansions where this is false.
  var hasExpansions: Bool { !alternatives.isEmpty }

  /// The phrases that count for a leaf, by leaf; shorter than `leaves` where the last have none.
  private(set) var counted: [[Counted]] = []

  /// The phrases that count for a leaf.
  func counted(for leaf: Int) -> [Counted] { leaf < counted.count ? counted[leaf] : [] }

  /// The phrases that count for a leaf or another phrase.
  var countedPhrases: Set<Int> {
    Set((counted + phrases.map(\.alternatives)).joined().map(\.phrase))
  }

  /// What tells a phrase from all others: its words, the forms of each that match, its slop.
  func key(ofPhrase index: Int) -> [UInt8] {
    let phrase = phrases[index]
    var key: [UInt8] = []
    for leaf in phrase.leaves {
      let leaf = leaves[leaf]
      for spelling in leaf.spellings {
        key += spelling.canonical
        key.append(0)
        for worth in [leaf.exact, leaf.wider, leaf.foldedOnly] {
          key.append(worth * spelling.scale > 0 ? 1 : 0)
        }
        key.append(spelling.bindsMarks ? 1 : 0)
      }
      key.append(2)
    }
    return key + [
      UInt8(truncatingIfNeeded: phrase.slop), UInt8(truncatingIfNeeded: phrase.slop >> 8),
    ]
  }

  /// The words of the plain list at the root: what `match` counts.
  var wordCount: Int {
    if case .list(let optional, _, _, _) = root { return optional.count }
    return 1
  }

  /// Whether a document matches when any scored leaf finds it, and only then.
  var isUnion: Bool {
    switch root {
    case .leaf, .prefix: isUnion(root)
    case .list(let optional, let required, let prohibited, let minimum):
      minimum == 1 && required.isEmpty && prohibited.isEmpty
        && optional.allSatisfy(isUnion)
    default: false
    }
  }

  private func isUnion(_ node: Node) -> Bool {
    switch node {
    case .leaf(let leaf): isScored[leaf]
    case .prefix(let prefix):
      prefixes[prefix].isScored
        && prefixTerms[prefix].scoredCount == prefixTerms[prefix].termCount
    default: false
    }
  }

  /// The phrase of three words or more that the query is, where it is one that no other words count
  /// for.
  var lonePhrase: Int? {
    guard case .phrase(let index) = root, !hasExpansions else { return nil }
    let phrase = phrases[index]
    let isLone =
      phrase.isScored && phrase.leaves.count > 2 && phrase.slop == 0 && phrase.whole == nil
      && phrase.alternatives.isEmpty
    return isLone ? index : nil
  }

  /// The phrase of two words that the query is, where their list of neighbours has all there is: each
  /// has one spelling, and no other words count for the phrase.
  var lonePair: Int? {
    guard case .phrase(let index) = root, !hasExpansions else { return nil }
    let phrase = phrases[index]
    let isLone =
      phrase.leaves.count == 2 && phrase.slop == 0 && phrase.whole == nil
      && phrase.alternatives.isEmpty && phrase.leaves.allSatisfy { leaves[$0].hasOneSpelling }
    return isLone ? index : nil
  }

  /// Whether the one word or phrase that the query is counts for the score; true of all others.
  var isRootScored: Bool {
    switch root {
    case .leaf(let leaf): isScored[leaf]
    case .phrase(let phrase): phrases[phrase].isScored
    default: true
    }
  }

  /// How many documents match, where the dictionaries tell: one word or two neighbours, nothing
  /// deleted.
  func knownCount() throws(IndexError) -> Int? {
    var sum = 0
    for view in snapshot.segments {
      guard let count = try knownCount(in: view) else { return nil }
      sum += count
    }
    return sum
  }

  /// The same for one segment.
  func knownCount(in view: Snapshot.View) throws(IndexError) -> Int? {
    guard view.live.deletedCount == 0 else { return nil }
    if let index = lonePair {
      let words = phrases[index].leaves.map { leaves[$0] }
      guard words.allSatisfy(\.matchesAnyForm) else { return nil }
      return try view.segment.neighbours(words[0], words[1])
        .reduce(0) { $0 + $1.bigram.documentFrequency }
    }
    guard case .leaf(let leaf) = root, counted(for: leaf).isEmpty else { return nil }
    return view.segment.documentCount(of: leaves[leaf])
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
  func make(_ node: QueryNode, _ context: Context) -> Node {
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

  private func make(_ list: QueryList, _ context: Context) -> Node {
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
  func openWord(_ node: QueryNode, _ context: Context, isShown: Bool? = nil) -> Int {
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

  /// The rarity of a leaf, or of a prefix: those are numbered behind the leaves.
  func rarity(ofMark number: Int) -> Float {
    if number < rarities.count { return rarities[number] }
    let count = snapshot.countedDocuments
    let documents = prefixTerms[number - rarities.count].documentCount
    return Self.rarity(documents: min(count, documents), of: count)
  }

  func leaf(_ word: QueryWord, _ context: Context) -> Int {
    var leaf = rule.leaf(word)
    leaf.boost = context.boost
    return add(leaf, isScored: context.isScored)
  }

  func add(_ passage: Passage) -> Node {
    passages.append(passage)
    return .passage(passages.count - 1)
  }

  func add(_ condition: Condition) -> Node {
    conditions.append(condition)
    return .condition(conditions.count - 1)
  }

  private func add(_ leaf: Leaf, isScored scored: Bool) -> Int {
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

  /// The folded term of a leaf's word as typed, if a segment has it.
  func foldedTerm(of leaf: Int, inSegment number: Int) -> TermInfo? {
    foldedTerms[leaf * snapshot.segments.count + number]
  }

  private func rarity(of index: Int) -> Float {
    if isCounting { return 0 }
    let leaf = leaves[index]
    let count = snapshot.countedDocuments
    if leaf.matchesAnyForm, !leaf.word.isMarked {
      let documents = snapshot.segments.indices.reduce(0) {
        $0 + (foldedTerm(of: index, inSegment: $1)?.documentFrequency ?? 0)
      }
      return leaf.boost * Self.rarity(documents: min(count, documents), of: count)
    }
    var exact = 0
    var folded = 0
    for (number, view) in snapshot.segments.enumerated() {
      let frequency = view.segment.documentFrequency(
        of: leaf, typed: foldedTerm(of: index, inSegment: number))
      exact += frequency.exact
      folded += frequency.folded
    }
    let countsFolded = leaf.wider > 0 && !(leaf.word.isMarked && exact > 0)
    return leaf.boost
      * Self.rarity(
        documents: min(count, countsFolded || exact == 0 ? folded : exact), of: count)
  }

  private func phrase(
    _ words: [QueryWord], whole: QueryWord?, _ context: Context
  ) -> Int {
    let part = Context(isScored: false)
    let parts = words.map { leaf($0, part) }
    phrases.append(
      Phrase(
        leaves: parts, whole: whole.map { leaf($0, part) },
        rarity: context.boost * parts.reduce(0) { $0 + rarities[$1] },
        isScored: context.isScored))
    return phrases.count - 1
  }

  private func addPairs(_ nodes: [Node], _ context: Context) {
    if nodes.count < 2 { return }
    var previous: Int?
    for node in nodes {
      guard case .leaf(let index) = node, isScored[index] else {
        previous = nil
        continue
      }
      if let previous, previous != index {
        let pair = Pair(first: previous, second: index, boost: context.boost)
        if !pairs.contains(pair) { pairs.append(pair) }
      }
      previous = index
    }
  }
}

// MARK: - Expansions

extension Plan {
  /// Lets other words count for the parts of a list.
  private func expand(_ parts: [QueryNode], _ nodes: [Node], _ expander: Expander) {
    for expansion in expander.expansions(of: parts) {
      let words = expansion.words.map { rule.leaf($0) }
      // What no document has needs no search.
      guard words.allSatisfy({ isKnown($0) }) else { continue }
      let own = Array(nodes[expansion.parts])
      if isTyped(expansion, own) { continue }
      note(expansion, parts)
      if words.count == 1, own.count == 1, case .leaf(let leaf) = own[0] {
        leaves[leaf].add(spelling(expansion), standsForRun: false)
        rarities[leaf] = rarity(of: leaf)
      } else {
        expand(own, expansion)
      }
    }
    capRarities()
  }

  private func expand(_ nodes: [Node], _ expansion: Expansion) {
    let alternative = phrase(expansion.words)
    let count = Counted(phrase: alternative, weight: expansion.weight)
    var run: [Int] = []
    for node in nodes {
      switch node {
      case .leaf(let leaf):
        run.append(leaf)
        if expansion.words.count == 1 {
          leaves[leaf].add(spelling(expansion), standsForRun: true)
          rarities[leaf] = rarity(of: leaf)
        } else {
          while counted.count <= leaf { counted.append([]) }
          if !counted[leaf].contains(count) { counted[leaf].append(count) }
        }
      case .phrase(let phrase):
        if !phrases[phrase].alternatives.contains(count) {
          phrases[phrase].alternatives.append(count)
        }
      default: preconditionFailure("only words and joined words are expanded")
      }
    }
    let found = Alternative(
      run: run.count == nodes.count ? run : [], phrase: alternative, weight: expansion.weight)
    if !alternatives.contains(found) { alternatives.append(found) }
  }

  /// A word that is rare because most write it otherwise is not as telling as it seems: it counts
  /// for no more than its share of the words that stand for it.
  private func capRarities() {
    var caps: [Int: Float] = [:]
    for alternative in alternatives where phrases[alternative.phrase].leaves.count > 1 {
      for leaf in alternative.run {
        let share = phrases[alternative.phrase].rarity / Float(alternative.run.count)
        caps[leaf] = max(caps[leaf] ?? 0, share)
      }
    }
    for (leaf, cap) in caps { rarities[leaf] = min(rarities[leaf], cap * leaves[leaf].boost) }
  }

  private func phrase(_ words: [AlternativeWord]) -> Int {
    let parts = words.map { add(rule.leaf($0), isScored: false) }
    if let known = phrases.firstIndex(where: {
      $0.leaves == parts && $0.whole == nil && !$0.isScored && $0.slop == 0
        && $0.alternatives.isEmpty
    }) {
      return known
    }
    phrases.append(
      Phrase(
        leaves: parts, whole: nil, rarity: parts.reduce(0) { $0 + rarities[$1] }, isScored: false))
    return phrases.count - 1
  }

  private func isKnown(_ leaf: Leaf) -> Bool {
    snapshot.segments.contains { view in
      let folded = view.segment.foldedTerm(leaf.word.folded)
      return view.segment.documentFrequency(of: leaf, typed: folded).exact > 0
    }
  }

  /// `TP.HCM` is a phrase already.
  private func isTyped(_ expansion: Expansion, _ nodes: [Node]) -> Bool {
    guard nodes.count == 1, case .phrase(let phrase) = nodes[0] else { return false }
    return phrases[phrase].leaves.map { leaves[$0].word.canonical }
      == expansion.words.map(\.canonical)
  }

  private func spelling(_ expansion: Expansion) -> Leaf.Spelling {
    let word = expansion.words[0]
    return Leaf.Spelling(
      canonical: word.canonical, folded: word.folded, scale: expansion.weight,
      bindsMarks: rule.marksBind)
  }

  private func note(_ expansion: Expansion, _ parts: [QueryNode]) {
    let also = expansion.words.map { String(decoding: $0.canonical, as: UTF8.self) }
    let noted = SearchReply.Expansion(
      words: parts[expansion.parts].map(\.plainText).joined(separator: " "),
      also: also.joined(separator: " "), reason: expansion.reason)
    if !expansions.contains(noted) { expansions.append(noted) }
  }
}
