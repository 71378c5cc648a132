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
      let isCounted = try table.count(
        document, in: segment, first: hasTitle ? weights.title : 1, others: 1, &counts)
      if isCounted { return }
    }
    try segment.readForward(document, into: &forward)
    table.count(forward, in: segment, weights, &counts)
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

/// Which leaves each term of a segment matches, a byte a code of the forward stream.
struct PairTable {
  /// 0 for codes that match no leaf, else an index into `masks` plus one.
  private var kindOfCode: [UInt8]
  /// The same of the terms that have no code.
  private var escaped: [(term: UInt32, kind: UInt8)] = []
  private var masks: [LeafSet] = []
  private let pairs: [Plan.Pair]
  private let runs: Float

  init(_ plan: Plan, _ segment: Segment, runs: Float) {
    pairs = plan.pairs
    self.runs = runs
    kindOfCode = Array(repeating: 0, count: 1 << 16)
    var seen = LeafSet()
    for leaf in plan.pairs.flatMap({ [$0.first, $0.second] }) where !seen.contains(leaf) {
      seen.insert(leaf)
      // Forms that are let in only for want of better ones make no pair.
      for range in segment.ordinals(for: plan.leaves[leaf], above: 0.4) {
        for term in range { add(leaf, term, segment.code(of: term)) }
      }
    }
  }

  private mutating func add(_ leaf: Int, _ term: UInt32, _ code: UInt16?) {
    if let code {
      kindOfCode[Int(code)] = kind(kindOfCode[Int(code)], with: leaf)
    } else if let index = escaped.firstIndex(where: { $0.term == term }) {
      escaped[index].kind = kind(escaped[index].kind, with: leaf)
    } else {
      escaped.append((term, kind(0, with: leaf)))
    }
  }

  /// The kind that also matches a leaf.
  private mutating func kind(_ kind: UInt8, with leaf: Int) -> UInt8 {
    var mask = kind == 0 ? LeafSet() : masks[Int(kind) - 1]
    mask.insert(leaf)
    if let known = masks.firstIndex(of: mask) { return UInt8(known + 1) }
    // More than 255 different sets of leaves cannot come from 64 clauses in practice; terms beyond
    // make no pair.
    guard masks.count < 255 else { return kind }
    masks.append(mask)
    return UInt8(masks.count)
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

  /// Adds what stands together in a document, straight on its codes.
  ///
  /// - Parameters:
  ///   - first: the weight of the first block.
  ///   - others: that of the blocks behind it.
  /// - Returns: false, with nothing added, when codes alone do not tell.
  func count(
    _ document: DocID, in segment: Segment, first: Float, others: Float,
    _ counts: inout [Float]
  ) throws(IndexError) -> Bool {
    guard escaped.isEmpty else { return false }
    let codes = unsafe try segment.codes(of: document)
    let blockCode = Segment.blockCode
    var place = Place(weight: first)
    var isIdle = true
    unsafe kindOfCode.withUnsafeBufferPointer { kinds in
      for index in 0..<(codes.count / 2) {
        // In bounds: index is below half of the bytes, and there is a kind for every code.
        let code = UInt16(
          littleEndian: unsafe codes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
        let kind = unsafe kinds[Int(code)]
        if kind == 0 {
          if code == blockCode { place.weight = others }
          if !isIdle {
            place.interrupt()
            isIdle = true
          }
        } else {
          isIdle = false
          step(kind, &place, &counts)
        }
      }
    }
    return true
  }

  /// The plain way, over slots and with the kind of each block.
  func count(
    _ forward: ForwardDocument, in segment: Segment, _ weights: RankingWeights,
    _ counts: inout [Float]
  ) {
    var slot = 0
    for block in forward.blocks {
      var place = Place(weight: weights.weight(of: block.kind))
      for index in slot..<(slot + block.slotCount) {
        let kind = kind(of: forward.slots[index], in: segment)
        if kind == 0 { place.interrupt() } else { step(kind, &place, &counts) }
      }
      slot += block.slotCount + 1
    }
  }

  private func kind(of slot: UInt32, in segment: Segment) -> UInt8 {
    if slot >= ForwardDocument.block { return 0 }
    if let code = segment.code(of: slot) { return kindOfCode[Int(code)] }
    return escaped.first { $0.term == slot }?.kind ?? 0
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
