import InvertedIndex

/// Runs a plan on one segment, window by window.
struct SegmentScorer {
  private let plan: Plan
  private let view: Snapshot.View
  private let weights: RankingWeights
  private let lengths: EffectiveLengths
  private var cursors: [[ListCursor]]
  private var phraseMatchers: [PhraseMatcher]
  private var leafBits: [DocumentBits]
  /// Weighted frequencies of one leaf; all zero between leaves.
  private var frequencies = [Float](repeating: 0, count: Window.size)
  private var scores = [Float](repeating: 0, count: Window.size)
  /// Where phrases of the window stand, of those that count for other words.
  private var counts: [Int: [(offset: Int, count: Int)]] = [:]
  private var base: DocID = 0

  /// Documents that match, so far.
  private(set) var total = 0
  /// The most words of the root list that any document has.
  private(set) var mostMatched = 0
  /// Documents that have both words of each pair.
  private(set) var pairCounts: [Int]

  init(
    _ plan: Plan, on view: Snapshot.View, averageLength: Float, weights: RankingWeights
  ) throws(IndexError) {
    self.plan = plan
    self.view = view
    self.weights = weights
    lengths = EffectiveLengths(view.segment, weights, average: averageLength)
    cursors = []
    for leaf in plan.leaves {
      var lists: [ListCursor] = []
      for list in view.segment.lists(for: leaf) {
        lists.append(try ListCursor(list, in: view.segment))
      }
      cursors.append(lists)
    }
    phraseMatchers = plan.phrases.map { phrase in
      PhraseMatcher(
        phrase.leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }, in: view.segment)
    }
    leafBits = Array(repeating: .none, count: plan.leaves.count)
    pairCounts = Array(repeating: 0, count: plan.pairs.count)
  }

  /// Collects the best documents. Stops at the deadline and then returns false.
  mutating func run(
    segment: Int, into hits: inout TopHits, deadline: Deadline?
  ) throws(IndexError) -> Bool {
    while Int(base) < view.segment.documentCount {
      if let deadline, deadline.hasPassed { return false }
      for offset in scores.indices { scores[offset] = 0 }
      for leaf in plan.leaves.indices where plan.counted(for: leaf).isEmpty { try fill(leaf) }
      if plan.hasExpansions { try fillExpanded() }
      for (index, pair) in plan.pairs.enumerated() {
        var both = leafBits[pair.first]
        both.formIntersection(leafBits[pair.second])
        pairCounts[index] += both.count
      }
      var found = try bits(of: plan.root, isRoot: true)
      keepLive(&found)
      total += found.count
      collect(found, segment: segment, into: &hits)
      base += DocID(Window.size)
    }
    return true
  }

  private func collect(_ found: DocumentBits, segment: Int, into hits: inout TopHits) {
    found.visit { offset in
      guard scores[offset] >= hits.threshold else { return }
      let document = base + DocID(offset)
      hits.insert(
        Candidate(
          score: scores[offset], sequence: view.segment.sequence(of: document),
          segment: segment, document: document))
    }
  }

  private func keepLive(_ bits: inout DocumentBits) {
    let first = Int(base) / 64
    for index in bits.words.indices {
      let word = first + index
      bits.words[index] &= word < view.live.words.count ? view.live.words[word] : 0
    }
  }

  /// Finds the documents of the window that have a leaf, and adds to their scores.
  private mutating func fill(_ leaf: Int) throws(IndexError) {
    var bits = DocumentBits.none
    for cursor in cursors[leaf] {
      try cursor.add(from: base, weights: weights, to: &frequencies, &bits)
    }
    for phrase in plan.counted(for: leaf) {
      for (offset, count) in counts[phrase.phrase] ?? [] {
        frequencies[offset] += phrase.weight * Float(count)
        bits.insert(offset)
      }
    }
    let scale = plan.rarities[leaf] * (weights.k1 + 1)
    let isScored = plan.isScored[leaf]
    bits.visit { offset in
      let frequency = frequencies[offset]
      frequencies[offset] = 0
      if isScored {
        scores[offset] += scale * frequency / (frequency + lengths.norm(base + DocID(offset)))
      }
    }
    leafBits[leaf] = bits
  }

  /// Finds the phrases that count for other words, then the leaves they count for.
  private mutating func fillExpanded() throws(IndexError) {
    counts.removeAll(keepingCapacity: true)
    for phrase in plan.countedPhrases {
      let leaves = plan.phrases[phrase].leaves
      counts[phrase] = try count(phrase, in: Self.intersection(leaves.map { leafBits[$0] }))
    }
    for leaf in plan.leaves.indices where !plan.counted(for: leaf).isEmpty { try fill(leaf) }
  }

  private mutating func count(
    _ phrase: Int, in documents: DocumentBits
  ) throws(IndexError) -> [(offset: Int, count: Int)] {
    var counted: [(offset: Int, count: Int)] = []
    try documents.visit { offset throws(IndexError) in
      let count = try phraseMatchers[phrase].count(in: base + DocID(offset))
      if count > 0 { counted.append((offset, count)) }
    }
    return counted
  }

  private mutating func bits(
    of node: Plan.Node, isRoot: Bool = false
  ) throws(IndexError) -> DocumentBits {
    switch node {
    case .nothing: return .none
    case .everything: return DocumentBits(words: Array(repeating: ~0, count: Window.wordCount))
    case .leaf(let leaf): return leafBits[leaf]
    case .phrase(let phrase): return try bits(ofPhrase: phrase)
    case .any(let nodes):
      var result = DocumentBits.none
      for node in nodes { result.formUnion(try bits(of: node)) }
      return result
    case .all(let nodes):
      var result = try bits(of: .everything)
      for node in nodes { result.formIntersection(try bits(of: node)) }
      return result
    case .list(let optional, let required, let prohibited, let minimum):
      var result = try atLeast(minimum, of: optional, tracksMost: isRoot)
      for node in required { result.formIntersection(try bits(of: node)) }
      for node in prohibited { result.subtract(try bits(of: node)) }
      return result
    }
  }

  /// Documents with at least `minimum` of the nodes.
  private mutating func atLeast(
    _ minimum: Int, of nodes: [Plan.Node], tracksMost: Bool
  ) throws(IndexError) -> DocumentBits {
    var sets: [DocumentBits] = []
    for node in nodes { sets.append(try bits(of: node)) }
    if minimum == 0 { return try bits(of: .everything) }
    if minimum == nodes.count, !tracksMost { return Self.intersection(sets) }
    var matched = [UInt8](repeating: 0, count: Window.size)
    for set in sets { set.visit { matched[$0] += 1 } }
    var result = DocumentBits.none
    for offset in matched.indices where Int(matched[offset]) >= minimum { result.insert(offset) }
    if tracksMost {
      let live = view.live.words
      for offset in matched.indices where Int(matched[offset]) > mostMatched {
        let word = (Int(base) + offset) / 64
        if word < live.count, live[word] >> UInt64(offset % 64) & 1 == 1 {
          mostMatched = Int(matched[offset])
        }
      }
    }
    return result
  }

  private static func intersection(_ sets: [DocumentBits]) -> DocumentBits {
    guard var result = sets.first else { return .none }
    for set in sets.dropFirst() { result.formIntersection(set) }
    return result
  }

  /// Documents where the words of a phrase follow each other.
  private mutating func bits(ofPhrase index: Int) throws(IndexError) -> DocumentBits {
    let phrase = plan.phrases[index]
    var candidates = Self.intersection(phrase.leaves.map { leafBits[$0] })
    keepLive(&candidates)
    var result = DocumentBits.none
    for (offset, count) in try count(index, in: candidates) {
      frequencies[offset] = Float(count)
      result.insert(offset)
    }
    if let whole = phrase.whole {
      leafBits[whole].visit { offset in
        frequencies[offset] = max(frequencies[offset], 1)
        result.insert(offset)
      }
    }
    for other in phrase.alternatives {
      for (offset, count) in counts[other.phrase] ?? [] {
        frequencies[offset] += other.weight * Float(count)
        result.insert(offset)
      }
    }
    let scale = phrase.rarity * (weights.k1 + 1)
    result.visit { offset in
      let frequency = frequencies[offset]
      frequencies[offset] = 0
      if phrase.isScored {
        scores[offset] += scale * frequency / (frequency + lengths.norm(base + DocID(offset)))
      }
    }
    return result
  }
}

/// BM25's length part, `k1 · (1 - b + b · length / average)`, with weighted fields as in BM25F
/// (Zaragoza et al., TREC 2004).
struct EffectiveLengths {
  private let lengths: [Float]
  private let constant: Float
  private let slope: Float

  init(_ segment: Segment, _ weights: RankingWeights, average: Float) {
    lengths = segment.effectiveLengths(title: weights.title, low: weights.low)
    constant = weights.k1 * (1 - weights.b)
    slope = weights.k1 * weights.b / max(average, 1)
  }

  @inline(__always)
  func norm(_ document: DocID) -> Float { constant + slope * lengths[Int(document)] }

  /// The average over all documents of a snapshot.
  static func average(_ snapshot: Snapshot, _ weights: RankingWeights) -> Float {
    let totals = snapshot.totals
    let words =
      Float(totals.all) + (weights.title - 1) * Float(totals.title)
      + (weights.low - 1) * Float(totals.low)
    return words / Float(max(1, snapshot.countedDocuments))
  }
}
