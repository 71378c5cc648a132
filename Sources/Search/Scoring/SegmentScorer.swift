import InvertedIndex

/// Runs a plan on one segment: first which documents match, as sets of bits, then which of them
/// are best. It holds what was found on the way, in one place.
struct SegmentScorer: ~Copyable {
  let plan: Plan
  let view: Snapshot.View
  /// The segment's number in the snapshot.
  let number: Int
  let weights: RankingWeights
  let norms: EffectiveLengths
  let store: ListStore
  let drift: AverageDrift
  private var leaves: [KnownLeaf]
  /// Where phrases stand, once they were looked for.
  private var phraseLists: [[ScoredList]]
  /// The lists of prefixes, once they were asked for.
  private var prefixLists: [PrefixLists?]
  /// Where passages stand, once they were looked for.
  var passageLists: [[ScoredList]]
  /// Where phrases stand that count for other words.
  private var counted: [Int: CountedList] = [:]
  /// Where phrases could stand, once that was asked.
  private var neighbourhoods: [Int: DocumentSet] = [:]
  /// Where two words stand side by side, once that was asked.
  private var knownNeighbours: [[Int]: WordNeighbours] = [:]
  /// Documents that may have words that stand for others.
  private var expanded: DocumentSet?
  let blockCount: Int

  private(set) var deadline: Deadline?
  /// Whether documents that the rest of the query leaves out need not be looked at. Among choices
  /// they may match by another one, and what stands in them counts for their score.
  private var isNarrowing = true

  /// What was asked for of a leaf.
  private struct KnownLeaf {
    var lists: [ScoredList]?
    var set: DocumentSet?
  }

  /// Documents that match.
  private(set) var total = 0
  /// The most words of the root list that any document has.
  private(set) var mostMatched = 0
  /// Of each pair; empty where pairs add nothing.
  private let pairs: [PairLists]
  private let pairRarities: [Float]

  init(
    _ plan: Plan, on view: Snapshot.View, number: Int, averageLength: Float,
    weights: RankingWeights, pairs found: FoundPairs
  ) throws(IndexError) {
    self.plan = plan
    self.view = view
    self.number = number
    self.weights = weights
    let segment = view.segment
    norms = EffectiveLengths(segment, weights, average: averageLength)
    store = ListStore(segment, weights, norms)
    drift = AverageDrift(segment.impactModel, average: averageLength, weights)
    leaves = Array(repeating: KnownLeaf(), count: plan.leaves.count)
    phraseLists = Array(repeating: [], count: plan.phrases.count)
    prefixLists = Array(repeating: nil, count: plan.prefixes.count)
    passageLists = Array(repeating: [], count: plan.passages.count)
    pairRarities = found.rarities
    var pairs: [PairLists] = []
    if !found.neighbours.isEmpty {
      pairs.reserveCapacity(plan.pairs.count)
      for neighbours in found.neighbours[number] {
        pairs.append(try PairLists(neighbours, in: store))
      }
    }
    self.pairs = pairs
    blockCount = (segment.documentCount + 63) / 64
  }

  /// Collects the best documents. Stops at the deadline and then returns false.
  ///
  /// - Parameter counts: whether `total` is asked for. Without it documents that cannot be among
  ///   the best are not even looked at.
  mutating func run(
    segment: Int, into hits: inout TopHits, counts: Bool, deadline: Deadline?
  ) throws(IndexError) -> Bool {
    self.deadline = deadline
    if plan.hasExpansions { try expand(deadline) }
    if let deadline, deadline.hasPassed { return false }
    if !counts, let phrase = plan.lonePhrase {
      return try runPhrase(phrase, segment: segment, into: &hits)
    }
    let known = counts && plan.isRootScored ? try plan.knownCount(in: view) : nil
    if !counts || known != nil, let isDone = try runPair(segment: segment, into: &hits) {
      total = known ?? 0
      return isDone
    }
    var matches: DocumentSet?
    if let known {
      total = known
    } else if counts || !plan.isUnion || isSelective {
      let found = try findMatches(deadline)
      if counts { total = found.count }
      matches = found
    }
    if let deadline, deadline.hasPassed { return false }
    guard hits.threshold < .infinity else { return true }
    if matches == nil, try runRare(segment: segment, into: &hits) { return true }
    return BlockScorer(view, try clauses(), store, drift: drift)
      .run(matches, segment: segment, into: &hits, deadline: deadline)
  }

