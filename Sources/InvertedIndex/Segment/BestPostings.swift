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
    found.settle(Self.limit - 1)
    bar = Float(bitPattern: ~UInt32(found[Self.limit - 1] >> 32))
    found.removeLast(found.count - Self.limit)
  }
}
