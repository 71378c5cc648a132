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

  /// What a document word is worth for this leaf, given its canonical form; 0 is no match.
  /// The folded forms must be equal.
  func worth(ofCanonical canonical: some RandomAccessCollection<UInt8>) -> Float {
    if canonical.elementsEqual(word.canonical) { return exact }
    if wider == foldedOnly { return wider }
    let key = Array(canonical)
    switch matchClass(query: word.canonical.span, document: key.span) {
    case .exact: return exact
    case .wider: return wider
    case .foldedOnly: return foldedOnly
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
    let values: (Float, Float, Float) =
      switch accents {
      case .exact: (1, 0, 0)
      case .fold: (1, 1, 1)
      case .auto: automatic(word)
      }
    return Leaf(word: word, exact: values.0, wider: values.1, foldedOnly: values.2)
  }

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
}

extension Segment {
  /// The posting lists that together give each document its worth for a leaf: a document word
  /// may be in several of them, its worth is the sum.
  func lists(for leaf: Leaf) -> [WeightedTerm] {
    guard let folded = foldedTerm(leaf.word.folded) else { return [] }
    var lists: [WeightedTerm] = []
    if leaf.foldedOnly > 0 { lists.append(WeightedTerm(term: folded, weight: leaf.foldedOnly)) }
    if leaf.wider == leaf.foldedOnly {
      guard leaf.exact > leaf.foldedOnly,
        let exact = canonicalTerm(leaf.word.canonical, foldedAs: folded)
      else { return lists }
      lists.append(WeightedTerm(term: exact, weight: leaf.exact - leaf.foldedOnly))
      return lists
    }
    for ordinal in variants(of: folded) {
      let rest = leaf.worth(ofCanonical: canonicalKey(at: ordinal)) - leaf.foldedOnly
      if rest > 0 {
        lists.append(WeightedTerm(term: canonicalTerm(at: ordinal), weight: rest))
      }
    }
    return lists
  }

  /// The canonical terms that match a leaf at all, as ranges of ordinals.
  func ordinals(for leaf: Leaf, atLeast worth: Float = 0) -> [Range<UInt32>] {
    guard let folded = foldedTerm(leaf.word.folded) else { return [] }
    let all = variants(of: folded)
    if min(leaf.exact, leaf.wider, leaf.foldedOnly) > worth { return [all] }
    return all.filter { leaf.worth(ofCanonical: canonicalKey(at: $0)) > worth }
      .map { $0..<($0 + 1) }
  }

  /// How many documents have the leaf, for its rarity: those with the exact form where only that
  /// counts in full, all of the folded form where others do too.
  func documentFrequency(of leaf: Leaf) -> (exact: Int, folded: Int) {
    guard let folded = foldedTerm(leaf.word.folded) else { return (0, 0) }
    let exact = canonicalTerm(leaf.word.canonical, foldedAs: folded)?.documentFrequency ?? 0
    return (exact, folded.documentFrequency)
  }
}
