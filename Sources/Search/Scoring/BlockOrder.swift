/// The blocks of a segment in the order of their bounds, largest first: a counting sort by the
/// high byte.
///
/// Visiting blocks so, a search ends at the first that cannot enter the top (block-max pruning of
/// Mallia, Suel and Tonellotto 2024, arXiv:2405.01117).
struct BlockOrder {
  private(set) var blocks: [UInt32]

  /// - Parameters:
  ///   - words: the documents of each block to choose from; blocks without any are left out.
  ///   - least: blocks with smaller bounds are left out.
  init(_ bounds: [UInt16], _ words: [UInt64], least: UInt16) {
    precondition(bounds.count == words.count, "a word and a bound a block")
    blocks = unsafe [UInt32](unsafeUninitializedCapacity: bounds.count) { blocks, count in
      unsafe bounds.withUnsafeBufferPointer { bounds in
        unsafe words.withUnsafeBufferPointer { words in
          unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 257) { starts in
            unsafe starts.initialize(repeating: 0)
            // In bounds: a high byte is below 256, and the places of a bucket are as many as
            // blocks were counted in it.
            for block in 0..<bounds.count {
              let isWanted = unsafe words[block] != 0 && bounds[block] >= least
              unsafe starts[256 &- Int(bounds[block] &>> 8)] &+= isWanted ? 1 : 0
            }
            for bucket in 1...256 { unsafe starts[bucket] &+= starts[bucket &- 1] }
            count = unsafe Int(starts[256])
            for block in 0..<bounds.count
            where unsafe words[block] != 0 && bounds[block] >= least {
              let bucket = unsafe 255 &- Int(bounds[block] &>> 8)
              unsafe blocks[Int(starts[bucket])] = UInt32(truncatingIfNeeded: block)
              unsafe starts[bucket] &+= 1
            }
          }
        }
      }
    }
  }
}
