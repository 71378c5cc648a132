/// What follows a context, for each context a row: the words behind it and their shares.
struct ReadingRows: Sendable, Equatable {
  /// Where each row begins, and the end of the last.
  private var starts: [UInt32] = [0]
  /// The words of each row, rising, and their shares.
  private var entries: [PackedShare] = []
  /// What each row leaves for a shorter context. A row and its rest add up to 1.
  private var rests: [Float] = []

  /// Bytes of memory.
  var byteCount: Int { 4 * (entries.count + starts.count + rests.count) }

  /// Entries of all rows.
  var count: Int { entries.count }

  /// Adds a row for a context that was met `count` times.
  mutating func append(
    _ row: some Collection<(follower: UInt32, count: UInt32)>, count: UInt32, _ discounts: Discounts
  ) {
    let seen = row.reduce(0) { $0 + Double($1.count) }
    // A context that was dropped while counting may be counted less than what follows it.
    let total = max(Double(count), seen)
    var rest = 1.0
    for entry in row {
      let share = (Double(entry.count) - discounts[entry.count]) / total
      entries.append(PackedShare(entry.follower, share: share))
      rest -= share
    }
    starts.append(UInt32(entries.count))
    rests.append(Float(max(0, rest)))
  }

  /// Replaces the shares that a shorter context gives to words, which rise, by those of a row.
  ///
  /// - Parameter start: where the shares begin in `result`.
  func refine(_ result: inout [Double], from start: Int, of words: ArraySlice<UInt32>, in row: Int)
  {
    guard let first = words.first else { return }
    var index = firstIndex(notBefore: first, in: row)
    let end = Int(starts[row + 1])
    let rest = Double(rests[row])
    var place = start
    for word in words {
      while index < end, entries[index].word < word { index += 1 }
      let share = index < end && entries[index].word == word ? entries[index].share : 0
      result[place] = share + rest * result[place]
      place += 1
    }
  }

  private func firstIndex(notBefore word: UInt32, in row: Int) -> Int {
    var low = Int(starts[row])
    var high = Int(starts[row + 1])
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].word < word { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What is taken from each count and given to a shorter context (Chen and Goodman 1999,
/// equation 26): one amount for counts of one, two, and three or more.
struct Discounts {
  /// Different runs that occur once, twice, three and four times, at 1 to 4.
  private var runs = [0.0, 0, 0, 0, 0]

  mutating func see(_ count: UInt32) {
    if count <= 4 { runs[Int(count)] += 1 }
  }

  subscript(count: UInt32) -> Double {
    let level = min(Int(count), 3)
    // A few sentences do not have runs of every count.
    guard runs[1] > 0, runs[2] > 0, runs[level] > 0 else { return 0.75 }
    let ratio = runs[1] / (runs[1] + 2 * runs[2])
    let discount = Double(level) - Double(level + 1) * ratio * runs[level + 1] / runs[level]
    return max(0.1, min(discount, Double(level) - 0.1))
  }
}
