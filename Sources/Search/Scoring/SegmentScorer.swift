import InvertedIndex

/// Runs a plan on one segment: first which documents match, as sets of bits, then which of them
/// are best.
struct SegmentScorer {
  private let plan: Plan
  private let view: Snapshot.View
  private let weights: RankingWeights
  private let norms: EffectiveLengths
  private let table: FrequencyTable
  private let drift: Float
  /// The lists of each leaf.
  private let leaves: [[ScoredList]]
  private var leafSets: [DocumentSet?]
  /// Where phrases stand, once they were looked for.
  private var phraseLists: [CountedList?]
  private let blockCount: Int

  /// Documents that match.
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
    let segment = view.segment
    norms = EffectiveLengths(segment, weights, average: averageLength)
    table = FrequencyTable(segment, weights, norms)
    // Impacts of other weights bound nothing; other averages move them by their ratio at most.
    let model = segment.impactModel
    drift =
      model.weights == weights.impact
      ? max(1, averageLength / max(model.averageLength, 1)) : .infinity
    var leaves: [[ScoredList]] = []
    for leaf in plan.leaves {
      var lists: [ScoredList] = []
      for list in segment.lists(for: leaf) {
        lists.append(try ScoredList(list, in: segment, table))
      }
      leaves.append(lists)
    }
    self.leaves = leaves
    leafSets = Array(repeating: nil, count: plan.leaves.count)
    phraseLists = Array(repeating: nil, count: plan.phrases.count)
    pairCounts = Array(repeating: 0, count: plan.pairs.count)
    blockCount = (segment.documentCount + 63) / 64
  }

  /// Collects the best documents. Stops at the deadline and then returns false.
  ///
  /// - Parameter counts: whether `total` and `pairCounts` are asked for. Without them documents
  ///   that cannot be among the best are not even looked at.
  mutating func run(
    segment: Int, into hits: inout TopHits, counts: Bool, deadline: Deadline?
  ) throws(IndexError) -> Bool {
    if let deadline, deadline.hasPassed { return false }
    var matches: DocumentSet?
    if counts || !plan.isUnion {
      var found = try documents(of: plan.root, deadline, isRoot: true)
      found.formIntersection(DocumentSet(words: view.live.words))
      total = found.count
      matches = found
    }
    if let deadline, deadline.hasPassed { return false }
    if counts {
      for (index, pair) in plan.pairs.enumerated() {
        let first = leafSet(pair.first)
        pairCounts[index] = first.countShared(with: leafSet(pair.second))
      }
    }
    guard hits.threshold < .infinity else { return true }
    return BlockScorer(view, clauses, norms, drift: drift)
      .run(matches, segment: segment, into: &hits, deadline: deadline)
  }

  /// What adds to the score.
  private var clauses: [Clause] {
    var clauses: [Clause] = []
    for leaf in plan.leaves.indices where plan.isScored[leaf] {
      clauses.append(Clause(lists: leaves[leaf], scale: plan.rarities[leaf] * (weights.k1 + 1)))
    }
    for (phrase, list) in zip(plan.phrases, phraseLists) where phrase.isScored {
      guard let list else { continue }
      clauses.append(
        Clause(
          lists: [ScoredList(list, in: view.segment, table)],
          scale: phrase.rarity * (weights.k1 + 1)))
    }
    return clauses
  }
}

// MARK: - Matching

extension SegmentScorer {
  private mutating func leafSet(_ leaf: Int) -> DocumentSet {
    if let set = leafSets[leaf] { return set }
    var words = [UInt64](repeating: 0, count: blockCount)
    for list in leaves[leaf] where !list.isPart { list.insert(into: &words) }
    let set = DocumentSet(words: words)
    leafSets[leaf] = set
    return set
  }

  private mutating func documents(
    of node: Plan.Node, _ deadline: Deadline?, isRoot: Bool = false
  ) throws(IndexError) -> DocumentSet {
    switch node {
    case .nothing: return DocumentSet(blockCount: blockCount)
    case .everything: return DocumentSet(words: view.live.words)
    case .leaf(let leaf): return leafSet(leaf)
    case .phrase(let phrase): return try documents(ofPhrase: phrase, deadline)
    case .any(let nodes):
      var result = DocumentSet(blockCount: blockCount)
      for node in nodes { result.formUnion(try documents(of: node, deadline)) }
      return result
    case .all(let nodes):
      var result = DocumentSet(words: view.live.words)
      for node in nodes { result.formIntersection(try documents(of: node, deadline)) }
      return result
    case .list(let optional, let required, let prohibited, let minimum):
      var result = try atLeast(minimum, of: optional, deadline, tracksMost: isRoot)
      for node in required { result.formIntersection(try documents(of: node, deadline)) }
      for node in prohibited { result.subtract(try documents(of: node, deadline)) }
      return result
    }
  }

  /// Documents with at least `minimum` of the nodes.
  private mutating func atLeast(
    _ minimum: Int, of nodes: [Plan.Node], _ deadline: Deadline?, tracksMost: Bool
  ) throws(IndexError) -> DocumentSet {
    var sets: [DocumentSet] = []
    for node in nodes { sets.append(try documents(of: node, deadline)) }
    let live = DocumentSet(words: view.live.words)
    guard minimum > 0, var result = sets.first else { return live }
    if minimum == nodes.count {
      for set in sets.dropFirst() { result.formIntersection(set) }
    } else if minimum == 1 {
      for set in sets.dropFirst() { result.formUnion(set) }
    } else {
      var counter = SetCounter(blockCount: blockCount)
      for set in sets { counter.add(set) }
      result = counter.atLeast(minimum)
    }
    if tracksMost {
      mostMatched = Self.most(sets, minimum: minimum, result, among: live)
    }
    return result
  }

  /// The most sets that a live document is in; only asked for where too few documents match.
  private static func most(
    _ sets: [DocumentSet], minimum: Int, _ matches: DocumentSet, among live: DocumentSet
  ) -> Int {
    if matches.countShared(with: live) > 0 { return minimum }
    var counter = SetCounter(blockCount: live.words.count)
    for set in sets { counter.add(set) }
    return counter.most(among: live)
  }

  /// Documents where the words of a phrase follow each other.
  private mutating func documents(
    ofPhrase index: Int, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    let phrase = plan.phrases[index]
    var candidates = DocumentSet(words: view.live.words)
    for leaf in phrase.leaves { candidates.formIntersection(leafSet(leaf)) }
    let words = phrase.leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }
    var matcher = PhraseMatcher(words, in: view.segment)
    var counts: [DocID: Float] = [:]
    try candidates.visit { document throws(IndexError) in
      if document % 256 == 0, let deadline, deadline.hasPassed { return }
      let count = try matcher.count(in: DocID(document))
      if count > 0 { counts[DocID(document)] = Float(count) }
    }
    if let whole = phrase.whole {
      leafSet(whole).visit { if counts[DocID($0)] == nil { counts[DocID($0)] = 1 } }
    }
    let documents = counts.keys.sorted()
    phraseLists[index] = CountedList(
      documents: documents, frequencies: documents.map { counts[$0] ?? 0 }, norms: norms)
    var result = DocumentSet(blockCount: blockCount)
    for document in documents { result.insert(Int(document)) }
    return result
  }
}
