import InvertedIndex
import Vietnamese

/// A word of the query as it is matched: its spellings and what each kind of match is worth.
struct Leaf: Hashable {
  var word: QueryWord
  /// Worth of a document word with the same canonical form.
  var exact: Float
  /// Worth of one with all marks of the query and more.
  var wider: Float
  /// Worth of one with other marks.
  var foldedOnly: Float
  /// What its score is multiplied with.
  var boost: Float = 1
  /// The other ways custom writes the word.
  private var otherSpellings: [Spelling] = []
  /// Words that stand for the whole run that this word is one of: MTTQ for `tổ`. They count as it,
  /// but are no neighbours of anything by themselves.
  private(set) var runSpellings: [Spelling] = []

  struct Spelling: Hashable {
    var canonical: [UInt8]
    var folded: [UInt8]
    /// What a match is worth against one with the spelling typed.
    var scale: Float
    /// Only this very form is meant: it comes from a table, not from the keyboard.
    var bindsMarks = false
  }

  /// - Parameter alternate: the worth of the other spelling by i or y (`Quí`, `Quý`), 0 for none.
  init(
    _ word: QueryWord, exact: Float, wider: Float, foldedOnly: Float, alternate: Float = 0
  ) {
    self.word = word
    self.exact = exact
    self.wider = wider
    self.foldedOnly = foldedOnly
    if alternate > 0, let other = spellingAlternate(of: word.canonical.span) {
      otherSpellings.append(
        Spelling(canonical: other, folded: folded(other.span), scale: alternate))
    }
  }

  /// The word as typed.
  var typed: Spelling { Spelling(canonical: word.canonical, folded: word.folded, scale: 1) }

  /// The word as typed, and the other ways custom writes it.
  var spellings: [Spelling] { [typed] + otherSpellings }

  /// Nothing but the word as typed.
  var hasOneSpelling: Bool { otherSpellings.isEmpty && runSpellings.isEmpty }

  /// Adds another word for this one, or for the run of words that it is one of.
  mutating func add(_ spelling: Spelling, standsForRun: Bool) {
    if standsForRun {
      if !runSpellings.contains(spelling) { runSpellings.append(spelling) }
    } else if spelling != typed, !otherSpellings.contains(spelling) {
      otherSpellings.append(spelling)
    }
  }

  /// The folded forms of the spellings, each once.
  static func foldedKeys(_ spellings: [Spelling]) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    for spelling in spellings where !keys.contains(spelling.folded) { keys.append(spelling.folded) }
    return keys
  }

  /// The folded forms of what stands for this one word, each once.
  var foldedKeys: [[UInt8]] { Self.foldedKeys(spellings) }

  /// What a document word is worth for this leaf; 0 is no match.
  func worth(
    canonical: some RandomAccessCollection<UInt8>, folded: some RandomAccessCollection<UInt8>
  ) -> Float {
    worth(canonical, folded, as: spellings + runSpellings)
  }

  /// What a document word is worth as the best of some spellings.
  func worth(
    _ canonical: some RandomAccessCollection<UInt8>, _ folded: some RandomAccessCollection<UInt8>,
    as spellings: [Spelling]
  ) -> Float {
    spellings.reduce(0) { best, spelling in
      folded.elementsEqual(spelling.folded)
        ? max(best, worth(ofCanonical: canonical, as: spelling)) : best
    }
  }

  /// A form of less worth makes no pair: it is let in only for want of better ones.
  static let leastPairWorth: Float = 0.4

  /// Whether all forms of all spellings make pairs.
  var pairsInAnyForm: Bool {
    foldedKeys.allSatisfy { key in
      spellings.contains { $0.folded == key && leastWorth(as: $0) > Self.leastPairWorth }
    }
  }

  /// Whether every form of the one spelling matches.
  var matchesAnyForm: Bool { hasOneSpelling && min(exact, wider, foldedOnly) > 0 }

  /// What any document word with the folded form of a spelling is worth at least.
  func leastWorth(as spelling: Spelling) -> Float {
    spelling.bindsMarks ? 0 : min(exact, wider, foldedOnly) * spelling.scale
  }

  /// What a document word is worth whose folded form is that of a spelling.
  func worth(
    ofCanonical canonical: some RandomAccessCollection<UInt8>, as spelling: Spelling
  ) -> Float {
    if spelling.bindsMarks {
      return canonical.elementsEqual(spelling.canonical) ? spelling.scale : 0
    }
    if canonical.elementsEqual(spelling.canonical) { return exact * spelling.scale }
    if wider == foldedOnly { return wider * spelling.scale }
    let key = Array(canonical)
    switch matchClass(query: spelling.canonical.span, document: key.span) {
    case .exact: return exact * spelling.scale
    case .wider: return wider * spelling.scale
    case .foldedOnly: return foldedOnly * spelling.scale
    case .none: return 0
    }
  }
}

