import InvertedIndex
import Synchronization

/// The bounds of all short lists of a query, added up before any block is visited: they are in few
/// blocks, and a block without any costs nothing.
///
/// 16 bits for every document of a segment. Memory is kept from query to query, all zeros between two
/// uses. `@unchecked Sendable`: it is either in the pool, where nobody uses it, or with the one search
/// that took it out.
@safe final class SparseSums: @unchecked Sendable {
  private let blockCount: Int
  // Owned by this object: 64 sums a block, and a bit for each block that has any.
  private let sums: UnsafeMutablePointer<UInt16>
  private let touched: UnsafeMutablePointer<UInt64>
  private let wordCount: Int

  private init(blockCount: Int) {
    self.blockCount = blockCount
    wordCount = blockCount / 64 + 1
    unsafe sums = .allocate(capacity: blockCount * 64)
    unsafe sums.initialize(repeating: 0, count: blockCount * 64)
    unsafe touched = .allocate(capacity: wordCount)
    unsafe touched.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    unsafe sums.deallocate()
    unsafe touched.deallocate()
  }

  /// Adds `factor` times the impact of each document of a list.
  ///
  /// - Precondition: factors of a query add up to 257 at most, so that sums stay below 65,536.
  func add(_ list: CountedPostings, factor: UInt16) {
    // In bounds: a list names documents of the segment only.
    for index in 0..<list.count {
      let document = unsafe Int(list.documents[index])
      precondition(document < blockCount &* 64, "a list of another segment")
      unsafe sums[document] &+= UInt16(list.impacts[index]) &* factor
      unsafe touched[document &>> 12] |= 1 &<< UInt64(document &>> 6 & 63)
    }
  }

  /// The sums of a block, nil where all are 0. Valid while this is held.
  @inline(__always)
  func sums(of block: Int) -> UnsafePointer<UInt16>? {
    // In bounds: there is a bit, and 64 sums, for every block.
    guard unsafe touched[block &>> 6] &>> UInt64(block & 63) & 1 == 1 else { return nil }
    return unsafe UnsafePointer(sums + block &* 64)
  }

  /// Whether a document is in any of the lists: an impact is 1 at least, and so is a factor.
  @inline(__always)
  func contains(_ document: DocID) -> Bool { unsafe sums[Int(document)] != 0 }

  /// Adds the largest sum of each block to its bound.
  func addBounds(to bounds: UnsafeMutablePointer<UInt16>) {
    visitBlocks { block in
      var largest: UInt16 = 0
      for lane in 0..<64 { unsafe largest = max(largest, sums[block &* 64 &+ lane]) }
      unsafe bounds[block] &+= largest
    }
  }

  @inline(__always)
  private func visitBlocks(_ body: (Int) -> Void) {
    for word in 0..<wordCount {
      var rest = unsafe touched[word]
      while rest != 0 {
        body(word &* 64 &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  private func clear() {
    visitBlocks { unsafe (sums + $0 &* 64).update(repeating: 0, count: 64) }
    unsafe touched.update(repeating: 0, count: wordCount)
  }

  /// Sums that were used before; so many are kept.
  private static let pool = Mutex<[SparseSums]>([])
  private static let poolLimit = 8

  static func take(blockCount: Int) -> SparseSums {
    let known = pool.withLock { idle in
      idle.lastIndex { $0.blockCount == blockCount }.map { idle.remove(at: $0) }
    }
    return known ?? SparseSums(blockCount: blockCount)
  }

  /// Forgets all sums and lets the next search have the memory.
  func putBack() {
    clear()
    Self.pool.withLock { idle in
      if idle.count == Self.poolLimit { idle.removeFirst() }
      idle.append(self)
    }
  }
}
