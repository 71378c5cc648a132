/// The counts behind a model, with its numbers of words: the boundary is the last.
struct ReadingStatistics {
  /// Occurrences of each word, and sentences.
  let counts: [UInt32]
  /// Different words before each.
  private(set) var distinctBefore: [UInt32]
  private(set) var pairs: [Run] = []
  private(set) var triples: [Run] = []
  private(set) var pairDiscounts = Discounts()
  private(set) var tripleDiscounts = Discounts()

  typealias Run = (key: UInt64, count: UInt32)

  /// - Parameter numbers: the model's number for each of the counter's, `UInt32.max` for none.
  init(
    counts: [UInt32], pairs counted: borrowing KeyCounts,
    triples countedTriples: borrowing KeyCounts,
    numbers: [UInt32], limits: ReadingLimits
  ) {
    self.counts = counts
    distinctBefore = Array(repeating: 0, count: counts.count)
    counted.visit { key, count in
      pairDiscounts.see(count)
      let (first, second) = PackedRun.words(ofPair: key)
      let pair = (numbers[Int(first)], numbers[Int(second)])
      if pair.1 != .max { distinctBefore[Int(pair.1)] += 1 }
      guard count >= limits.pair, pair.0 != .max, pair.1 != .max else { return }
      pairs.append((PackedRun.pair(pair.0, pair.1), count))
    }
    countedTriples.visit { key, count in
      tripleDiscounts.see(count)
      guard count >= limits.triple else { return }
      let old = PackedRun.words(ofTriple: key)
      let new = (numbers[Int(old.0)], numbers[Int(old.1)], numbers[Int(old.2)])
      guard max(new.0, new.1, new.2) <= PackedRun.widest else { return }
      triples.append((PackedRun.triple(new.0, new.1, new.2), count))
    }
    pairs.sort { $0.key < $1.key }
    triples.sort { $0.key < $1.key }
  }
}
