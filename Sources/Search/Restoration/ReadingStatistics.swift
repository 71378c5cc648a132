/// The counts behind a model, with its numbers of words: behind them the boundary, then all words it
/// does not know as one.
struct ReadingStatistics {
  /// Occurrences of each word, and sentences.
  let counts: [UInt32]
  /// Different words before each.
  private(set) var distinctBefore: [UInt32]
  let pairs: [Run]
  let triples: [Run]
  private(set) var pairDiscounts = Discounts()
  private(set) var tripleDiscounts = Discounts()

  typealias Run = (key: UInt64, count: UInt32)

  /// - Parameter numbers: the model's number for each of the counter's.
  init(
    counts: [UInt32], pairs counted: borrowing KeyCounts,
    triples countedTriples: borrowing KeyCounts,
    numbers: [UInt32], limits: ReadingLimits
  ) {
    self.counts = counts
    distinctBefore = Array(repeating: 0, count: counts.count)
    var runs: [Run] = []
    runs.reserveCapacity(counted.count)
    counted.visit { key, count in
      let (first, second) = PackedRun.words(ofPair: key)
      runs.append((PackedRun.pair(numbers[Int(first)], numbers[Int(second)]), count))
    }
    Self.merge(&runs)
    for run in runs {
      pairDiscounts.see(run.count)
      distinctBefore[Int(PackedRun.words(ofPair: run.key).1)] += 1
    }
    runs.removeAll { $0.count < limits.pair }
    pairs = runs
    runs = []
    runs.reserveCapacity(countedTriples.count)
    countedTriples.visit { key, count in
      let old = PackedRun.words(ofTriple: key)
      let new = (numbers[Int(old.0)], numbers[Int(old.1)], numbers[Int(old.2)])
      runs.append((PackedRun.triple(new.0, new.1, new.2), count))
    }
    Self.merge(&runs)
    for run in runs { tripleDiscounts.see(run.count) }
    runs.removeAll { $0.count < limits.triple }
    triples = runs
  }

  /// Sorts runs and makes one of those that are alike, now that words may be.
  private static func merge(_ runs: inout [Run]) {
    runs.sort { $0.key < $1.key }
    var end = 0
    for run in runs {
      if end > 0, runs[end - 1].key == run.key {
        runs[end - 1].count = UInt32(clamping: UInt64(runs[end - 1].count) + UInt64(run.count))
      } else {
        runs[end] = run
        end += 1
      }
    }
    runs.removeSubrange(end...)
  }
}