/// How marks are read in a query: decided once, from all of its words and the request.
struct AccentRule {
  private let accents: SearchRequest.Accents
  private let weights: RankingWeights
  /// Marks in any word; a tone in any word.
  private let hasMarks: Bool
  private let hasTones: Bool
  /// Too few were found with the marks as typed.
  let isWidened: Bool

  /// - Parameter anyWord: whether a test holds for any word of the query; only asked where marks are
  ///   read from them.
  init(
    _ request: SearchRequest, isWidened: Bool, _ anyWord: ((QueryWord) -> Bool) -> Bool
  ) {
    accents = request.accents
    weights = request.weights
    hasMarks = accents == .auto && anyWord(\.isMarked)
    hasTones = hasMarks && anyWord { typedMarks(of: $0.canonical.span).contains(.tone) }
    self.isWidened = isWidened
  }

  /// The rule of a query of these words.
  init(_ words: [QueryWord], _ request: SearchRequest, isWidened: Bool) {
    self.init(request, isWidened: isWidened) { words.contains(where: $0) }
  }

  /// Whether a second, wider search could find more.
  var canWiden: Bool { accents == .auto && hasMarks && !isWidened }

  /// Whether other words may be searched for than those typed.
  var expands: Bool { accents != .exact }

  /// Whether marks that come from a table bind as those typed do.
  var marksBind: Bool { accents != .fold }

  /// The leaf of a word of an expansion.
  func leaf(_ word: AlternativeWord) -> Leaf {
    let rest: Float = marksBind ? 0 : 1
    return Leaf(QueryWord(word), exact: 1, wider: rest, foldedOnly: rest)
  }

  func leaf(_ word: QueryWord) -> Leaf {
    switch accents {
    case .exact: return Leaf(word, exact: 1, wider: 0, foldedOnly: 0)
    case .fold: return Leaf(word, exact: 1, wider: 1, foldedOnly: 1, alternate: alternate(word))
    case .auto:
      let values = automatic(word)
      return Leaf(
        word, exact: values.0, wider: values.1, foldedOnly: values.2, alternate: alternate(word))
    }
  }

  /// A quoted word is meant as it is written.
  private func alternate(_ word: QueryWord) -> Float { word.isQuoted ? 0 : weights.otherSpelling }

  private func automatic(_ word: QueryWord) -> (Float, Float, Float) {
    guard word.isMarked else {
      // Without marks every form has "all marks of the query and more".
      if !hasMarks || word.isQuoted { return (1, 1, 1) }
      return (1, weights.unmarkedAmongMarked, weights.unmarkedAmongMarked)
    }
    if word.isQuoted || !isWidened { return (1, 0, 0) }
    // Marks but no tone anywhere (viêt nam): the tones were left out on purpose.
    return hasTones ? (1, weights.wider, weights.otherMarks) : (1, weights.wider, 0)
  }
}

/// A posting list of one segment and what an occurrence in it is worth.
struct WeightedTerm {
  var term: TermInfo
  var weight: Float
  /// All its documents are in another list of the leaf, and the weights of both are at most 1
  /// together: what bounds the other bounds the two.
  var isPart = false
}

extension Segment {
  /// The posting lists that together give each document its worth for a leaf: a document word
  /// may be in several of them, its worth is the sum.
  ///
  /// - Parameter typed: the folded term of the word as typed.
  func lists(for leaf: Leaf, typed: TermInfo?) -> [WeightedTerm] {
    if leaf.hasOneSpelling, leaf.wider == leaf.foldedOnly { return lists(ofTyped: leaf, typed) }
    let spellings = leaf.spellings + leaf.runSpellings
    return Leaf.foldedKeys(spellings).flatMap { key in
      lists(for: leaf, foldedAs: key, spellings.filter { $0.folded == key })
    }
  }

  /// The same for a word of one spelling, of which only the very form typed can be worth more than
  /// others.
  private func lists(ofTyped leaf: Leaf, _ folded: TermInfo?) -> [WeightedTerm] {
    guard let folded else { return [] }
    let base = min(leaf.exact, leaf.wider)
    let rest = leaf.exact - base
    guard rest > 0, let own = canonicalTerm(leaf.word.canonical, foldedAs: folded) else {
      return base > 0 ? [WeightedTerm(term: folded, weight: base)] : []
    }
    let exact = WeightedTerm(term: own, weight: rest, isPart: base > 0)
    return base > 0 ? [WeightedTerm(term: folded, weight: base), exact] : [exact]
  }

