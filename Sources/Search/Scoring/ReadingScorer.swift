import InvertedIndex
import Vietnamese

/// Adds to the best candidates of a query without marks what its likely readings are worth: a
/// document that has `mặt trận` in these marks is more likely meant by `mat tran` than one that has
/// `mát trần`.
///
/// Each word counts once more for its readings, each for its probability. Those of a word add up to
/// 1 at most; nothing is found or lost by it, only the order changes.
struct ReadingScorer {
  /// A way to read a word of the query.
  fileprivate struct Reading {
    var canonical: [UInt8]
    /// Its probability and its rarity.
    var worth: Float
    /// Its term in each segment that has it.
    var terms: [TermInfo?]
  }

  private let readings: [Reading]
  private let weights: RankingWeights

  /// Less likely readings are left out.
  static let least = 0.05

  init(
    _ plan: Plan, _ query: QueryReading, in snapshot: Snapshot, weights: RankingWeights
  ) {
    self.weights = weights
    var readings: [Reading] = []
    var seen: Set<[UInt8]> = []
    for (word, own) in query.wordReadings(least: Self.least) {
      guard let leaf = plan.scoredLeaf(of: word) else { continue }
      // A word that comes twice is read as at its first place.
      guard seen.insert(word.canonical).inserted else { continue }
      for reading in own {
        let terms = snapshot.segments.enumerated().map { number, view in
          plan.foldedTerm(of: leaf, inSegment: number).flatMap {
            view.segment.canonicalTerm(reading.canonical, foldedAs: $0)
          }
        }
        let count = terms.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
        let rarity = Plan.rarity(documents: count, of: snapshot.countedDocuments)
        readings.append(
          Reading(
            canonical: reading.canonical,
            worth: plan.leaves[leaf].boost * Float(reading.probability) * rarity, terms: terms))
      }
    }
    self.readings = readings
  }

  /// The lists of the readings in a segment.
  ///
  /// - Parameter number: the segment's among those of the snapshot.
  func lists(in store: ListStore, number: Int) throws(IndexError) -> ReadingLists {
    var lists: [(list: ScoredList, worth: Float)] = []
    for reading in readings {
      guard let term = reading.terms[number] else { continue }
      let list = try ScoredList(WeightedTerm(term: term, weight: 1), in: store)
      lists.append((list, weights.readings * reading.worth * (weights.k1 + 1)))
    }
    return ReadingLists(lists)
  }

  /// What the readings add to the score of one document.
  ///
  /// - Parameter norm: BM25's, of the document.
  func contributions(of words: DocumentWords, norm: Float) -> [Contribution] {
    readings.compactMap { reading in
      guard let term = reading.term(in: words.segment) else { return nil }
      let counts = words.counts(of: term.ordinal, isFolded: false)
      let frequency = counts.weighted(weights)
      guard frequency > 0 else { return nil }
      var part = Contribution(
        .reading, String(decoding: reading.canonical, as: UTF8.self),
        value: weights.readings * reading.worth * (weights.k1 + 1) * frequency
          / (frequency + norm))
      part.frequency = frequency
      part.places = counts
      part.rarity = reading.worth
      part.weight = weights.readings
      return part
    }
  }
}

extension ReadingScorer.Reading {
  fileprivate func term(in segment: Segment) -> TermInfo? {
    segment.canonicalTerm(canonical, foldedAs: folded(canonical.span))
  }
}

/// The posting lists of likely readings in a segment, and what each is worth.
struct ReadingLists {
  private let readers: [FrequencyReader]
  private let worths: [Float]

  fileprivate init(_ lists: [(list: ScoredList, worth: Float)]) {
    readers = lists.map { FrequencyReader($0.list) }
    worths = lists.map(\.worth)
  }

  /// Has the processor fetch what the score of a document will be made from.
  func expect(_ document: DocID) { FrequencyReader.expect(readers, document) }

  /// What they add to the score of a document.
  func score(_ document: DocID, norm: Float) -> Float {
    var score: Float = 0
    unsafe readers.withUnsafeBufferPointer { readers in
      guard let base = readers.baseAddress else { return }
      for index in worths.indices {
        // In bounds: there is a reader for each.
        let frequency = unsafe FrequencyReader.weightedFrequency(base + index, document)
        if frequency > 0 { score += worths[index] * frequency / (frequency + norm) }
      }
    }
    return score
  }
}

extension Plan {
  /// The leaf of a word that counts for the score, nil where it does not.
  fileprivate func scoredLeaf(of word: QueryWord) -> Int? {
    leaves.indices.first { isScored[$0] && leaves[$0].word.canonical == word.canonical }
  }
}
