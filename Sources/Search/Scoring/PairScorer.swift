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
  private let counter: PairCounter
  /// Of each pair those that it may go on from.
  private let before: [[Int]]
  /// Made when the first document has to be looked at.
  private var table: PairTable?
  /// Documents in which other words may stand for those of the query, and how they are read.
  private let expanded: DocumentSet?
  private let expandedPairs: ExpandedPairs?
  /// Weighted numbers of the document looked at.
  private var counts: [Float]
  private var most: [Float]
  private var inAnyMarks: [Float]
  private var forward = ForwardDocument()
  private var places: [UInt64] = []

  init(
    _ plan: Plan, _ segment: Segment, _ pairs: [PairLists], rarities: [Float],
    expanded: DocumentSet?, weights: RankingWeights
  ) throws(IndexError) {
    self.plan = plan
    self.segment = segment
    self.rarities = rarities
    self.weights = weights
    counter = try PairCounter(plan, pairs, in: segment)
    before = plan.pairs.map { pair in
      plan.pairs.indices.filter { plan.pairs[$0].second == pair.first }
    }
    self.expanded = expanded
    expandedPairs = expanded == nil ? nil : ExpandedPairs(plan, segment)
    counts = Array(repeating: 0, count: plan.pairs.count)
    most = counts
    inAnyMarks = counts
  }

  /// What neighbours add to the score of a document, as far as lists tell.
  ///
  /// - Returns: what they add in any marks, as they did when the document was found; what they add as
  ///   far as is sure; and at most, nil where that is all.
  mutating func told(
    _ document: DocID, norm: Float
  ) -> (listed: Float, sure: Float, most: Float?) {
    let isSure = counter.count(document, &inAnyMarks, &counts, &most)
    let listed = score(inAnyMarks, norm)
    if expanded?.contains(Int(document)) ?? false { return (listed, 0, .infinity) }
    let sure = counts == inAnyMarks ? listed : score(counts, norm)
    let isRun = addRuns()
    return (listed, sure, isSure && !isRun ? nil : score(most, norm))
  }

  /// Adds to the largest numbers what pairs that go on from another count more.
  ///
  /// A pair goes on at most as often as it stands at all, and as often as there are others before it:
  /// both stand in the same block, with the same weight.
  ///
  /// - Returns: false where none can.
  private mutating func addRuns() -> Bool {
    if weights.runs == 1 { return false }
    var isRun = false
    let alone = most
    for (pair, others) in before.enumerated() where alone[pair] > 0 {
      let runs = min(alone[pair], others.reduce(0) { $0 + alone[$1] })
      if runs > 0 {
        most[pair] += max(0, weights.runs - 1) * runs
        isRun = true
      }
    }
    return isRun
  }

  /// What neighbours add to the score of a document.
  mutating func score(_ document: DocID, norm: Float) throws(IndexError) -> Float {
    for pair in counts.indices { counts[pair] = 0 }
    try count(document)
    return score(counts, norm)
  }

  private func score(_ counts: [Float], _ norm: Float) -> Float {
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
    let table = self.table ?? PairTable(plan, segment, runs: weights.runs)
    self.table = table
    let lengths = segment.lengths(of: document)
    let hasTitle = lengths.title > 0
    if lengths.low == 0 {
      let isCounted = try table.count(
        document, in: segment, first: hasTitle ? weights.title : 1, others: 1, &places, &counts)
      if isCounted { return }
    }
    try segment.readForward(document, into: &forward)
    table.count(forward, in: segment, weights, &counts)
  }
}

/// What a second look at the best documents of a segment starts from.
struct SecondLook {
  let plan: Plan
  /// The segment's number in the snapshot.
  let number: Int
  let store: ListStore
  let pairs: [PairLists]
  let rarities: [Float]
  /// Documents that may have words that stand for others.
  let expanded: DocumentSet?
  let weights: RankingWeights

  /// - Parameter readings: what readings of the words add, where they do.
  func rescorer(_ readings: ReadingScorer?) throws(IndexError) -> Rescorer {
    Rescorer(
      readings: try readings?.lists(in: store, number: number),
      pairs: try PairScorer(
        plan, plan.snapshot.segments[number].segment, pairs, rarities: rarities,
        expanded: expanded, weights: weights),
      norms: store.norms)
  }
}

/// Scores documents anew, with neighbours as they stand in them. A class, since it is asked for many
/// documents and holds many arrays.
final class Rescorer {
  private let readings: ReadingLists?
  private var pairs: PairScorer
  private let norms: EffectiveLengths

  init(readings: ReadingLists?, pairs: PairScorer, norms: EffectiveLengths) {
    self.readings = readings
    self.pairs = pairs
    self.norms = norms
  }