  /// - Parameter spellings: those with the folded form `key`.
  private func lists(
    for leaf: Leaf, foldedAs key: [UInt8], _ spellings: [Leaf.Spelling]
  ) -> [WeightedTerm] {
    guard let folded = foldedTerm(key) else { return [] }
    var lists: [WeightedTerm] = []
    let base = spellings.reduce(0) { max($0, leaf.leastWorth(as: $1)) }
    if base > 0 { lists.append(WeightedTerm(term: folded, weight: base)) }
    if spellings.allSatisfy({ $0.bindsMarks || leaf.wider == leaf.foldedOnly }) {
      // Only the very forms of the spellings can be worth more.
      for (index, spelling) in spellings.enumerated()
      where !spellings[..<index].contains(where: { $0.canonical == spelling.canonical }) {
        let rest = leaf.worth(spelling.canonical, key, as: spellings) - base
        guard rest > 0, let term = canonicalTerm(spelling.canonical, foldedAs: folded) else {
          continue
        }
        lists.append(WeightedTerm(term: term, weight: rest, isPart: base > 0))
      }
      return lists
    }
    for ordinal in variants(of: folded) {
      let rest = leaf.worth(canonicalKey(at: ordinal), key, as: spellings) - base
      if rest > 0 {
        lists.append(
          WeightedTerm(term: canonicalTerm(at: ordinal), weight: rest, isPart: base > 0))
      }
    }
    return lists
  }

  /// The canonical terms that match a leaf and are worth more than `worth`, as ranges of ordinals;
  /// those that stand for a run of words are left out.
  func ordinals(for leaf: Leaf, above worth: Float = 0) -> [Range<UInt32>] {
    if leaf.hasOneSpelling, leaf.wider == leaf.foldedOnly, leaf.wider <= leaf.exact {
      return ordinals(ofTyped: leaf, above: worth)
    }
    return Leaf.foldedKeys(leaf.spellings).flatMap { key -> [Range<UInt32>] in
      guard let folded = foldedTerm(key) else { return [] }
      let all = variants(of: folded)
      let own = leaf.spellings.filter { $0.folded == key }
      if own.contains(where: { leaf.leastWorth(as: $0) > worth }) { return [all] }
      return all.filter { leaf.worth(canonicalKey(at: $0), key, as: own) > worth }
        .map { $0..<($0 + 1) }
    }
  }

  /// The same for a word of one spelling, of which only the very form typed can be worth more than
  /// others.
  private func ordinals(ofTyped leaf: Leaf, above worth: Float) -> [Range<UInt32>] {
    guard leaf.exact > worth, let folded = foldedTerm(leaf.word.folded) else { return [] }
    if leaf.wider > worth { return [variants(of: folded)] }
    guard let own = canonicalTerm(leaf.word.canonical, foldedAs: folded)?.ordinal else { return [] }
    return [own..<(own + 1)]
  }

  /// How many documents have the leaf, for its rarity: by canonical and by folded form, the
  /// documents of all spellings together (one that has two of them counts twice).
  ///
  /// - Parameter typed: the folded term of the word as typed.
  func documentFrequency(of leaf: Leaf, typed: TermInfo?) -> (exact: Int, folded: Int) {
    var sum = (exact: 0, folded: 0)
    add(leaf.typed, typed, to: &sum)
    if leaf.hasOneSpelling { return sum }
    for spelling in leaf.spellings.dropFirst() + leaf.runSpellings {
      add(spelling, foldedTerm(spelling.folded), to: &sum)
    }
    return sum
  }

  private func add(
    _ spelling: Leaf.Spelling, _ folded: TermInfo?, to sum: inout (exact: Int, folded: Int)
  ) {
    guard let folded else { return }
    let exact = canonicalTerm(spelling.canonical, foldedAs: folded)?.documentFrequency ?? 0
    sum.exact += exact
    sum.folded += spelling.bindsMarks ? exact : folded.documentFrequency
  }

  /// In how many documents a leaf is, deleted ones included; nil where one list does not tell.
  func documentCount(of leaf: Leaf) -> Int? {
    if leaf.hasOneSpelling {
      guard let folded = foldedTerm(leaf.word.folded) else { return 0 }
      if leaf.matchesAnyForm { return folded.documentFrequency }
      if max(leaf.wider, leaf.foldedOnly) <= 0 {
        return canonicalTerm(leaf.word.canonical, foldedAs: folded)?.documentFrequency ?? 0
      }
    }
    var count: Int?
    for list in lists(for: leaf, typed: foldedTerm(leaf.word.folded)) where !list.isPart {
      if count != nil { return nil }
      count = list.term.documentFrequency
    }
    return count ?? 0
  }
}
