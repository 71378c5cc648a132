import InvertedIndex

/// Adds to the best candidates what neighbours of the query are worth that are neighbours in the
/// document as well.
///
/// A pair counts like a term of its own: BM25 with the number of times it stands together. Its
/// rarity is that of documents that hold both words, which bounds the rarity of the pair from
/// below.
struct PairScorer {
  private let plan: Plan
  private let rarities: [Float]
  private let weights: RankingWeights
  private let averageLength: Float

  init(
    _ plan: Plan, counts: [Int], documents: Int, averageLength: Float, weights: RankingWeights
  ) {
    self.plan = plan
    self.weights = weights
    self.averageLength = averageLength
    rarities = counts.map { Plan.rarity(documents: $0, of: documents) }
  }

  /// Rescores candidates of one segment.
  func rescore(_ candidates: inout [Candidate], of segment: Segment) throws(IndexError) {
    let table = PairTable(plan, segment)
    let expanded = plan.hasExpansions ? ExpandedPairs(plan, segment) : nil
    let lengths = EffectiveLengths(segment, weights, average: averageLength)
    var slots: [UInt32] = []
    for index in candidates.indices {
      let document = candidates[index].document
      try segment.readSlots(document, into: &slots)
      let hasTitle = segment.lengths(of: document).title > 0
      let counts =
        expanded?.count(slots, hasTitle: hasTitle, weights)
        ?? table.count(slots, hasTitle: hasTitle, weights)
      let norm = lengths.norm(document)
      for (pair, frequency) in counts.enumerated() where frequency > 0 {
        candidates[index].score +=
          weights.pairs * rarities[pair] * (weights.k1 + 1) * frequency / (frequency + norm)
      }
    }
  }
}

/// Which leaves each canonical term of a segment matches, a byte a term.
private struct PairTable {
  /// 0 for terms that match no leaf, else an index into `masks` plus one.
  private var classes: [UInt8]
  private var masks: [LeafSet] = []
  private let pairs: [Plan.Pair]

  init(_ plan: Plan, _ segment: Segment) {
    pairs = plan.pairs
    var leavesOfTerm: [UInt32: LeafSet] = [:]
    let wanted = Set(plan.pairs.flatMap { [$0.first, $0.second] })
    for leaf in wanted {
      // Forms that are let in only for want of better ones make no pair.
      for range in segment.ordinals(for: plan.leaves[leaf], above: 0.4) {
        for term in range { leavesOfTerm[term, default: LeafSet()].insert(leaf) }
      }
    }
    classes = Array(repeating: 0, count: segment.canonicalTermCount)
    for (term, mask) in leavesOfTerm {
      let index = masks.firstIndex(of: mask) ?? masks.count
      // More than 255 different sets of leaves cannot come from 64 clauses in practice; terms
      // beyond make no pair.
      guard index < 255 else { continue }
      if index == masks.count { masks.append(mask) }
      classes[Int(term)] = UInt8(index + 1)
    }
  }

  /// The weighted number of times each pair stands together.
  func count(_ slots: [UInt32], hasTitle: Bool, _ weights: RankingWeights) -> [Float] {
    var counts = [Float](repeating: 0, count: pairs.count)
    // The words that ended a pair at the slot before: a pair that begins with one goes on.
    var continues = LeafSet()
    var previous = LeafSet()
    var weight = hasTitle ? weights.title : 1
    for slot in slots {
      guard slot < ForwardDocument.block else {
        if slot == ForwardDocument.block { weight = 1 }
        previous = LeafSet()
        continues = LeafSet()
        continue
      }
      let kind = classes[Int(slot)]
      let mask = kind == 0 ? LeafSet() : masks[Int(kind) - 1]
      var ended = LeafSet()
      if !previous.isEmpty, !mask.isEmpty {
        for (index, pair) in pairs.enumerated()
        where previous.contains(pair.first) && mask.contains(pair.second) {
          counts[index] += continues.contains(pair.first) ? weight * weights.runs : weight
          ended.insert(pair.second)
        }
      }
      continues = ended
      previous = mask
    }
    return counts
  }
}
