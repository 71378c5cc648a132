import Synchronization

/// How often something took how long: a count for each of a few ranges, and the sum.
///
/// Two additions to record one duration, so that every request can afford it.
final class Histogram: Sendable {
  /// Upper bounds in microseconds, each of its bucket and within it: from a word looked up in
  /// memory (50 µs) to a search at its limit (10 s). What takes longer has a last bucket.
  static let bounds = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 5_000_000, 10_000_000,
  ]

  private let buckets = (0...Histogram.bounds.count).map { _ in Counter() }
  private let nanoseconds = Counter()

  func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let taken = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    var bucket = 0
    while bucket < Self.bounds.count, taken > Self.bounds[bucket] * 1_000 { bucket += 1 }
    buckets[bucket].add()
    nanoseconds.add(taken)
  }

  /// Durations recorded.
  var count: Int { buckets.reduce(0) { $0 + $1.value } }

  /// For each bound the durations up to it, and at last all; read once, so that they only rise.
  var cumulative: [Int] {
    var sum = 0
    return buckets.map { bucket in
      sum += bucket.value
      return sum
    }
  }

  var sumSeconds: Double { Double(nanoseconds.value) / 1e9 }
}
