/// Which words follow which, and their shares.
///
/// Words with one folded key have one row, by the second word and then by the first: all pairs of
/// the readings of two words that were typed stand side by side, and are found by one search.
struct ReadingPairs: Sendable, Equatable {
  /// The row of each word.
  private var rows: [UInt32] = []
  /// The first word of each row, and one more.
  private let firstWords: [UInt32]
  /// Where each row begins, and the end of the last.
  private var starts: [UInt32] = [0]
  /// The second word, and how far the first is from that of the row.
  private var keys: [UInt32] = []
  /// The share of the second word of all that follows the first.
  private var shares: [UInt16] = []
  /// The same of how many different words are met before the pair.
  private var joints: [UInt16] = []
  /// What each word leaves for words that were never met behind it.
  private var rests: [Float]
  private var jointRests: [Float]

  private static let offsetBits: UInt32 = 12
  private static let offsetMask: UInt32 = 1 << offsetBits - 1

  /// Bytes of memory.
  var byteCount: Int {
    8 * keys.count + 4 * (rows.count + firstWords.count + starts.count + 2 * rests.count)
  }

  var count: Int { keys.count }

  /// - Parameters:
  ///   - firstWords: the first word of each row, rising, and the end of the last. Of a row with more
  ///     words than a key has room for, those behind are in no pair as its first word.
  ///   - body: called for each pair, in the order of their numbers: what three words in a row
  ///     begin with.
  init(
    _ statistics: ReadingStatistics, firstWords: [UInt32],
    _ body: (_ begins: Range<Int>, _ count: UInt32) -> Void
  ) {
    self.firstWords = firstWords
    let wordCount = Int(firstWords.last ?? 0)
    rests = Array(repeating: 1, count: wordCount)
    jointRests = rests
    rows.reserveCapacity(wordCount)
    keys.reserveCapacity(statistics.pairs.count)
    shares.reserveCapacity(statistics.pairs.count)
    var source = Source()
    for (row, first) in firstWords.dropLast().enumerated() {
      let words = first..<firstWords[row + 1]
      rows.append(contentsOf: repeatElement(UInt32(row), count: words.count))
      append(source.take(words, of: statistics), words, statistics, body)
      starts.append(UInt32(keys.count))
    }
    fillJoints(statistics)
  }

  /// A pair of words and the runs of three that it begins.
  private struct Pair {
    /// By which it is filed.
    var key: UInt32
    var count: UInt32
    var begins: Range<Int>
  }

  /// Goes through pairs and runs of three, which are in the same order.
  private struct Source {
    var pair = 0
    var triple = 0

    /// The pairs that begin with some words, by their keys.
    mutating func take(
      _ words: Range<UInt32>, of statistics: ReadingStatistics
    ) -> [Pair] {
      var pairs: [Pair] = []
      while pair < statistics.pairs.count {
        let run = statistics.pairs[pair]
        let (first, second) = PackedRun.words(ofPair: run.key)
        if first >= words.upperBound { break }
        let begins = takeTriples(run.key, of: statistics)
        pair += 1
        let offset = first - words.lowerBound
        guard offset <= offsetMask else { continue }
        pairs.append(Pair(key: second << offsetBits | offset, count: run.count, begins: begins))
      }
      return pairs.sorted { $0.key < $1.key }
    }

    /// The runs of three that begin with a pair. A pair may have been dropped while counting; its
    /// runs of three then are passed over.
    private mutating func takeTriples(
      _ pair: UInt64, of statistics: ReadingStatistics
    ) -> Range<Int> {
      let triples = statistics.triples
      while triple < triples.count, PackedRun.context(ofTriple: triples[triple].key) < pair {
        triple += 1
      }
      let start = triple
      while triple < triples.count, PackedRun.context(ofTriple: triples[triple].key) == pair {
        triple += 1
      }
      return start..<triple
    }
  }

  private mutating func append(
    _ pairs: [Pair], _ words: Range<UInt32>, _ statistics: ReadingStatistics,
    _ body: (Range<Int>, UInt32) -> Void
  ) {
    var seen = [Double](repeating: 0, count: words.count)
    for pair in pairs { seen[Int(pair.key & Self.offsetMask)] += Double(pair.count) }
    var rests = [Double](repeating: 1, count: words.count)
    for pair in pairs {
      let offset = pair.key & Self.offsetMask
      // A word that was dropped while counting may be counted less than what follows it.
      let total = max(
        Double(statistics.counts[Int(words.lowerBound + offset)]), seen[Int(offset)])
      let share = (Double(pair.count) - statistics.pairDiscounts[pair.count]) / total
      keys.append(pair.key)
      shares.append(UInt16(ShareCode.code(of: share)))
      rests[Int(offset)] -= share
      body(pair.begins, pair.count)
    }
    for (index, rest) in rests.enumerated() {
      self.rests[Int(words.lowerBound) + index] = Float(max(0, rest))
    }
  }

  /// Counts in how many runs of three each pair is the end.
  private mutating func fillJoints(_ statistics: ReadingStatistics) {
    var counts = [UInt32](repeating: 0, count: count)
    for run in statistics.triples {
      let (_, second, third) = PackedRun.words(ofTriple: run.key)
      if let pair = index(of: second, third) { counts[pair] += 1 }
    }
    var discounts = Discounts()
    var seen = [Double](repeating: 0, count: rests.count)
    forEachFirst { pair, first in
      if counts[pair] > 0 { discounts.see(counts[pair]) }
      seen[first] += Double(counts[pair])
    }
    joints = Array(repeating: ShareCode.none, count: count)
    var rests = [Double](repeating: 1, count: self.rests.count)
    forEachFirst { pair, first in
      guard counts[pair] > 0 else { return }
      let share = (Double(counts[pair]) - discounts[counts[pair]]) / seen[first]
      joints[pair] = UInt16(ShareCode.code(of: share))
      rests[first] -= share
    }
    jointRests = rests.map { Float(max(0, $0)) }
  }

