import Vietnamese

/// Gives unaccented words their marks back: how likely is each reading in its place?
///
/// A bigram model over canonical keys, made of an archive's own text. P(word | word before) is
/// interpolated Kneser-Ney with three discounts (Chen and Goodman 1999, An empirical study of
/// smoothing techniques for language modeling, doi:10.1006/csla.1999.0128); pairs too rare to be
/// kept leave their share to the lower order, so each row adds up to 1 all the same.
///
/// A plain value: it keeps no snapshot open and costs 8 bytes a pair.
package struct ReadingModel: Sendable, Equatable {
  let vocabulary: ReadingVocabulary
  /// Where the pairs of each word begin, and the end of the last. The boundary is the row behind
  /// the words, words not known are the row behind that, which is empty.
  private var rows: [UInt32] = []
  /// The second word of each pair, rising in each row.
  private var followers: [UInt32] = []
  /// The share of each pair of its row.
  private var shares: [Float] = []
  /// The share of each row for the lower order.
  private var rests: [Float] = []
  /// The lower order: how many different words a word follows.
  private var bases: [Float] = []
  /// The share of all words, for where the word before is not known.
  private var frequencies: [Float] = []

  init(_ vocabulary: ReadingVocabulary, _ statistics: consuming ReadingStatistics) {
    self.vocabulary = vocabulary
    statistics.sortPairs()
    fillRows(statistics)
    fillBases(statistics)
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

  /// The number of sentence boundaries, in rows and followers.
  var boundary: UInt32 { UInt32(vocabulary.count) }
  /// The number of all words that are not known.
  var unknown: UInt32 { UInt32(vocabulary.count + 1) }

  package var wordCount: Int { vocabulary.count }
  package var pairCount: Int { followers.count }
  /// Bytes of memory.
  package var byteCount: Int { vocabulary.byteCount + 8 * followers.count + 16 * rows.count }
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

  /// Appends P(word | previous) for words that rise.
  func appendShares(of words: [UInt32], after previous: UInt32, to result: inout [Double]) {
    var index = Int(rows[Int(previous)])
    let end = Int(rows[Int(previous) + 1])
    if let first = words.first { index = firstFollower(notBefore: first, in: index..<end) }
    let rest = rests[Int(previous)]
    for word in words {
      while index < end, followers[index] < word { index += 1 }
      let share = index < end && followers[index] == word ? shares[index] : 0
      result.append(Double(share + rest * bases[Int(word)]))
    }
  }

  private func firstFollower(notBefore word: UInt32, in row: Range<Int>) -> Int {
    var low = row.lowerBound
    var high = row.upperBound
    while low < high {
      let middle = (low + high) / 2
      if followers[middle] < word { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - Making

extension ReadingModel {
  private mutating func fillRows(_ statistics: borrowing ReadingStatistics) {
    let discounts = (0...3).map { statistics.discount(UInt32($0)) }
    followers.reserveCapacity(statistics.pairs.count)
    shares.reserveCapacity(statistics.pairs.count)
    var index = 0
    for (row, count) in statistics.counts.enumerated() {
      rows.append(UInt32(index))
      var rest = 1.0
      while index < statistics.pairs.count, statistics.pairs[index].key >> 32 == UInt64(row) {
        let pair = statistics.pairs[index]
        let share = (Double(pair.count) - discounts[min(3, Int(pair.count))]) / Double(count)
        followers.append(UInt32(truncatingIfNeeded: pair.key))
        shares.append(Float(share))
        rest -= share
        index += 1
      }
      rests.append(Float(max(0, rest)))
    }
    rows += [UInt32(index), UInt32(index)]
    rests.append(1)
  }

  /// Every word, and an unknown one, counts as met half a time more.
  private mutating func fillBases(_ statistics: borrowing ReadingStatistics) {
    let added = 0.5
    func shares(_ counts: [UInt32]) -> [Float] {
      let total = counts.reduce(added * Double(counts.count + 1)) { $0 + Double($1) }
      return (counts + [0]).map { Float((Double($0) + added) / total) }
    }
    bases = shares(statistics.distinctBefore)
    frequencies = shares(statistics.counts)
  }
}
