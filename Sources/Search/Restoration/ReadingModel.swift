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
/// It keeps no snapshot open and costs 4 bytes a run of three, 16 a pair. A class, since it never
/// changes and goes along with every request: copies of its many arrays cost more than a short query.
package final class ReadingModel: Sendable {
  let vocabulary: ReadingVocabulary
  let pairs: ReadingPairs
  /// A row for each pair, in the order of `pairs`.
  private let triples: ReadingRows
  /// The shortest context: how many different words a word follows.
  private let bases: [Float]
  /// The share of each word of all text, for where a text begins anywhere.
  private let frequencies: [Float]

  /// The chance of a word among those not known: ten times as many may come as have come.
  let unknownShare: Double

  /// The number of the boundary between sentences.
  let boundary: UInt32
  /// The number of all words that are not known.
  let unknown: UInt32
  /// Stands where nothing is known of what was before.
  let nothing: UInt32

  init(_ counter: consuming ReadingCounter) {
    let counted = counter.counted()
    let statistics = counted.statistics
    vocabulary = counted.vocabulary
    unknownShare = 0.1 / Double(counted.unknownWords + 1)
    let words = UInt32(vocabulary.count)
    (boundary, unknown, nothing) = (words, words + 1, words + 2)
    // These three have rows of their own.
    let firstWords = vocabulary.firstWords + [words + 1, words + 2, words + 3]
    var row: [(follower: UInt32, count: UInt32)] = []
    var triples = ReadingRows()
    pairs = ReadingPairs(statistics, firstWords: firstWords) { begins, count in
      row.removeAll(keepingCapacity: true)
      for run in statistics.triples[begins] {
        row.append((PackedRun.words(ofTriple: run.key).2, run.count))
      }
      triples.append(row, count: count, statistics.tripleDiscounts)
    }
    self.triples = triples
    bases = Self.shares(statistics.distinctBefore)
    frequencies = Self.shares(statistics.counts)
  }

  /// The model of sentences of canonical keys.
  package convenience init(
    sentences: some Sequence<[[UInt8]]>, limits: ReadingLimits = ReadingLimits()
  ) {
    var counter = ReadingCounter(limits: limits)
    for sentence in sentences {
      for word in sentence { counter.add(counter.number(of: word)) }
      counter.endSentence()
    }
    self.init(counter)
  }

  package var wordCount: Int { vocabulary.count }
  package var pairCount: Int { pairs.count }
  package var tripleCount: Int { triples.count }
  /// Bytes of memory.
  package var byteCount: Int {
    vocabulary.byteCount + pairs.byteCount + triples.byteCount
      + 8 * bases.count
  }
}

extension ReadingModel: Equatable {
  package static func == (one: ReadingModel, other: ReadingModel) -> Bool {
    one.vocabulary == other.vocabulary && one.pairs == other.pairs && one.triples == other.triples
      && one.bases == other.bases && one.frequencies == other.frequencies
      && one.unknownShare == other.unknownShare
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

  /// The canonical key of a candidate for a typed word.
  func canonical(_ word: UInt32, typed: [UInt8]) -> [UInt8] {
    word == unknown || numberKind(of: typed) != nil ? typed : vocabulary.canonical(word)
  }

  /// Appends the words that a typed word can be, by rising number; `unknown` stands for the word as
  /// typed where the model has not met it.
  func appendCandidates(for typed: [UInt8], to words: inout [UInt32]) {
    if let kind = numberKind(of: typed) {
      words.append(vocabulary.words(foldedAs: folded(kind.span)).first ?? unknown)
      return
    }
    // Most of what is typed without marks is its own folded key.
    let key = typed.allSatisfy { $0 &- 0x61 < 26 } ? typed : folded(typed.span)
    let all = vocabulary.words(foldedAs: key)
    if key == typed {
      // Without marks every form is one of the word. The plain one comes first of all, if it is there.
      words.append(contentsOf: all)
      if !(all.first.map { vocabulary.isWord($0, typed) } ?? false) { words.append(unknown) }
      return
    }
    var isKnown = false
    for word in all {
      let canonical = vocabulary.canonical(word)
      let match = matchClass(query: typed.span, document: canonical.span)
      isKnown = isKnown || match == .exact
      if match >= .wider { words.append(word) }
    }
    if !isKnown { words.append(unknown) }
  }
}

// MARK: - Probabilities

extension ReadingModel {
  /// The share of a word of all text.
  func frequency(_ word: UInt32) -> Double { Double(frequencies[Int(word)]) }

  /// The share of a word of all that is met first behind a word: what pairs fall back to.
  func base(_ word: UInt32) -> Double { Double(bases[Int(word)]) }

  /// What a word is worth of all that it stands for: of all words that are not known one is meant.
  func part(_ word: UInt32) -> Double { word == unknown ? unknownShare : 1 }

  /// Makes shares that two words leave to words, which rise, those behind the two.
  ///
  /// - Parameters:
  ///   - pair: the number of the two.
  ///   - start: where the shares begin in `result`.
  func refine(
    _ result: inout [Double], from start: Int, of words: ArraySlice<UInt32>, behind pair: Int
  ) {
    triples.refine(&result, from: start, of: words, in: pair)
  }
}

// MARK: - Making

extension ReadingModel {
  /// Every word, and all that are not known as one, counts as met half a time more.
  private static func shares(_ counts: [UInt32]) -> [Float] {
    let total = counts.reduce(0.5 * Double(counts.count)) { $0 + Double($1) }
    return counts.map { Float((Double($0) + 0.5) / total) }
  }
}
