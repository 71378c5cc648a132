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
  /// The word as typed, and the other ways custom writes it. Their folded forms differ.
  private(set) var spellings: [Spelling]

  struct Spelling: Hashable {
    var canonical: [UInt8]
    var folded: [UInt8]
    /// What a match is worth against one with the spelling typed.
    var scale: Float
  }

  /// - Parameter alternate: the worth of the other spelling by i or y (`Quí`, `Quý`), 0 for none.
  init(
    _ word: QueryWord, exact: Float, wider: Float, foldedOnly: Float, alternate: Float = 0
  ) {
    self.word = word
    self.exact = exact
    self.wider = wider
    self.foldedOnly = foldedOnly
    spellings = [Spelling(canonical: word.canonical, folded: word.folded, scale: 1)]
    if alternate > 0, let other = spellingAlternate(of: word.canonical.span) {
      spellings.append(
        Spelling(canonical: other, folded: folded(other.span), scale: alternate))
    }
  }

  /// The folded forms of the spellings, each once.
  var foldedKeys: [[UInt8]] {
    var keys: [[UInt8]] = []
    for spelling in spellings where !keys.contains(spelling.folded) { keys.append(spelling.folded) }
    return keys
  }

  /// What a document word is worth for this leaf; 0 is no match.
  func worth(
    canonical: some RandomAccessCollection<UInt8>, folded: some RandomAccessCollection<UInt8>
  ) -> Float {
    guard let spelling = spellings.first(where: { folded.elementsEqual($0.folded) }) else {
      return 0
    }
    return worth(ofCanonical: canonical, as: spelling)
  }

  /// What a document word is worth whose folded form is that of a spelling.
  func worth(
    ofCanonical canonical: some RandomAccessCollection<UInt8>, as spelling: Spelling
  ) -> Float {
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

  init(_ words: [QueryWord], _ request: SearchRequest, isWidened: Bool) {
    accents = request.accents
    weights = request.weights
    let marks = words.map { typedMarks(of: $0.canonical.span) }
    hasMarks = words.contains(where: \.isMarked)
    hasTones = marks.contains { $0.contains(.tone) }
    self.isWidened = isWidened
  }

  /// Whether a second, wider search could find more.
  var canWiden: Bool { accents == .auto && hasMarks && !isWidened }

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
  func lists(for leaf: Leaf) -> [WeightedTerm] {
    leaf.spellings.flatMap { lists(for: leaf, as: $0) }
  }

  private func lists(for leaf: Leaf, as spelling: Leaf.Spelling) -> [WeightedTerm] {
    guard let folded = foldedTerm(spelling.folded) else { return [] }
    var lists: [WeightedTerm] = []
    let base = leaf.foldedOnly * spelling.scale
    if base > 0 { lists.append(WeightedTerm(term: folded, weight: base)) }
    if leaf.wider == leaf.foldedOnly {
      guard leaf.exact > leaf.foldedOnly,
        let exact = canonicalTerm(spelling.canonical, foldedAs: folded)
      else { return lists }
      lists.append(
        WeightedTerm(
          term: exact, weight: leaf.exact * spelling.scale - base, isPart: base > 0))
      return lists
    }
    for ordinal in variants(of: folded) {
      let rest = leaf.worth(ofCanonical: canonicalKey(at: ordinal), as: spelling) - base
      if rest > 0 {
        lists.append(
          WeightedTerm(term: canonicalTerm(at: ordinal), weight: rest, isPart: base > 0))
      }
    }
    return lists
  }

  /// The canonical terms that match a leaf and are worth more than `worth`, as ranges of ordinals.
  func ordinals(for leaf: Leaf, above worth: Float = 0) -> [Range<UInt32>] {
    leaf.spellings.flatMap { spelling -> [Range<UInt32>] in
      guard let folded = foldedTerm(spelling.folded) else { return [] }
      let all = variants(of: folded)
      if min(leaf.exact, leaf.wider, leaf.foldedOnly) * spelling.scale > worth { return [all] }
      return all.filter { leaf.worth(ofCanonical: canonicalKey(at: $0), as: spelling) > worth }
        .map { $0..<($0 + 1) }
    }
  }

  /// How many documents have the leaf, for its rarity: by canonical and by folded form, the
  /// documents of all spellings together (one that has two of them counts twice).
  func documentFrequency(of leaf: Leaf) -> (exact: Int, folded: Int) {
    var sum = (exact: 0, folded: 0)
    for spelling in leaf.spellings {
      guard let folded = foldedTerm(spelling.folded) else { continue }
      sum.folded += folded.documentFrequency
      sum.exact += canonicalTerm(spelling.canonical, foldedAs: folded)?.documentFrequency ?? 0
    }
    return sum
  }
}
