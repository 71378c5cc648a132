import InvertedIndex

/// A word as it stands in a lattice.
struct SpellingForm: Hashable {
  var canonical: [UInt8]
  var folded: [UInt8]
  /// Whether it is this very form; in a query without marks it may be any with these letters.
  var isExact: Bool
}

/// How often words and neighbours are in the documents of a snapshot, each looked up once.
///
/// Counts are of the dictionaries: deleted documents are in them until they are merged away, which
/// changes nothing of what is a word.
struct PairEvidence {
  private let snapshot: Snapshot
  private var pairs: [Pair: Int] = [:]
  private var words: [SpellingForm: Int] = [:]

  private struct Pair: Hashable {
    var first: SpellingForm
    var second: SpellingForm
  }

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// Documents that have a word.
  mutating func count(_ form: SpellingForm) -> Int {
    if let known = words[form] { return known }
    var sum = 0
    for view in snapshot.segments {
      guard let term = view.segment.foldedTerm(form.folded) else { continue }
      sum +=
        form.isExact
        ? view.segment.canonicalTerm(form.canonical, foldedAs: term)?.documentFrequency ?? 0
        : term.documentFrequency
    }
    words[form] = sum
    return sum
  }

  /// Documents that have two words side by side.
  mutating func count(
    _ first: SpellingForm, _ second: SpellingForm
  ) throws(IndexError) -> Int {
    let pair = Pair(first: first, second: second)
    if let known = pairs[pair] { return known }
    var sum = 0
    for view in snapshot.segments { sum += try Self.count(first, second, in: view.segment) }
    pairs[pair] = sum
    return sum
  }

  private static func count(
    _ first: SpellingForm, _ second: SpellingForm, in segment: Segment
  ) throws(IndexError) -> Int {
    guard let left = segment.foldedTerm(first.folded),
      let right = segment.foldedTerm(second.folded),
      let bigram = try segment.bigram(left.ordinal, right.ordinal)
    else { return 0 }
    if !first.isExact, !second.isExact { return bigram.documentFrequency }
    guard let one = place(of: first, among: left, in: segment),
      let other = place(of: second, among: right, in: segment)
    else { return 0 }
    func fits(_ form: BigramForm) -> Bool {
      // A document with several forms, one of which is mostly a mistake, speaks for none.
      form != .several && one.contains(form.first) && other.contains(form.second)
    }
    switch bigram {
    case .single(_, let form): return fits(form) ? 1 : 0
    case .list(let list):
      let forms = try segment.formRanks(of: list)
      let usual = fits(forms.first) ? list.term.documentFrequency - forms.others.count : 0
      return usual + forms.others.count { fits($0.form) }
    }
  }

  /// The places of a form among those of its folded term; nil where there is none.
  private static func place(
    of form: SpellingForm, among term: TermInfo, in segment: Segment
  ) -> Range<UInt32>? {
    let variants = segment.variants(of: term)
    guard form.isExact else { return 0..<UInt32(variants.count) }
    guard let own = segment.canonicalTerm(form.canonical, foldedAs: term) else { return nil }
    let place = own.ordinal - variants.lowerBound
    return place..<(place + 1)
  }
}
