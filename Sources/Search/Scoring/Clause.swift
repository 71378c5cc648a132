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
/// 257 times the largest impact of 255 is the largest 16-bit number. Where no block comes near that,
/// as with many lists of rare neighbours, a finer scale has larger factors.
struct BoundScale {
  private(set) var lists: [BoundedList] = []
  /// What a bound is divided by to be a score.
  let unit: Float
  /// What a scale is multiplied with to be a factor, before it is rounded.
  private let steps: Float

  private static let limit: Float = 257
  /// A scale that is finer by less is not worth adding up all bounds again.
  private static let leastGain: Float = 1.25

  /// - Parameter drift: how much impacts may have grown since the segment was written, 1 or more.
  /// - Returns: nil where 16 bits are too few or impacts do not bound.
  init?(_ clauses: [Clause], drift: Float) {
    let lists = clauses.reduce(0) { $0 + $1.lists.count { !$0.isPart } }
    let sum = clauses.reduce(Float(0)) { $0 + $1.scale * Float($1.lists.count { !$0.isPart }) }
    guard drift.isFinite, sum.isFinite, sum > 0, lists <= 64, clauses.allSatisfy(\.isBounded) else {
      return nil
    }
    self.init(clauses, drift, lists, steps: (Self.limit - Float(lists)) / sum)
  }

  private init(_ clauses: [Clause], _ drift: Float, _ lists: Int, steps: Float) {
    self.steps = steps
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

  /// The same scale, or a finer one where that fits the largest bound that any block has.
  func refined(_ clauses: [Clause], drift: Float, largest: UInt16) -> BoundScale {
    // Of each list a factor may be rounded up by 1, and its impact is 255 at most.
    let room = 65_535 - 255 * Float(lists.count)
    let steepest = clauses.reduce(Float(0)) { max($0, $1.scale) }
    let finer = min(steps * room / Float(max(1, largest)), (Self.limit - 1) / steepest)
    guard finer >= steps * Self.leastGain else { return self }
    return BoundScale(clauses, drift, lists.count, steps: finer)
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
