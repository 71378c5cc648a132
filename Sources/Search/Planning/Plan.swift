import InvertedIndex

/// A query tree made ready to run on one snapshot.
///
/// Made by a `Planner` and never changed: a class, since the scorers of all segments hold it and copies
/// of its many arrays would cost more than a short query.
final class Plan {
  /// The distinct words; nodes refer to them by index.
  let leaves: [Leaf]
  /// The rarity of each leaf.
  let rarities: [Float]
  /// The folded terms of the words as typed: of each leaf one for each segment.
  private let foldedTerms: [TermInfo?]
  /// Whether a leaf adds to the score by itself. Words of phrases and after a minus do not.
  let isScored: [Bool]
  let phrases: [Phrase]
  /// Words that are neighbours in the query.
  let pairs: [Pair]
  /// The beginnings of words, and what they stand for.
  let prefixes: [Prefix]
  let prefixTerms: [PrefixExpansion]
  /// What is looked for word by word: NEAR, and what has to stand in the title or the body.
  let passages: [Passage]
  /// What a document must be, apart from its words.
  let conditions: [Condition]
  let root: Node

  /// Runs of words that stand for leaves or phrases, see `Alternative`.
  let alternatives: [Alternative]
  /// The phrases that count for a leaf, by leaf; shorter than `leaves` where the last have none.
  let counted: [[Counted]]
  /// What other words are searched for, as a reply tells it.
  let expansions: [SearchReply.Expansion]

  let rule: AccentRule
  /// The same for what is looked for in fields, by the words that are.
  let fieldRule: AccentRule
  let snapshot: Snapshot
  /// Nothing but counts is asked for: no rarity is looked up.
  let isCounting: Bool

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

  /// A condition that is no word of a text.
  enum Condition {
    case filter(SearchFilter)
    case words(ColumnPassage)
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
    var planner = Planner(
      node, request, in: snapshot, isWidened: isWidened, required: required, acronyms: acronyms)
    root = planner.make(node, Planner.Context())
    leaves = planner.leaves
    rarities = planner.rarities
    foldedTerms = planner.foldedTerms
    isScored = planner.isScored
    phrases = planner.phrases
    pairs = planner.pairs
    prefixes = planner.prefixes
    prefixTerms = planner.prefixTerms
    passages = planner.passages
    conditions = planner.conditions
    alternatives = planner.alternatives
    counted = planner.counted
    expansions = planner.expansions
    rule = planner.rule
    fieldRule = planner.fieldRule
    isCounting = planner.isCounting
    self.snapshot = snapshot
  }

  /// Whether a second, wider search could find more.
  var canWiden: Bool { rule.canWiden || fieldRule.canWiden }

  /// True where words may count that were not typed, beyond other spellings of single words. All
  /// is as if there were no expansions where this is false.
  var hasExpansions: Bool { !alternatives.isEmpty }

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

  /// The rarity of a leaf, or of a prefix: those are numbered behind the leaves.
  func rarity(ofMark number: Int) -> Float {
    if number < rarities.count { return rarities[number] }
    return prefixTerms[number - rarities.count].rarity(in: snapshot)
  }

  /// The folded term of a leaf's word as typed, if a segment has it.
  func foldedTerm(of leaf: Int, inSegment number: Int) -> TermInfo? {
    foldedTerms[leaf * snapshot.segments.count + number]
  }
}
