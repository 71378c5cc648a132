import InvertedIndex

/// Finds the best documents of a segment for a sum of clauses.
///
/// Three steps, each cheaper by an order of magnitude than the next: blocks of 64 documents by the
/// sum of their largest impacts, documents of a block by the sum of their impacts, and exact
/// scores of the few that may reach the top. The result is that of scoring every document.
struct BlockScorer {
  private let view: Snapshot.View
  private let clauses: [Clause]
  /// The same flat: a loop over arrays of arrays counts references for each document.
  private var lists: [ScoredList] = []
  private let readers: [FrequencyReader]
  private var summands: [Summand] = []
  private let norms: EffectiveLengths
  /// What the lists of the clauses point to.
  private let store: ListStore
  private let drift: AverageDrift
  private let blockCount: Int

  /// Below so many documents their scores are computed at once.
  private static let fewDocuments = 192
  /// In a block with so many matches or fewer, adding posting by posting saves nothing.
  private static let fewLanes = 2
  /// Before all others the best documents of two lists are scored, ten of each; fewer where a score
  /// has many summands.
  private static let seedsOfList = 10
  private static let seedSummands = 36
  /// For fewer lists a finer scale gains nothing.
  private static let manyLists = 4
  /// So many blocks are looked through for the first documents to score, where no more are wanted.
  private static let openingBlocks = 16
  private static let openingLimit = 64
  /// Memory is fetched so many blocks ahead.
  private static let foresight = 3
  /// Blocks between two looks at the clock.
  private static let patience = 64

  init(_ view: Snapshot.View, _ clauses: [Clause], _ store: ListStore, drift: AverageDrift) {
    self.view = view
    let counts = { (clause: Clause) in !clause.lists.isEmpty && clause.scale > 0 }
    self.clauses = clauses.allSatisfy(counts) ? clauses : clauses.filter(counts)
    lists.reserveCapacity(self.clauses.reduce(0) { $0 + $1.lists.count })
    summands.reserveCapacity(self.clauses.count)
    for clause in self.clauses {
      lists += clause.lists
      summands.append(
        Summand(
          end: lists.count, scale: clause.scale, isSum: clause.isSum,
          isSparse: clause.lists.allSatisfy { $0.counted != nil }))
    }
    readers = lists.map { FrequencyReader($0) }
    self.store = store
    norms = store.norms
    self.drift = drift
    blockCount = (view.segment.documentCount + 63) / 64
  }

  /// Collects the best of the documents that match.
  ///
  /// - Parameter matches: the live documents to choose from; nil for all live documents that any
  ///   clause finds.
  /// - Returns: false when the deadline came first.
  func run(
    _ matches: DocumentSet?, segment: Int, into hits: inout TopHits, deadline: Deadline?
  ) -> Bool {
    if let matches, matches.hasAtMost(Self.fewDocuments) {
      matches.visit { insert(DocID($0), segment, into: &hits) }
      return true
    }
    if clauses.count == 1, lists.count == 1 {
      if matches == nil, let list = lists[0].counted {
        for index in 0..<list.count {
          // In bounds: below the count.
          let document = unsafe list.documents[index]
          if view.live.contains(document) { insert(document, segment, into: &hits) }
        }
        return true
      }
      if runBest(matches, segment, &hits) { return true }
    }
    if matches == nil, isShort {
      found.visit { insert(DocID($0), segment, into: &hits) }
      return true
    }
    guard let scale = BoundScale(clauses, drift: drift.growth) else {
      return runAll(matches ?? found, segment, &hits, deadline)
    }
    return runBlocks(matches, scale, segment, &hits, deadline)
  }

  /// Whether all lists are short ones in memory: their documents are scored sooner than blocks are
  /// put in order.
  private var isShort: Bool {
    var count = 0
    for list in lists {
      guard let counted = list.counted else { return false }
      count += counted.count
    }
    return count <= Self.fewDocuments
  }

  /// The live documents that any clause finds.
  private var found: DocumentSet {
    var words = [UInt64](repeating: 0, count: blockCount)
    for list in lists where !list.isPart { list.insert(into: &words) }
    var set = DocumentSet(words: words)
    set.formIntersection(DocumentSet(words: view.live.words))
    return set
  }

  /// A clause whose lists end at `end` in the one array of all lists.
  private struct Summand {
    var end: Int
    var scale: Float
    var isSum: Bool
    /// All its lists are in memory.
    var isSparse: Bool
  }

