/// The blocks of a segment in the order of their bounds, largest first: a counting sort by the
/// high byte, a batch at a time, since a search mostly needs the first blocks only.
///
/// Visiting blocks so, a search ends at the first that cannot enter the top (block-max pruning of
/// Mallia, Suel and Tonellotto 2024, arXiv:2405.01117).
struct BlockOrder {
  /// The blocks of the batch.
  private(set) var blocks: [UInt32] = []

  private let bounds: [UInt16]
  private let words: [UInt64]
  private let least: UInt16
  /// How many blocks there are of each high byte, the largest byte first.
  private var counts: InlineArray<256, UInt32>
  /// The first high byte, counted from the largest, that no batch had.
  private var next = 0
  /// A batch holds so many blocks or a few more.
  private var batch = 48

  /// - Parameters:
  ///   - words: the documents of each block to choose from; blocks without any are left out.
  ///   - least: blocks with smaller bounds are left out.
  init(_ bounds: [UInt16], _ words: [UInt64], least: UInt16) {
    precondition(bounds.count == words.count, "a word and a bound a block")
    self.bounds = bounds
    self.words = words
    self.least = least
    counts = InlineArray(repeating: 0)
    for block in bounds.indices where words[block] != 0 && bounds[block] >= least {
      counts[255 &- Int(bounds[block] &>> 8)] &+= 1
    }
  }

  /// Puts the next blocks in order; false when there are none.
  mutating func advance() -> Bool {
    var starts = InlineArray<256, UInt32>(repeating: 0)
    let first = next
    var total: UInt32 = 0
    while next < 256, total < batch {
      starts[next] = total
      total &+= counts[next]
      next += 1
    }
    batch *= 8
    let buckets = UInt16(first)..<UInt16(next)
    if total == 0 { return false }
    if blocks.count < Int(total) {
      blocks = Array(repeating: 0, count: Int(total))
    } else {
      blocks.removeLast(blocks.count - Int(total))
    }
    for block in bounds.indices where words[block] != 0 && bounds[block] >= least {
      let bucket = 255 &- bounds[block] &>> 8
      guard buckets.contains(bucket) else { continue }
      blocks[Int(starts[Int(bucket)])] = UInt32(truncatingIfNeeded: block)
      starts[Int(bucket)] &+= 1
    }
    return true
  }
}
