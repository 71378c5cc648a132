/// The counts behind a model, with its numbers of words: the boundary is the last.
struct ReadingStatistics {
  /// Occurrences of each word, and sentences.
  let counts: [UInt32]
  /// Different words before each.
  private(set) var distinctBefore: [UInt32]
  /// Pairs kept, in no order yet.
  private(set) var pairs: [(key: UInt64, count: UInt32)] = []
  /// Different pairs that occur once, twice, three and four times.
  private var pairsByCount = [0.0, 0, 0, 0, 0]

  init(counts: [UInt32]) {
    self.counts = counts
    distinctBefore = Array(repeating: 0, count: counts.count)
  }

  /// Takes a pair that was counted. `UInt32.max` is a word that is left out.
  mutating func see(_ first: UInt32, _ second: UInt32, _ count: UInt32, _ limits: ReadingLimits) {
    if count <= 4 { pairsByCount[Int(count)] += 1 }
    if second != .max { distinctBefore[Int(second)] += 1 }
    guard first != .max, second != .max, count >= limits.pair else { return }
    pairs.append((PairCounts.key(first, second), count))
  }

  mutating func sortPairs() { pairs.sort { $0.key < $1.key } }

  /// What is taken from the count of a pair, after Chen and Goodman 1999, equation 26.
  func discount(_ count: UInt32) -> Double {
    let (one, two) = (pairsByCount[1], pairsByCount[2])
    guard one > 0, two > 0, count > 0 else { return 0.75 }
    let level = min(Int(count), 3)
    let ratio = one / (one + 2 * two)
    let here = pairsByCount[level]
    guard here > 0 else { return 0.75 }
    let discount = Double(level) - Double(level + 1) * ratio * pairsByCount[level + 1] / here
    return max(0.1, min(discount, Double(level) - 0.1))
  }
}