  /// The score of a document: BM25 over all clauses.
  ///
  /// - Parameter skipsSparse: whether the document is known to be in none of the lists in memory.
  func score(_ document: DocID, skipsSparse: Bool = false) -> Float {
    let norm = norms.norm(document)
    var score: Float = 0
    var index = 0
    unsafe summands.withUnsafeBufferPointer { summands in
      unsafe readers.withUnsafeBufferPointer { readers in
        guard let base = readers.baseAddress else { return }
        for place in 0..<summands.count {
          // In bounds: ends rise up to the number of lists.
          let summand = unsafe summands[place]
          if skipsSparse, summand.isSparse {
            index = summand.end
            continue
          }
          var frequency: Float = 0
          while index < summand.end {
            unsafe frequency += FrequencyReader.weightedFrequency(base + index, document)
            index &+= 1
          }
          if summand.isSum {
            score += frequency
          } else if frequency > 0 {
            score += summand.scale * frequency / (frequency + norm)
          }
        }
      }
    }
    return score
  }

  /// Has the processor fetch what the score of a document will be made from: a few documents far
  /// apart are then waited for together.
  private func expect(_ document: DocID) {
    norms.expect(document)
    FrequencyReader.expect(readers, document)
  }

  private func insert(
    _ document: DocID, _ segment: Int, skipsSparse: Bool = false, into hits: inout TopHits
  ) {
    let score = score(document, skipsSparse: skipsSparse)
    guard score >= hits.threshold else { return }
    hits.insert(Candidate(score: score, segment: segment, document: document))
  }

  /// The best documents of a single list stand in it, by the averages that the segment was written
  /// with: others have no larger shares, but for how far these have moved.
  ///
  /// - Returns: false, with nothing done, where those are too few.
  private func runBest(
    _ matches: DocumentSet?, _ segment: Int, _ hits: inout TopHits
  ) -> Bool {
    guard let best = lists[0].best, hits.capacity <= best.count, drift.spread.isFinite,
      !summands[0].isSum
    else { return false }
    var found = hits
    for place in 0..<min(best.count, hits.capacity) { expect(best[place]) }
    for place in 0..<best.count {
      let document = best[place]
      let share = ImpactModel.share(
        frequency: lists[0].modelFrequency(document), norm: norms.norm(document))
      // A little more: shares and scores are rounded on different ways.
      if found.threshold > summands[0].scale * share * drift.spread * 1.0001 {
        hits = found
        return true
      }
      let isMatch = matches?.contains(Int(document)) ?? view.live.contains(document)
      if isMatch { insert(document, segment, into: &found) }
    }
    return false
  }

  /// The plain way, for scores that nothing bounds.
  private func runAll(
    _ matches: DocumentSet, _ segment: Int, _ hits: inout TopHits, _ deadline: Deadline?
  ) -> Bool {
    for (block, word) in matches.words.enumerated() where word != 0 {
      if block % Self.patience == 0, let deadline, deadline.hasPassed { return false }
      insert(word, of: block, segment, nil, &hits)
    }
    return true
  }

  /// - Parameter sparse: holds all lists in memory that are bounded, where there are such sums.
  private func insert(
    _ word: UInt64, of block: Int, _ segment: Int, _ sparse: SparseSums?,
    _ hits: inout TopHits
  ) {
    var rest = word
    while rest != 0 {
      let document = DocID(block &* 64 &+ rest.trailingZeroBitCount)
      insert(document, segment, skipsSparse: !(sparse?.contains(document) ?? true), into: &hits)
      rest &= rest &- 1
    }
  }

  private func runBlocks(
    _ matches: DocumentSet?, _ scale: BoundScale, _ segment: Int, _ hits: inout TopHits,
    _ deadline: Deadline?
  ) -> Bool {
    for list in scale.lists { list.list.prepareBounds(norms) }
    let scale = scale.lists.count < Self.manyLists ? scale : refined(scale)
    let sums = BlockSums(scale.lists, in: store)
    let bounds = bounds(scale.lists, sums.sparse, matches)
    // What was not scored yet.
    var words = matches?.words ?? view.live.words
    // Without a set of matches a document matches when any clause finds it.
    let least: UInt16 = matches == nil ? 1 : 0
    seed(matches, segment, &words, &hits)
    var order = BlockOrder(bounds, least: least)
    var visited = 0
    guard var bar = scale.least(reaching: hits.threshold) else { return true }
    while order.advance(from: bar) {
      if visited == 0 { open(order.blocks, bounds, sums, least, segment, &words, &hits) }
      for (place, block) in order.blocks.enumerated() {
        if place &+ Self.foresight < order.blocks.count {
          let block = Int(order.blocks[place &+ Self.foresight])
          sums.expect(block)
          norms.expect(block: block)
        }
        if visited % Self.patience == 0, let deadline, deadline.hasPassed { return false }
        visited += 1
        let block = Int(block)
        guard let reached = scale.least(reaching: hits.threshold) else { return true }
        bar = reached
        if bounds[block] < bar { continue }
        var word = words[block]
        if word == 0 { continue }
        if matches == nil || sums.isWide || word.nonzeroBitCount > Self.fewLanes {
          word = sums.documents(
            of: block, bound: bounds[block], reaching: max(bar, least), among: word)
        }
        if word == 0 { continue }
        insert(word, of: block, segment, sums.sparse, &hits)
      }
    }
    return true
  }

