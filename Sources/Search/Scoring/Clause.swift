import InvertedIndex

/// One summand of a score on one segment: a leaf, or a phrase.
struct Clause {
  var lists: [ScoredList]
  /// Rarity times `k1 + 1`: what the share of a document is multiplied with. For sums the largest
  /// of them.
  var scale: Float
  /// The frequencies of its one list are scores already: those of many rare terms, summed.
  var isSum = false

  /// Whether impacts bound the score: they are made for weights of 1 at most.
  var isBounded: Bool { lists.reduce(0) { max($0, $1.weight) } <= 1 }
}

/// The bounds of all clauses in whole numbers, so that 16 bits hold a sum.
///
/// A score is at most the sum of `factor · impact / unit`. Factors add up to `limit` at most, and
/// 257 times the largest impact of 255 is the largest 16-bit number.
struct BoundScale {
  private(set) var lists: [BoundedList] = []
  /// What a bound is divided by to be a score.
  let unit: Float

  private static let limit: Float = 257

  /// - Parameter drift: how much impacts may have grown since the segment was written, 1 or more.
  /// - Returns: nil where 16 bits are too few or impacts do not bound.
  init?(_ clauses: [Clause], drift: Float) {
    let lists = clauses.reduce(0) { $0 + $1.lists.count { !$0.isPart } }
    let sum = clauses.reduce(Float(0)) { $0 + $1.scale * Float($1.lists.count { !$0.isPart }) }
    guard drift.isFinite, sum.isFinite, sum > 0, lists <= 64, clauses.allSatisfy(\.isBounded) else {
      return nil
    }
    let steps = (Self.limit - Float(lists)) / sum
    unit = 255 * steps / drift
    self.lists.reserveCapacity(lists)
    for clause in clauses {
      let factor = UInt16((clause.scale * steps).rounded(.up))
      guard factor > 0 else { continue }
      for list in clause.lists where !list.isPart {
        self.lists.append(BoundedList(list: list, factor: factor))
      }
    }
  }

  /// The least bound of a document whose score may reach `score`.
  func least(reaching score: Float) -> UInt16? {
    guard score > 0 else { return 0 }
    // A little less: scores and bounds are rounded on different ways.
    let bound = (score * unit * 0.9999).rounded(.down)
    return bound <= 65_535 ? UInt16(bound) : nil
  }
}

/// A list and what its impacts are multiplied with in a bound.
struct BoundedList {
  let list: ScoredList
  let factor: UInt16
}
