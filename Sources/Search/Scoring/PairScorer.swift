import Documents
import InvertedIndex

/// Looks at a document again: how often neighbours of the query are neighbours in it, with the
/// marks of the query, and where they go on to a third word.
///
/// A pair counts like a term of its own: BM25 with the weighted number of times it stands together
/// and the rarity of doing so.
struct PairScorer {
  private let plan: Plan
  private let segment: Segment
  private let rarities: [Float]
  private let weights: RankingWeights
  private let table: PairTable
  /// Documents in which other words may stand for those of the query, and how they are read.
  private let expanded: DocumentSet?
  private let expandedPairs: ExpandedPairs?
  /// Weighted numbers of the document looked at.
  private var counts: [Float]
  private var forward = ForwardDocument()

  init(
    _ plan: Plan, _ segment: Segment, rarities: [Float], expanded: DocumentSet?,
    weights: RankingWeights
  ) {
    self.plan = plan
    self.segment = segment
    self.rarities = rarities
    self.weights = weights
    table = PairTable(plan, segment, runs: weights.runs)
    self.expanded = expanded
    expandedPairs = expanded == nil ? nil : ExpandedPairs(plan, segment)
    counts = Array(repeating: 0, count: plan.pairs.count)
  }

  /// What neighbours add to the score of a document.
  mutating func score(_ document: DocID, norm: Float) throws(IndexError) -> Float {
    for pair in counts.indices { counts[pair] = 0 }
    try count(document)
    var score: Float = 0
    for (pair, frequency) in counts.enumerated() where frequency > 0 {
      score += weights.pairs * rarities[pair] * (weights.k1 + 1) * frequency / (frequency + norm)
    }
    return score
  }

  private mutating func count(_ document: DocID) throws(IndexError) {
    if let expandedPairs, expanded?.contains(Int(document)) ?? false {
      try segment.readForward(document, into: &forward)
      counts = expandedPairs.count(forward, weights)
      return
    }
    let lengths = segment.lengths(of: document)
    let hasTitle = lengths.title > 0
    if lengths.low == 0 {
      let isCounted = try table.count(document, in: segment, &counts) { block in
        hasTitle && block == 0 ? weights.title : 1
      }
      if isCounted { return }
    }
    try segment.readForward(document, into: &forward)
    table.count(forward, weights, &counts)
  }
}

/// Scores documents anew, with neighbours as they stand in them.
struct Rescorer {
  let words: BlockScorer
  var pairs: PairScorer
  let norms: EffectiveLengths

  mutating func score(_ document: DocID) throws(IndexError) -> Float {
    words.score(document) + (try pairs.score(document, norm: norms.norm(document)))
  }
}

/// Which leaves each term of a segment matches, a byte a term.
///
/// The codes of the forward stream lead to the leaves straight away; terms without a code need the
/// plain way over whole slots.
struct PairTable {
  /// 0 for codes that match no leaf, else an index into `masks` plus one.
  private var kindOfCode: [UInt8]
  /// The same by canonical term.
  private var kindOfTerm: [UInt32: UInt8] = [:]
  private var masks: [LeafSet] = []
  /// Whether every term that matches has a code.
  private var codesSuffice = true
  private let pairs: [Plan.Pair]
  private let runs: Float

  init(_ plan: Plan, _ segment: Segment, runs: Float) {
    pairs = plan.pairs
    self.runs = runs
    kindOfCode = Array(repeating: 0, count: 1 << 16)
    var leavesOfTerm: [UInt32: LeafSet] = [:]
    let wanted = Set(plan.pairs.flatMap { [$0.first, $0.second] })
    for leaf in wanted {
      // Forms that are let in only for want of better ones make no pair.
      for range in segment.ordinals(for: plan.leaves[leaf], above: 0.4) {
        for term in range { leavesOfTerm[term, default: LeafSet()].insert(leaf) }
      }
    }
    for (term, mask) in leavesOfTerm {
      let index = masks.firstIndex(of: mask) ?? masks.count
      // More than 255 different sets of leaves cannot come from 64 clauses in practice; terms
      // beyond make no pair.
      guard index < 255 else { continue }
      if index == masks.count { masks.append(mask) }
      kindOfTerm[term] = UInt8(index + 1)
      if let code = segment.code(of: term) {
        kindOfCode[Int(code)] = UInt8(index + 1)
      } else {
        codesSuffice = false
      }
    }
  }

  /// Where a walk over a document is.
  private struct Place {
    var weight: Float
    var previous = LeafSet()
    /// The words that ended a pair at the slot before: a pair that begins with one goes on.
    var continues = LeafSet()

    mutating func interrupt() {
      previous = LeafSet()
      continues = LeafSet()
    }
  }

  /// Adds what stands together in a document, block by block.
  ///
  /// - Returns: false, with nothing added, when the codes do not tell.
  func count(
    _ document: DocID, in segment: Segment, _ counts: inout [Float], weightOf: (Int) -> Float
  ) throws(IndexError) -> Bool {
    guard codesSuffice else { return false }
    var block = 0
    var place = Place(weight: weightOf(0))
    var isIdle = true
    try segment.forEachCode(of: document) { code, isBlockEnd in
      let kind = kindOfCode[Int(code)]
      if kind == 0 {
        if isBlockEnd {
          block += 1
          place.weight = weightOf(block)
        }
        if !isIdle {
          place.interrupt()
          isIdle = true
        }
        return
      }
      isIdle = false
      step(kind, &place, &counts)
    }
    return true
  }

  /// The plain way, over slots and with the kind of each block.
  func count(_ forward: ForwardDocument, _ weights: RankingWeights, _ counts: inout [Float]) {
    var slot = 0
    for block in forward.blocks {
      var place = Place(weight: weights.weight(of: block.kind))
      for index in slot..<(slot + block.slotCount) {
        if let kind = kindOfTerm[forward.slots[index]] {
          step(kind, &place, &counts)
        } else {
          place.interrupt()
        }
      }
      slot += block.slotCount + 1
    }
  }

  private func step(_ kind: UInt8, _ place: inout Place, _ counts: inout [Float]) {
    let mask = masks[Int(kind) - 1]
    var ended = LeafSet()
    if !place.previous.isEmpty {
      for (index, pair) in pairs.enumerated()
      where place.previous.contains(pair.first) && mask.contains(pair.second) {
        counts[index] += place.continues.contains(pair.first) ? place.weight * runs : place.weight
        ended.insert(pair.second)
      }
    }
    place.continues = ended
    place.previous = mask
  }
}

extension RankingWeights {
  /// What an occurrence in a block counts for.
  func weight(of kind: ForwardDocument.Kind) -> Float {
    switch kind {
    case .title: title
    case .block(.related), .block(.boilerplate): low
    case .block: 1
    }
  }
}
