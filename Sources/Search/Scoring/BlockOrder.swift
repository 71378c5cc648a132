internal import CImpacts

/// The blocks of a segment, those with the largest bounds first, a batch at a time: the first batches
/// raise the bar so far that most blocks are never put in order.
///
/// Visiting blocks so, a search ends at the first that cannot enter the top (block-max pruning of
/// Mallia, Suel and Tonellotto 2024, arXiv:2405.01117). Where they sort all blocks by their bounds,
/// here a sample of the bounds says where the few best ones begin; only those are sorted, the others
/// are visited as they lie in memory.
struct BlockOrder {
  /// The blocks of the batch.
  private(set) var blocks: [UInt32] = []

  private let bounds: [UInt16]
  /// A batch has the blocks with bounds from its cut up to that of the batch before.
  private var cuts: [UInt16]
  private var end: UInt32 = 1 << 16
  private let least: UInt16
  private let isWide: Bool

  /// About so many blocks are in the first batch, and in the second.
  private static let batchSizes = [32, 384]
  /// A batch of more blocks is not sorted: its bounds are nearly all the same.
  private static let sortLimit = 128
  private static let sampleSize = 256

  /// - Parameter least: blocks with smaller bounds are left out.
  init(_ bounds: [UInt16], least: UInt16, wide: Bool = Lanes.canBeWide) {
    isWide = wide && Lanes.canBeWide
    self.bounds = bounds
    self.least = least
    cuts = Self.cuts(bounds) + [0]
  }

  /// Puts the next blocks in order; false when there are none.
  ///
  /// - Parameter bar: blocks with smaller bounds are not asked for any more.
  mutating func advance(from bar: UInt16) -> Bool {
    while !cuts.isEmpty {
      let cut = cuts.removeFirst()
      let first = max(cut, bar, least)
      if UInt32(first) < end { take(first) } else { blocks.removeAll(keepingCapacity: true) }
      end = min(end, UInt32(cut))
      if !blocks.isEmpty {
        if cuts.count == Self.batchSizes.count, blocks.count <= Self.sortLimit {
          sort()
        }
        return true
      }
    }
    return false
  }

  /// Puts the largest bounds first, of equal ones the block that lies before the other.
  private mutating func sort() {
    var keys = blocks.map { UInt64(~bounds[Int($0)]) << 32 | UInt64($0) }
    keys.sort()
    for (index, key) in keys.enumerated() { blocks[index] = UInt32(truncatingIfNeeded: key) }
  }

  /// Takes the blocks with bounds from `first` on up to the end of the batch, as they lie.
  private mutating func take(_ first: UInt16) {
    let width = UInt16(truncatingIfNeeded: end &- UInt32(first) &- 1)
    if blocks.count < bounds.count {
      blocks = unsafe Array(unsafeUninitializedCapacity: bounds.count) { $1 = bounds.count }
    }
    var count = 0
    unsafe blocks.withUnsafeMutableBufferPointer { blocks in
      unsafe bounds.withUnsafeBufferPointer { bounds in
        if isWide, let base = bounds.baseAddress, let target = blocks.baseAddress {
          count = unsafe impacts_select(base, bounds.count, first, width, target)
          return
        }
        // In bounds: there is room for all blocks. Every block is written, and stays where its
        // bound is in the range: no branch, which could not be foretold.
        for block in 0..<bounds.count {
          unsafe blocks[count] = UInt32(truncatingIfNeeded: block)
          count &+= unsafe bounds[block] &- first <= width ? 1 : 0
        }
      }
    }
    blocks.removeLast(blocks.count - count)
  }

  /// Where the batches begin, as a sample tells.
  private static func cuts(_ bounds: [UInt16]) -> [UInt16] {
    let stride = bounds.count / sampleSize + 1
    var counts = InlineArray<256, UInt16>(repeating: 0)
    var index = 0
    while index < bounds.count {
      counts[Int(bounds[index] &>> 8)] &+= 1
      index &+= stride
    }
    var cuts: [UInt16] = []
    var seen = 0
    for high in (0..<256).reversed() where cuts.count < batchSizes.count {
      seen += Int(counts[high])
      if seen * stride >= batchSizes[cuts.count] { cuts.append(UInt16(high) << 8) }
    }
    while cuts.count < batchSizes.count { cuts.append(0) }
    return cuts
  }
}
