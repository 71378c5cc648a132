/// Gathers the documents of a list that have the largest shares (see `ImpactModel`): those that a
/// search for this one term wants.
struct BestPostings {
  /// So many are kept.
  static let limit = 16

  /// `~share << 32 | document`, so that the best are the least: the bits of floats that are not
  /// negative rise as they do.
  private var found: [UInt64] = []
  /// What does not exceed this comes too late.
  private var bar: Float = -1

  /// Documents must rise: of equal shares the first ones stay.
  @inline(__always)
  mutating func add(_ document: DocID, share: Float) {
    guard share > bar else { return }
    found.append(UInt64(~share.bitPattern) << 32 | UInt64(document))
    if found.count == 4 * Self.limit { cut() }
  }

  /// The documents, the largest shares first; none may be added after.
  var documents: [DocID] {
    mutating get {
      cut()
      found.sort()
      return found.map { DocID(truncatingIfNeeded: $0) }
    }
  }

  mutating func removeAll() {
    found.removeAll(keepingCapacity: true)
    bar = -1
  }

  /// Drops all but the best.
  private mutating func cut() {
    guard found.count > Self.limit else { return }
    Self.select(&found)
    bar = Float(bitPattern: ~UInt32(found[Self.limit - 1] >> 32))
    found.removeLast(found.count - Self.limit)
  }

  /// Puts the best before the others, the worst of them at their end: quickselect (Hoare 1961,
  /// doi:10.1145/366622.366647).
  private static func select(_ found: inout [UInt64]) {
    var found = found.mutableSpan
    var low = 0
    var high = found.count - 1
    while low < high {
      let pivot = found[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while found[left] < pivot { left += 1 }
        while found[right] > pivot { right -= 1 }
        if left <= right {
          found.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if limit - 1 <= right {
        high = right
      } else if limit - 1 >= left {
        low = left
      } else {
        return
      }
    }
  }
}