  /// Calls with each pair and its first word.
  private func forEachFirst(_ body: (_ pair: Int, _ first: Int) -> Void) {
    for (row, first) in firstWords.dropLast().enumerated() {
      for pair in Int(starts[row])..<Int(starts[row + 1]) {
        body(pair, Int(first + keys[pair] & Self.offsetMask))
      }
    }
  }
}

// MARK: - Reading

extension ReadingPairs {
  /// The share of the second word behind the first.
  func share(of pair: Int) -> Double { ShareCode.share(of: UInt32(shares[pair])) }

  /// The share of the second word in what runs of three with the first in the middle fall back to.
  func joint(of pair: Int) -> Double {
    joints[pair] == ShareCode.none ? 0 : ShareCode.share(of: UInt32(joints[pair]))
  }

  /// What a word leaves for those that were never met behind it.
  func rest(of word: UInt32) -> Double { Double(rests[Int(word)]) }

  /// The same of runs of three with the word in the middle.
  func jointRest(of word: UInt32) -> Double { Double(jointRests[Int(word)]) }

  /// The number of a pair, if it was met.
  func index(of first: UInt32, _ second: UInt32) -> Int? {
    let row = Int(rows[Int(first)])
    let offset = first - firstWords[row]
    guard offset <= Self.offsetMask else { return nil }
    let key = second << Self.offsetBits | offset
    let index = firstIndex(notBefore: key, in: row)
    return index < Int(starts[row + 1]) && keys[index] == key ? index : nil
  }

  /// Where the pairs of words that share the row of the first, and of the second and later ones,
  /// begin. All are searched for at one pace: memory is then waited for together.
  func beginnings(_ pairs: [(first: UInt32, second: UInt32)]) -> [Int] {
    var searches = pairs.map { pair in
      let row = Int(rows[Int(pair.first)])
      return (
        key: pair.second << Self.offsetBits, low: Int(starts[row]), high: Int(starts[row + 1])
      )
    }
    var isDone = false
    while !isDone {
      isDone = true
      for index in searches.indices where searches[index].low < searches[index].high {
        let middle = (searches[index].low + searches[index].high) / 2
        if keys[middle] < searches[index].key {
          searches[index].low = middle + 1
        } else {
          searches[index].high = middle
        }
        isDone = false
      }
    }
    return searches.map(\.low)
  }

  /// Calls with the pairs that were met of words that rise: their places and the number of the pair.
  ///
  /// - Parameter beginning: of the first of both, see `beginnings`.
  func visit(
    _ firsts: ArraySlice<UInt32>, _ seconds: ArraySlice<UInt32>, from beginning: Int,
    _ body: (_ first: Int, _ second: Int, _ pair: Int) -> Void
  ) {
    guard let second = seconds.first else { return }
    var start = firsts.startIndex
    while start < firsts.endIndex {
      let row = Int(rows[Int(firsts[start])])
      var end = start + 1
      while end < firsts.endIndex, firsts[end] < firstWords[row + 1] { end += 1 }
      let index =
        start == firsts.startIndex
        ? beginning : firstIndex(notBefore: second << Self.offsetBits, in: row)
      visit(row, firsts[start..<end], seconds, from: index) { first, second, pair in
        body(first - firsts.startIndex, second - seconds.startIndex, pair)
      }
      start = end
    }
  }

  /// - Parameter firsts: words of the row.
  private func visit(
    _ row: Int, _ firsts: ArraySlice<UInt32>, _ seconds: ArraySlice<UInt32>, from start: Int,
    _ body: (Int, Int, Int) -> Void
  ) {
    let end = Int(starts[row + 1])
    var second = seconds.startIndex
    var index = start
    while index < end {
      let word = keys[index] >> Self.offsetBits
      while second < seconds.endIndex, seconds[second] < word { second += 1 }
      guard second < seconds.endIndex else { return }
      if seconds[second] == word {
        let first = firstWords[row] + keys[index] & Self.offsetMask
        if let place = Self.place(of: first, in: firsts) { body(place, second, index) }
        index += 1
      } else if seconds[second] - word <= Self.far {
        index += 1
      } else {
        let key = seconds[second] << Self.offsetBits
        // Words that are not known have the last number of all, and most rows none of them.
        if keys[end - 1] < key { return }
        index = firstIndex(notBefore: key, in: row, from: index)
      }
    }
  }

  /// A word that is so far off is searched for.
  private static let far: UInt32 = 64

  private static func place(of word: UInt32, in words: ArraySlice<UInt32>) -> Int? {
    guard let first = words.first, let last = words.last, first...last ~= word else { return nil }
    if Int(last - first) == words.count - 1 { return words.startIndex + Int(word - first) }
    return words.firstIndex(of: word)
  }

  private func firstIndex(notBefore key: UInt32, in row: Int, from start: Int = 0) -> Int {
    var low = max(start, Int(starts[row]))
    var high = Int(starts[row + 1])
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