  /// Collects the documents that come first in the order of a column.
  mutating func run(
    into hits: inout SortedHits?, deadline: Deadline?
  ) throws(IndexError) -> Bool {
    guard let found = try matches(deadline) else { return false }
    total = found.count
    try hits?.add(found, of: view.segment, number: number)
    return !(deadline?.hasPassed ?? false)
  }

  /// All live documents that match, nil when time ran out.
  mutating func matches(_ deadline: Deadline?) throws(IndexError) -> DocumentSet? {
    self.deadline = deadline
    if plan.hasExpansions { try expand(deadline) }
    if let deadline, deadline.hasPassed { return nil }
    let found = try findMatches(deadline)
    return deadline?.hasPassed == true ? nil : found
  }

  /// Scores the postings of a query that is one rare word; false where it is not.
  private mutating func runRare(
    segment: Int, into hits: inout TopHits
  ) throws(IndexError) -> Bool {
    guard case .leaf(let leaf) = plan.root, plan.isScored[leaf], !plan.hasExpansions else {
      return false
    }
    let terms = terms(of: leaf)
    guard terms.count == 1, view.segment.isPacked(terms[0].term) else {
      leaves[leaf].lists = try lists(terms)
      return false
    }
    try scorePacked(
      terms[0].term, weight: terms[0].weight, scale: plan.rarities[leaf] * (weights.k1 + 1),
      weights.impact, segment, into: &hits)
    return true
  }

  /// Scores a live document of a single list.
  @inline(__always)
  func insert(
    _ document: DocID, _ frequency: Float, _ scale: Float, _ segment: Int, into hits: inout TopHits
  ) {
    let score = scale * frequency / (frequency + norms.norm(document))
    guard score >= hits.threshold, view.live.contains(document) else { return }
    hits.insert(Candidate(score: score, segment: segment, document: document))
  }

  /// Scores the postings of a packed list as they are unpacked.
  func scorePacked(
    _ term: TermInfo, weight: Float, scale: Float, _ fields: ImpactWeights, _ segment: Int,
    into hits: inout TopHits
  ) throws(IndexError) {
    try view.segment.forEachBlock(ofPacked: [term], fields) { _, block in
      for index in 0..<block.count {
        // In bounds: a block has so many postings.
        unsafe insert(
          block.documents[index], weight * block.frequencies[index], scale, segment, into: &hits)
      }
    }
  }