  /// Scores the best documents of the two most telling lists: mostly some of them stay among the
  /// best, and the bar is high before the first block is visited.
  ///
  /// - Parameter words: what is still to be scored.
  private func seed(
    _ matches: DocumentSet?, _ segment: Int, _ words: inout [UInt64], _ hits: inout TopHits
  ) {
    guard hits.threshold == -.infinity, lists.count > 1 else { return }
    var telling: [(scale: Float, list: Int)] = []
    telling.reserveCapacity(lists.count)
    var start = 0
    for summand in summands {
      for list in start..<summand.end where !summand.isSum && lists[list].best != nil {
        telling.append((summand.scale * lists[list].weight, list))
      }
      start = summand.end
    }
    telling.sort { $0.scale > $1.scale }
    var seeds: [DocID] = []
    seeds.reserveCapacity(2 * Self.seedsOfList)
    let wanted = min(Self.seedsOfList, max(2, Self.seedSummands / lists.count))
    for (_, list) in telling.prefix(2) {
      guard let best = lists[list].best else { continue }
      var taken = 0
      for place in 0..<best.count where taken < wanted {
        let document = best[place]
        let isMatch = matches?.contains(Int(document)) ?? view.live.contains(document)
        guard isMatch, !seeds.contains(document) else { continue }
        seeds.append(document)
        taken += 1
      }
    }
    for document in seeds { expect(document) }
    for document in seeds {
      insert(document, segment, into: &hits)
      words[Int(document &>> 6)] &= ~(1 &<< UInt64(document & 63))
    }
  }

  /// Scores the documents with the largest bounds in the first blocks, so many that there is a bar at
  /// last: without one every document of a block would be scored.
  ///
  /// - Parameter words: what is still to be scored.
  private func open(
    _ blocks: [UInt32], _ bounds: [UInt16], _ sums: borrowing BlockSums, _ least: UInt16,
    _ segment: Int, _ words: inout [UInt64], _ hits: inout TopHits
  ) {
    let wanted = hits.missing
    let blocks = blocks.prefix(Self.openingBlocks)
    guard 1...Self.openingLimit ~= wanted, sums.isWide else { return }
    let top = blocks.reduce(0) { max($0, bounds[Int($1)]) }
    var found = InlineArray<16, UInt64>(repeating: 0)
    var bar = top
    var count = 0
    while count < wanted, bar > top / 4 {
      bar -= max(1, top / 8)
      count = 0
      for (place, block) in blocks.enumerated() where bounds[Int(block)] >= bar {
        let block = Int(block)
        found[place] = sums.documents(
          of: block, bound: bounds[block], reaching: max(bar, least), among: words[block])
        count += found[place].nonzeroBitCount
      }
    }
    for (place, block) in blocks.enumerated() {
      var rest = found[place]
      while rest != 0 {
        expect(DocID(Int(block) &* 64 &+ rest.trailingZeroBitCount))
        rest &= rest &- 1
      }
    }
    for (place, block) in blocks.enumerated() {
      insert(found[place], of: Int(block), segment, sums.sparse, &hits)
      words[Int(block)] &= ~found[place]
    }
  }

  /// A finer scale, where the blocks leave room for it.
  private func refined(_ scale: BoundScale) -> BoundScale {
    let bounds = bounds(scale.lists, nil, nil)
    return scale.refined(clauses, drift: drift.growth, largest: bounds.reduce(0) { max($0, $1) })
  }

  /// The bound of each block; 0 for those without matches.
  private func bounds(
    _ lists: [BoundedList], _ sparse: SparseSums?, _ matches: DocumentSet?
  ) -> [UInt16] {
    var bounds = [UInt16](repeating: 0, count: blockCount)
    unsafe bounds.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for list in lists where sparse == nil || list.list.counted == nil {
        unsafe list.list.addBounds(list.factor, to: base)
      }
      unsafe sparse?.addBounds(to: base)
      unsafe matches?.words.withUnsafeBufferPointer { words in
        // In bounds: a set has a word for each block.
        for block in 0..<words.count { unsafe base[block] = words[block] == 0 ? 0 : base[block] }
      }
    }
    return bounds
  }
}
