/// Gathers the documents of a list that have the largest shares (see `ImpactModel`): those that a
/// search for this one term wants.
struct BestPostings {
  /// So many are kept.
  static let limit = 128

  private var found: [(share: Float, document: DocID)] = []
  /// What does not exceed this comes too late.
  private var bar: Float = -1

  /// Documents must rise: of equal shares the first ones stay.
  @inline(__always)
  mutating func add(_ document: DocID, share: Float) {
    guard share > bar else { return }
    found.append((share, document))
    if found.count == 2 * Self.limit { cut() }
  }

  /// The documents, the largest shares first; none may be added after.
  var documents: [DocID] {
    mutating get {
      cut()
      return found.map(\.document)
    }
  }

  mutating func removeAll() {
    found.removeAll(keepingCapacity: true)
    bar = -1
  }

  private mutating func cut() {
    found.sort { $0.share != $1.share ? $0.share > $1.share : $0.document < $1.document }
    guard found.count >= Self.limit else { return }
    found.removeLast(found.count - Self.limit)
    bar = found[Self.limit - 1].share
  }
}