  /// Collects the best documents of a query that is one phrase of three words or more: those where it
  /// could stand most often are looked at first, until the others cannot be among the best.
  private mutating func runPhrase(
    _ index: Int, segment: Int, into hits: inout TopHits
  ) throws(IndexError) -> Bool {
    let phrase = plan.phrases[index]
    var candidates = try neighbourhood(index)
    candidates.formIntersection(DocumentSet(words: view.live.words))
    // A phrase stands no more often than its rarest two neighbours do.
    var rarest: WordNeighbours?
    for (first, second) in zip(phrase.leaves, phrase.leaves.dropFirst()) {
      let own = try neighbours(first, second)
      if own.possible.count < rarest?.possible.count ?? .max { rarest = own }
    }
    guard let rarest else { return true }
    let scale = phrase.rarity * (weights.k1 + 1)
    var bounded: [(score: Float, document: DocID)] = []
    candidates.visit { document in
      let document = DocID(document)
      let most = rarest.largestFrequency(document)
      bounded.append((scale * most / (most + norms.norm(document)), document))
    }
    bounded.sort { $0.score > $1.score }
    var matcher = PhraseMatcher(
      phrase.leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }, in: view.segment)
    for (looked, candidate) in bounded.enumerated() {
      if looked % 256 == 255, let deadline, deadline.hasPassed { return false }
      if candidate.score < hits.threshold { break }
      let count = Float(try matcher.count(in: candidate.document))
      if count > 0 { insert(candidate.document, count, scale, segment, into: &hits) }
    }
    return true
  }

  /// The live documents that match.
  private mutating func findMatches(_ deadline: Deadline?) throws(IndexError) -> DocumentSet {
    let live = DocumentSet(words: view.live.words)
    var found = try documents(of: plan.root, among: live, deadline, isRoot: true)
    if view.live.deletedCount > 0 { found.formIntersection(live) }
    return found
  }

  /// What a second look at the best documents of this segment starts from.
  var secondLook: SecondLook {
    SecondLook(
      plan: plan, number: number, store: store, pairs: pairs, rarities: pairRarities,
      expanded: expanded, weights: weights)
  }

  /// What adds to the score: words, phrases, neighbours.
  private mutating func clauses() throws(IndexError) -> [Clause] {
    var clauses = try wordClauses()
    for (pair, rarity) in zip(pairs, pairRarities) {
      clauses.append(Clause(lists: pair.lists, scale: weights.pairs * rarity * (weights.k1 + 1)))
    }
    return clauses
  }

  private mutating func wordClauses() throws(IndexError) -> [Clause] {
    var clauses: [Clause] = []
    clauses.reserveCapacity(plan.leaves.count + plan.phrases.count + pairs.count)
    for leaf in plan.leaves.indices where plan.isScored[leaf] {
      clauses.append(
        Clause(lists: try lists(of: leaf), scale: plan.rarities[leaf] * (weights.k1 + 1)))
    }
    for prefix in plan.prefixes.indices where plan.prefixes[prefix].isScored {
      clauses += try lists(ofPrefix: prefix).clauses
    }
    for (phrase, lists) in zip(plan.phrases, phraseLists) where phrase.isScored && !lists.isEmpty {
      clauses.append(Clause(lists: lists, scale: phrase.rarity * (weights.k1 + 1)))
    }
    for (passage, lists) in zip(plan.passages, passageLists)
    where passage.isScored && !lists.isEmpty {
      clauses.append(Clause(lists: lists, scale: passage.rarity * (weights.k1 + 1)))
    }
    return clauses
  }
}

// MARK: - Matching

extension SegmentScorer {
  /// The lists of a leaf. Words of phrases mostly need none.
  private mutating func lists(of leaf: Int) throws(IndexError) -> [ScoredList] {
    if let known = leaves[leaf].lists { return known }
    let found = try lists(terms(of: leaf))
    leaves[leaf].lists = found
    return found
  }

  private func terms(of leaf: Int) -> [WeightedTerm] {
    view.segment.lists(
      for: plan.leaves[leaf], typed: plan.foldedTerm(of: leaf, inSegment: number))
  }

  private func lists(_ terms: [WeightedTerm]) throws(IndexError) -> [ScoredList] {
    var lists: [ScoredList] = []
    lists.reserveCapacity(terms.count)
    for term in terms { lists.append(try ScoredList(term, in: store)) }
    return lists
  }

  mutating func lists(ofPrefix prefix: Int) throws(IndexError) -> PrefixLists {
    if let known = prefixLists[prefix] { return known }
    if case .fuzzy = plan.prefixes[prefix].form {
      let terms = plan.prefixTerms[prefix].segments[number].terms
      let isScored = plan.prefixes[prefix].isScored && !plan.isCounting
      let lists = try PrefixLists(
        oneWord: terms, scale: isScored ? (terms.first?.rarity ?? 0) * (weights.k1 + 1) : nil,
        in: store)
      prefixLists[prefix] = lists
      return lists
    }
    let scored = plan.prefixes.count(where: \.isScored)
    let lists = try PrefixLists(
      plan.prefixTerms[prefix].segments[number].terms, in: store,
      frequentLimit: PrefixLists.frequentLimit / max(1, scored),
      saturation: plan.prefixes[prefix].isScored && !plan.isCounting ? weights.k1 + 1 : nil,
      deadline: deadline)
    prefixLists[prefix] = lists
    return lists
  }

  /// So few documents are live, most often by a filter, that each is looked for in the lists. Bits
  /// of 64 documents are read in half a nanosecond, one document is looked up in ten.
  private var isSelective: Bool { view.live.liveCount < view.segment.documentCount / 1024 }

