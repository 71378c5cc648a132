/// The blocks of a segment in the order of their bounds, largest first: a counting sort by the
/// high byte.
///
/// Visiting blocks so, a search ends at the first that cannot enter the top (block-max pruning of
/// Mallia, Suel and Tonellotto 2024, arXiv:2405.01117).
struct BlockOrder {
  private(set) var blocks: [UInt32]

  /// - Parameter isWanted: blocks to leave out altogether.
  init(_ bounds: [UInt16], where isWanted: (Int) -> Bool) {
    var starts = [Int](repeating: 0, count: 257)
    var count = 0
    for block in bounds.indices where isWanted(block) {
      starts[256 - Int(bounds[block] >> 8)] += 1
      count += 1
    }
    for bucket in 1...256 { starts[bucket] += starts[bucket - 1] }
    blocks = [UInt32](repeating: 0, count: count)
    for block in bounds.indices where isWanted(block) {
      let bucket = 255 - Int(bounds[block] >> 8)
      blocks[starts[bucket]] = UInt32(block)
      starts[bucket] += 1
    }
  }
}