  /// What lists tell of a score.
  struct Told {
    /// What is sure of it.
    var score: Float
    /// What it is at most; nil where that is all.
    var most: Float?
    /// What it is without neighbours.
    var base: Float
  }

  /// Has the processor fetch what a score will be made from, beyond what was read to find the
  /// document.
  func expect(_ document: DocID) { readings?.expect(document) }

  /// - Parameter found: the score that the document was found with: that of words, and of neighbours
  ///   in any marks.
  func told(_ document: DocID, found: Float) -> Told {
    let norm = norms.norm(document)
    let told = pairs.told(document, norm: norm)
    let whole = found + (readings?.score(document, norm: norm) ?? 0)
    return Told(
      score: whole + (told.sure - told.listed), most: told.most.map { whole + ($0 - told.listed) },
      base: whole - told.listed)
  }

  /// What neighbours add, for which the document is read.
  func pairs(of document: DocID) throws(IndexError) -> Float {
    try pairs.score(document, norm: norms.norm(document))
  }
}

/// Which leaves each term of a segment matches, by code of the forward stream.
struct PairTable {
  /// The codes that mean something, a bit each: 8 KiB, which stay in the nearest cache while
  /// documents run through.
  private var marks: [UInt64]
  /// Leaves few places of a document to look at.
  private var filter: CodeFilter
  /// For those codes an index into `masks` plus one, or 0; the others are not even cleared.
  private var kindOfCode: [UInt8]
  /// The same of the terms that have no code.
  private var escaped: [(term: UInt32, kind: UInt8)] = []
  private var masks: [LeafSet] = []
  private let pairs: [Plan.Pair]
  private let runs: Float

  init(_ plan: Plan, _ segment: Segment, runs: Float, wide: Bool = CodeFilter.canBeWide) {
    pairs = plan.pairs
    self.runs = runs
    filter = CodeFilter(wide: wide)
    marks = Array(repeating: 0, count: 1 << 10)
    kindOfCode = unsafe Array(unsafeUninitializedCapacity: 1 << 16) { $1 = 1 << 16 }
    mark(Segment.blockCode, 0)
    var seen = LeafSet()
    for leaf in plan.pairs.flatMap({ [$0.first, $0.second] }) where !seen.contains(leaf) {
      seen.insert(leaf)
      for range in segment.ordinals(for: plan.leaves[leaf], above: Leaf.leastPairWorth) {
        for term in range { add(leaf, term, segment.code(of: term)) }
      }
    }
    if !escaped.isEmpty { mark(Segment.escapeCode, 0) }
  }

  private mutating func mark(_ code: UInt16, _ kind: UInt8) {
    marks[Int(code &>> 6)] |= 1 &<< UInt64(code & 63)
    filter.insert(code)
    kindOfCode[Int(code)] = kind
  }

  private func kind(ofCode code: UInt16) -> UInt8 {
    marks[Int(code &>> 6)] &>> UInt64(code & 63) & 1 == 1 ? kindOfCode[Int(code)] : 0
  }

  private mutating func add(_ leaf: Int, _ term: UInt32, _ code: UInt16?) {
    if let code {
      mark(code, kind(kind(ofCode: code), with: leaf))
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

  /// Counts what stands together in a document, straight on its codes.
  ///
  /// - Parameters:
  ///   - first: the weight of the first block.
  ///   - others: that of the blocks behind it.
  ///   - places: room to work in, kept from document to document.
  ///   - counts: zeros, to be added to.
  /// - Returns: false, with nothing added, when codes alone do not tell.
  func count(
    _ document: DocID, in segment: Segment, first: Float, others: Float,
    _ places: inout [UInt64], _ counts: inout [Float]
  ) throws(IndexError) -> Bool {
    let codes = unsafe try segment.codes(of: document)
    unsafe filter.find(in: codes, into: &places)
    let isTold = unsafe count(codes, places, first, others, &counts)
    if !isTold { for pair in counts.indices { counts[pair] = 0 } }
    return isTold
  }

  private func count(
    _ codes: UnsafeRawBufferPointer, _ places: [UInt64], _ first: Float, _ others: Float,
    _ counts: inout [Float]
  ) -> Bool {
    let hasEscaped = !escaped.isEmpty
    var place = Place(weight: first)
    // The slot behind the last one that meant something.
    var next = -1
    for (word, bits) in places.enumerated() {
      var rest = bits
      while rest != 0 {
        let index = word &* 64 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        // In bounds: there are bits for the codes of the document only.
        let code = UInt16(
          littleEndian: unsafe codes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
        let kind = kind(ofCode: code)
        if kind != 0 {
          if index != next { place.interrupt() }
          step(kind, &place, &counts)
          next = index &+ 1
        } else if code == Segment.blockCode {
          place.weight = others
        } else if code == Segment.escapeCode, hasEscaped {
          return false
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
    if let code = segment.code(of: slot) { return kind(ofCode: code) }
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