  mutating func leafSet(_ leaf: Int) throws(IndexError) -> DocumentSet {
    if let set = leaves[leaf].set { return set }
    var words = [UInt64](repeating: 0, count: blockCount)
    let lists = try lists(of: leaf)
    if isSelective {
      DocumentSet(words: view.live.words).visit { document in
        guard lists.contains(where: { $0.contains(DocID(document)) }) else { return }
        words[document / 64] |= 1 << UInt64(document % 64)
      }
    } else {
      for list in lists where !list.isPart { list.insert(into: &words) }
    }
    let set = DocumentSet(words: words)
    leaves[leaf].set = set
    return set
  }

  /// The documents that a node matches.
  ///
  /// - Parameter among: only these are asked for; others may be left out. What all parts of a
  ///   conjunction could match is known from their lists: phrases are looked for there only.
  private mutating func documents(
    of node: Plan.Node, among: DocumentSet, _ deadline: Deadline?, isRoot: Bool = false
  ) throws(IndexError) -> DocumentSet {
    switch node {
    case .nothing: return DocumentSet(blockCount: blockCount)
    case .everything: return DocumentSet(words: view.live.words)
    case .leaf(let leaf): return try leafSet(leaf)
    case .prefix(let prefix): return try lists(ofPrefix: prefix).documents(blockCount: blockCount)
    case .phrase(let phrase): return try documents(ofPhrase: phrase, among: among, deadline)
    case .passage(let passage): return try documents(ofPassage: passage, among: among, deadline)
    case .condition(let condition): return try documents(ofCondition: condition, deadline)
    case .any(let nodes):
      let isNarrow = isNarrowing
      isNarrowing = false
      defer { isNarrowing = isNarrow }
      var result = DocumentSet(blockCount: blockCount)
      for node in nodes { result.formUnion(try documents(of: node, among: among, deadline)) }
      return result
    case .all(let nodes):
      var result = try narrow(among, to: nodes)
      for node in nodes where !node.isLeaf {
        result.formIntersection(
          try documents(of: node, among: isNarrowing ? result : among, deadline))
      }
      return result
    case .list(let optional, let required, let prohibited, let minimum):
      let needsAll = minimum == optional.count && minimum > 0
      let needed = needsAll ? optional + required : required
      let all = among
      var among = among
      for case .condition(let condition) in required {
        among.formIntersection(try documents(ofCondition: condition, deadline))
      }
      let narrowed = try narrow(among, to: needed)
      let looked = isNarrowing ? narrowed : all
      // Narrowing was all there is to do for words.
      let isDone = needsAll && optional.allSatisfy(\.isLeaf)
      var result =
        isDone ? narrowed : try atLeast(minimum, of: optional, among: looked, deadline)
      if !isDone, !isNarrowing { result.formIntersection(narrowed) }
      if isRoot {
        let isMet = result.isShared(with: among)
        mostMatched = isMet ? minimum : try most(optional, among: among, deadline)
      }
      if !isDone, minimum > 0, !required.isEmpty { result.formIntersection(narrowed) }
      for node in required where !node.isLeaf && !node.isCondition {
        result.formIntersection(try documents(of: node, among: looked, deadline))
      }
      for node in prohibited {
        result.subtract(try documents(of: node, among: narrowed, deadline))
      }
      return result
    }
  }

  /// The documents that all of some nodes could match, as far as lists tell.
  private mutating func narrow(
    _ documents: DocumentSet, to nodes: [Plan.Node]
  ) throws(IndexError) -> DocumentSet {
    var result = documents
    for node in nodes {
      switch node {
      case .leaf(let leaf):
        let lists = try lists(of: leaf)
        if lists.count == 1, let bits = lists[0].bits {
          result.formIntersection(bits)
        } else {
          result.formIntersection(try leafSet(leaf))
        }
      case .phrase(let phrase)
      where plan.phrases[phrase].whole == nil && plan.phrases[phrase].alternatives.isEmpty:
        result.formIntersection(try neighbourhood(phrase))
      default: break
      }
    }
    return result
  }

