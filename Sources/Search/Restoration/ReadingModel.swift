import Vietnamese

/// Gives unaccented words their marks back: how likely is each reading in its place?
///
/// A trigram model over canonical keys, made of an archive's own text: modified Kneser-Ney
/// smoothing, interpolated, with the three discounts of Chen and Goodman 1999 (An empirical study of
/// smoothing techniques for language modeling, doi:10.1006/csla.1999.0128). P(word | two before) falls
/// back to how many words are met before a pair, and that to how many a word follows. We differ in
/// that pairs have a row of plain counts too, since a query begins with them; that runs too rare to
/// be kept leave their share to the shorter context, so that each row adds up to 1 all the same; and
/// that numbers of a kind are one word, and so are all words met once without marks: what stands
/// beside one foreign name stands beside others.
///
/// A plain value: it keeps no snapshot open and costs 4 bytes a run of three, 16 a pair.
package struct ReadingModel: Sendable, Equatable {
  let vocabulary: ReadingVocabulary
  /// A row for each word, for the boundary, for words not known, and an empty one.
  private var pairs = ReadingRows()
  /// The same with how many words are met before each pair: what triples fall back to.
  private var joints = ReadingRows()
  /// A row for each pair, in the order of `pairs`.
  private var triples = ReadingRows()
  /// The shortest context: how many different words a word follows.
  private var bases: [Float] = []
  /// The share of each word of all text, for where a text begins anywhere.
  private var frequencies: [Float] = []

  /// The chance of a word among those not known: ten times as many may come as have come.
  let unknownShare: Double

  /// - Parameter unknownWords: words that were met and are not in the vocabulary.
  init(
    _ vocabulary: ReadingVocabulary, _ statistics: borrowing ReadingStatistics, unknownWords: Int
  ) {
    self.vocabulary = vocabulary
    unknownShare = 0.1 / Double(unknownWords + 1)
    fillPairs(statistics)
    fillTriples(statistics)
    fillJoints(statistics)
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
  /// Stands where nothing is known of what was before.
  var nothing: UInt32 { UInt32(vocabulary.count + 2) }

  package var wordCount: Int { vocabulary.count }
  package var pairCount: Int { pairs.count }
  package var tripleCount: Int { triples.count }
  /// Bytes of memory.
  package var byteCount: Int {
    vocabulary.byteCount + pairs.byteCount + joints.byteCount + triples.byteCount
      + 8 * bases.count
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
    if let kind = numberKind(of: typed) {
      return [vocabulary.words(foldedAs: folded(kind.span)).first ?? unknown]
    }
    let key = folded(typed.span)
    let all = vocabulary.words(foldedAs: key)
    if key == typed {
      // Without marks every form is one of the word. The plain one comes first of all, if it is there.
      let isKnown = all.first.map { vocabulary.canonical($0) == typed } ?? false
      return isKnown ? Array(all) : Array(all) + [unknown]
    }
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

  /// What P(word | two before) falls back to, for words that rise.
  func jointShares(of words: [UInt32], after previous: UInt32) -> [Double] {
    var shares = words.map { Double(bases[Int($0)]) }
    joints.refine(&shares[...], of: words, in: Int(previous))
    return shares
  }

  /// Appends P(word | first, second) for words that rise, given their shares after the second:
  /// plain ones for where the two were never met, and joint ones.
  func appendShares(
    of words: [UInt32], after first: UInt32, _ second: UInt32, _ shares: ArraySlice<Double>,
    _ joints: ArraySlice<Double>, to result: inout [Double]
  ) {
    let start = result.count
    guard let pair = pairs.index(of: second, in: Int(first)) else {
      result.append(contentsOf: shares)
      return
    }
    result.append(contentsOf: joints)
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

  /// Counts in how many runs of three each pair is the end.
  private mutating func fillJoints(_ statistics: borrowing ReadingStatistics) {
    var counts = [UInt32](repeating: 0, count: pairs.count)
    for run in statistics.triples {
      let (_, second, third) = PackedRun.words(ofTriple: run.key)
      if let pair = pairs.index(of: third, in: Int(second)) { counts[pair] += 1 }
    }
    var discounts = Discounts()
    for count in counts where count > 0 { discounts.see(count) }
    for word in 0...Int(nothing) {
      let row = pairs.range(of: word).filter { counts[$0] > 0 }
        .map { (follower: pairs.follower($0), count: counts[$0]) }
      joints.append(row, count: 0, discounts)
    }
  }

  /// Every word, and all that are not known as one, counts as met half a time more.
  private static func shares(_ counts: [UInt32]) -> [Float] {
    let total = counts.reduce(0.5 * Double(counts.count)) { $0 + Double($1) }
    return counts.map { Float((Double($0) + 0.5) / total) }
  }
}
