import Vietnamese

/// Gives unaccented words their marks back: how likely is each reading in its place?
///
/// A trigram model over canonical keys, made of an archive's own text. P(word | two before) is
/// interpolated with P(word | one before) and that with how many words a word follows, by the three
/// discounts of Chen and Goodman 1999 (An empirical study of smoothing techniques for language
/// modeling, doi:10.1006/csla.1999.0128). We differ in that pairs keep their plain counts, since a
/// query begins with them, and in that runs too rare to be kept leave their share to the shorter
/// context, so that each row adds up to 1 all the same.
///
/// A plain value: it keeps no snapshot open and costs 8 bytes a run of three, 16 a pair.
package struct ReadingModel: Sendable, Equatable {
  let vocabulary: ReadingVocabulary
  /// A row for each word, for the boundary, and an empty one for words not known.
  private var pairs = ReadingRows()
  /// A row for each pair, in the order of `pairs`.
  private var triples = ReadingRows()
  /// The shortest context: how many different words a word follows.
  private var bases: [Float] = []
  /// The share of each word of all text, for where a text begins anywhere.
  private var frequencies: [Float] = []

  init(_ vocabulary: ReadingVocabulary, _ statistics: borrowing ReadingStatistics) {
    self.vocabulary = vocabulary
    fillPairs(statistics)
    fillTriples(statistics)
    bases = Self.shares(statistics.distinctBefore)
    frequencies = Self.shares(statistics.counts)
  }

  /// The model of sentences of canonical keys.
  package init(
    sentences: some Sequence<[[UInt8]]>, limits: ReadingLimits = ReadingLimits()
  ) {
    var counter = ReadingCounter(limits: limits)
    for sentence in sentences {
      for word in sentence { counter.add(counter.number(of: word)) }
      counter.endSentence()
    }
    self = counter.model()
  }

  /// The number of the boundary between sentences.
  var boundary: UInt32 { UInt32(vocabulary.count) }
  /// The number of all words that are not known.
  var unknown: UInt32 { UInt32(vocabulary.count + 1) }

  package var wordCount: Int { vocabulary.count }
  package var pairCount: Int { pairs.followers.count }
  package var tripleCount: Int { triples.followers.count }
  /// Bytes of memory.
  package var byteCount: Int {
    vocabulary.byteCount + pairs.byteCount + triples.byteCount + 8 * bases.count
  }
}

// MARK: - Reading

extension ReadingModel {
  /// The most likely readings of a sequence of words as a whole, best first.
  ///
  /// - Parameters:
  ///   - words: canonical keys as typed. What has no marks is open, marks that are there stay.
  ///     A word that the model does not know is read as typed.
  ///   - count: the most readings wanted.
  package func readings(
    of words: [[UInt8]], count: Int, edges: ReadingEdges = .open
  ) -> [Reading] {
    ReadingLattice(words, edges, self).readings(count)
  }

  /// The readings of each word in its place, most likely first: all that the model knows for the
  /// letters and marks typed, and the word as typed.
  package func wordReadings(
    of words: [[UInt8]], edges: ReadingEdges = .open
  ) -> [[WordReading]] {
    ReadingLattice(words, edges, self).wordReadings()
  }

  /// The words that a typed word can be, by rising number; `unknown` stands for the word as typed
  /// where the model has not met it.
  func candidates(for typed: [UInt8]) -> [UInt32] {
    let folded = folded(typed.span)
    let all = vocabulary.words(foldedAs: folded)
    var isKnown = false
    var words = all.filter { word in
      let canonical = vocabulary.canonical(word)
      let match = matchClass(query: typed.span, document: canonical.span)
      isKnown = isKnown || match == .exact
      return match >= .wider
    }
    if !isKnown { words.append(unknown) }
    return words
  }
}

// MARK: - Probabilities

extension ReadingModel {
  /// The share of a word of all text.
  func frequency(_ word: UInt32) -> Double { Double(frequencies[Int(word)]) }

  /// P(word | previous) for words that rise.
  func shares(of words: [UInt32], after previous: UInt32) -> [Double] {
    var shares = words.map { Double(bases[Int($0)]) }
    pairs.refine(&shares[...], of: words, in: Int(previous))
    return shares
  }

  /// Appends P(word | first, second) for words that rise, given their shares after the second.
  func appendShares(
    of words: [UInt32], after first: UInt32, _ second: UInt32, _ shares: ArraySlice<Double>,
    to result: inout [Double]
  ) {
    let start = result.count
    result.append(contentsOf: shares)
    guard let pair = pairs.index(of: second, in: Int(first)) else { return }
    triples.refine(&result[start...], of: words, in: pair)
  }
}

// MARK: - Making

extension ReadingModel {
  private mutating func fillPairs(_ statistics: borrowing ReadingStatistics) {
    var index = 0
    var row: [(follower: UInt32, count: UInt32)] = []
    for (word, count) in statistics.counts.enumerated() {
      row.removeAll(keepingCapacity: true)
      while index < statistics.pairs.count {
        let (first, second) = PackedRun.words(ofPair: statistics.pairs[index].key)
        if Int(first) != word { break }
        row.append((second, statistics.pairs[index].count))
        index += 1
      }
      pairs.append(row, count: count, statistics.pairDiscounts)
    }
    pairs.append([], count: 0, statistics.pairDiscounts)
  }

  private mutating func fillTriples(_ statistics: borrowing ReadingStatistics) {
    var index = 0
    var row: [(follower: UInt32, count: UInt32)] = []
    for pair in statistics.pairs {
      row.removeAll(keepingCapacity: true)
      while index < statistics.triples.count {
        let (first, second, third) = PackedRun.words(ofTriple: statistics.triples[index].key)
        let context = PackedRun.pair(first, second)
        if context > pair.key { break }
        // A pair may have been dropped while counting; its runs of three then go too.
        if context == pair.key { row.append((third, statistics.triples[index].count)) }
        index += 1
      }
      triples.append(row, count: pair.count, statistics.tripleDiscounts)
    }
  }

  /// Every word, and an unknown one, counts as met half a time more.
  private static func shares(_ counts: [UInt32]) -> [Float] {
    let total = counts.reduce(0.5 * Double(counts.count + 1)) { $0 + Double($1) }
    return (counts + [0]).map { Float((Double($0) + 0.5) / total) }
  }
}