  /// Documents with at least `minimum` of the nodes.
  private mutating func atLeast(
    _ minimum: Int, of nodes: [Plan.Node], among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    let isNarrow = isNarrowing
    // Wishes are scored in all documents that may be found.
    if minimum > 0, minimum < nodes.count { isNarrowing = false }
    defer { isNarrowing = isNarrow }
    var sets: [DocumentSet] = []
    for node in nodes { sets.append(try documents(of: node, among: among, deadline)) }
    guard minimum > 0, var result = sets.first else { return among }
    if minimum == nodes.count {
      for set in sets.dropFirst() { result.formIntersection(set) }
    } else if minimum == 1 {
      for set in sets.dropFirst() { result.formUnion(set) }
    } else {
      var counter = SetCounter(blockCount: blockCount)
      for set in sets { counter.add(set) }
      result = counter.atLeast(minimum)
    }
    return result
  }

  /// The most of the nodes that a document has; only asked for where none has enough of them.
  private mutating func most(
    _ nodes: [Plan.Node], among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> Int {
    var counter = SetCounter(blockCount: blockCount)
    for node in nodes { counter.add(try documents(of: node, among: among, deadline)) }
    return counter.most(among: among)
  }

  /// Documents where a phrase stands, in its words, its joined form or other words for it.
  private mutating func documents(
    ofPhrase index: Int, among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    if let set = try documents(ofPair: index, among: among, deadline) { return set }
    let phrase = plan.phrases[index]
    var found = try find(index, among: among, deadline)
    if let whole = phrase.whole {
      var set = try leafSet(whole)
      set.formIntersection(among)
      found = found.atLeastOnce(in: set)
    }
    for other in phrase.alternatives {
      guard let list = counted[other.phrase] else { continue }
      found = found.adding(list, times: other.weight)
    }
    phraseLists[index] = [ScoredList(found, in: store)]
    var result = DocumentSet(blockCount: blockCount)
    for document in found.documents { result.insert(Int(document)) }
    return result
  }

  /// The same for two words whose neighbours are one list, which then scores as it is: only
  /// documents where they stand in several forms are looked at. Nil where that is not so.
  private mutating func documents(
    ofPair index: Int, among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet? {
    let phrase = plan.phrases[index]
    guard phrase.leaves.count == 2, phrase.slop == 0, phrase.whole == nil,
      phrase.alternatives.isEmpty
    else { return nil }
    let known = try neighbours(phrase.leaves[0], phrase.leaves[1])
    // Impacts on disk count titles more and text of low weight less, where phrases count all alike:
    // without text of low weight they bound all the same.
    let isBounded = view.segment.totals.low == 0 && weights.title >= 1
    guard let list = known.onlyList(in: store), isBounded || list.counted != nil else { return nil }
    var found = known.possible
    found.formIntersection(among)
    phraseLists[index] = [list]
    guard known.hasUnsure else { return found }
    var unsure = found
    unsure.formIntersection(known.unsure)
    found.subtract(unsure)
    let looked = try find(index, among: unsure, deadline)
    for document in looked.documents { found.insert(Int(document)) }
    phraseLists[index].append(ScoredList(looked, isPart: true, in: store))
    return found
  }

  /// Finds the phrases that count for other words: their places are one more list of the leaves
  /// they count for.
  private mutating func expand(_ deadline: Deadline?) throws(IndexError) {
    for phrase in plan.countedPhrases { counted[phrase] = try countedList(phrase, deadline) }
    var found = DocumentSet(blockCount: blockCount)
    for alternative in plan.alternatives {
      // No other document has its words side by side.
      if let list = counted[alternative.phrase] {
        for document in list.documents { found.insert(Int(document)) }
        continue
      }
      var all = DocumentSet(words: view.live.words)
      for leaf in plan.phrases[alternative.phrase].leaves {
        all.formIntersection(try leafSet(leaf))
      }
      found.formUnion(all)
    }
    expanded = found
    for leaf in plan.leaves.indices where !plan.counted(for: leaf).isEmpty {
      guard let list = try countedList(ofLeaf: leaf, deadline) else { continue }
      leaves[leaf].lists = try lists(of: leaf) + [list]
    }
  }

  /// Where phrases stand that count for a leaf: one list for all of them, whose bounds are nearer than
  /// those of several together.
  private mutating func countedList(
    ofLeaf leaf: Int, _ deadline: Deadline?
  ) throws(IndexError) -> ScoredList? {
    let others = plan.counted(for: leaf).compactMap { other in
      counted[other.phrase].map { (phrase: other.phrase, list: $0, weight: other.weight) }
    }.filter { !$0.list.documents.isEmpty }
    guard let first = others.first else { return nil }
    if others.count == 1 { return ScoredList(first.list, weight: first.weight, in: store) }
    let key = others.flatMap { plan.key(ofPhrase: $0.phrase) + [3] + "\($0.weight)".utf8 }
    let all = try kept(key, deadline) { _ throws(IndexError) in
      others.reduce(CountedList(documents: [], frequencies: [])) {
        $0.adding($1.list, times: $1.weight)
      }
    }
    return ScoredList(all, in: store)
  }

  /// Where a phrase stands that counts for other words: the long form of a name, mostly, which many
  /// queries ask for.
  private mutating func countedList(
    _ phrase: Int, _ deadline: Deadline?
  ) throws(IndexError) -> CountedList {
    try kept(plan.key(ofPhrase: phrase), deadline) { scorer throws(IndexError) in
      try scorer.find(phrase, among: DocumentSet(words: scorer.view.live.words), deadline)
    }
  }

  /// What was found out for a query before, or is now.
  private mutating func kept(
    _ key: [UInt8], _ deadline: Deadline?,
    _ find: (inout SegmentScorer) throws(IndexError) -> CountedList
  ) throws(IndexError) -> CountedList {
    let live = view.live
    let isRare = live.liveCount * 2 < live.count
    if !isRare, let kept = view.segment.kept(key, among: live.words) {
      return CountedList(documents: kept.documents, frequencies: kept.frequencies)
    }
    let found = try find(&self)
    // A list that time cut short is not the whole one.
    if !isRare, !(deadline?.hasPassed ?? false) {
      view.segment.keep(
        KeptPostings(
          documents: found.documents, frequencies: found.frequencies, among: live.words),
        for: key)
    }
    return found
  }

  /// Where two words stand side by side.
  private mutating func neighbours(_ first: Int, _ second: Int) throws(IndexError)
    -> WordNeighbours
  {
    let pair = [first, second]
    if let known = knownNeighbours[pair] { return known }
    let found = try WordNeighbours(plan.leaves[first], plan.leaves[second], in: store)
    knownNeighbours[pair] = found
    return found
  }

  /// Where the words of a phrase could follow each other: each two of them are neighbours there. Where
  /// they may be apart, all documents that have them.
  private mutating func neighbourhood(_ index: Int) throws(IndexError) -> DocumentSet {
    if let known = neighbourhoods[index] { return known }
    let leaves = plan.phrases[index].leaves
    var candidates = DocumentSet(words: view.live.words)
    if plan.phrases[index].slop > 0 || leaves.count == 1 {
      for leaf in leaves { candidates.formIntersection(try leafSet(leaf)) }
      neighbourhoods[index] = candidates
      return candidates
    }
    for (first, second) in zip(leaves, leaves.dropFirst()) {
      candidates.formIntersection(try neighbours(first, second).possible)
    }
    neighbourhoods[index] = candidates
    return candidates
  }

  /// Where the words of a phrase follow each other, and how often.
  ///
  /// Two words are found without looking at any document but those where they stand in several
  /// forms.
  private mutating func find(
    _ index: Int, among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> CountedList {
    let leaves = plan.phrases[index].leaves
    var candidates = try neighbourhood(index)
    candidates.formIntersection(among)
    let slop = plan.phrases[index].slop
    let known = leaves.count == 2 && slop == 0 ? try neighbours(leaves[0], leaves[1]) : nil
    var near =
      slop == 0
      ? nil
      : NearMatcher(
        leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }, slop: slop, in: view.segment)
    var matcher: PhraseMatcher?
    return try CountedList(among: candidates, deadline) { document throws(IndexError) in
      if near != nil { return try near?.frequency(in: document) ?? 0 }
      if let known, !known.unsure.contains(Int(document)) { return known.frequency(document) }
      if matcher == nil {
        matcher = PhraseMatcher(
          leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }, in: view.segment)
      }
      return Float(try matcher?.count(in: document) ?? 0)
    }
  }
}
