import InvertedIndex

/// Two folded terms that stand side by side in a segment.
struct Neighbours {
  var first: TermInfo
  var second: TermInfo
  var bigram: Bigram
}

/// The neighbours of a pair in a segment and their lists, one for each two spellings.
struct PairLists {
  var neighbours: [Neighbours]
  var lists: [ScoredList]

  init(_ neighbours: [Neighbours], in store: ListStore) throws(IndexError) {
    self.neighbours = neighbours
    lists = []
    lists.reserveCapacity(neighbours.count)
    for found in neighbours { lists.append(try ScoredList(found.bigram, in: store)) }
  }
}

extension Segment {
  /// Where a word of one leaf stands before a word of another, whatever their marks.
  func neighbours(_ first: Leaf, _ second: Leaf) throws(IndexError) -> [Neighbours] {
    if first.hasOneSpelling, second.hasOneSpelling {
      return try neighbours(foldedTerm(first.word.folded), foldedTerm(second.word.folded))
    }
    var found: [Neighbours] = []
    let seconds = second.foldedKeys.compactMap { foldedTerm($0) }
    for key in first.foldedKeys {
      guard let left = foldedTerm(key) else { continue }
      for right in seconds {
        guard let bigram = try bigram(left.ordinal, right.ordinal) else { continue }
        found.append(Neighbours(first: left, second: right, bigram: bigram))
      }
    }
    return found
  }

  /// The same of two folded terms.
  fileprivate func neighbours(
    _ left: TermInfo?, _ right: TermInfo?
  ) throws(IndexError) -> [Neighbours] {
    guard let left, let right, let bigram = try bigram(left.ordinal, right.ordinal) else {
      return []
    }
    return [Neighbours(first: left, second: right, bigram: bigram)]
  }
}

/// The pairs of a plan in a snapshot.
struct FoundPairs {
  /// Of each pair that of the two standing side by side, in any marks.
  private(set) var rarities: [Float] = []
  /// By segment, then by pair; empty where pairs add nothing.
  private(set) var neighbours: [[[Neighbours]]] = []

  /// None are looked for.
  init() {}

  init(_ plan: Plan, in snapshot: Snapshot) throws(IndexError) {
    var documents = [Int](repeating: 0, count: plan.pairs.count)
    for (number, view) in snapshot.segments.enumerated() {
      var own: [[Neighbours]] = []
      own.reserveCapacity(plan.pairs.count)
      for (index, pair) in plan.pairs.enumerated() {
        let found = try plan.neighbours(pair, in: view.segment, number)
        documents[index] += found.reduce(0) { $0 + $1.bigram.documentFrequency }
        own.append(found)
      }
      neighbours.append(own)
    }
    let count = snapshot.countedDocuments
    rarities = zip(plan.pairs, documents).map { pair, documents in
      pair.boost * Plan.rarity(documents: min(count, documents), of: count)
    }
  }
}

extension Plan {
  /// Where the words of a pair stand side by side in a segment, whatever their marks.
  fileprivate func neighbours(
    _ pair: Pair, in segment: Segment, _ number: Int
  ) throws(IndexError) -> [Neighbours] {
    if leaves[pair.first].hasOneSpelling, leaves[pair.second].hasOneSpelling {
      return try segment.neighbours(
        foldedTerm(of: pair.first, inSegment: number),
        foldedTerm(of: pair.second, inSegment: number))
    }
    return try segment.neighbours(leaves[pair.first], leaves[pair.second])
  }

  /// Whether the best documents are looked at again for how neighbours stand in them. The lists of
  /// neighbours tell all there is where any marks will do, there is no third word to go on to, and no
  /// other words count.
  var looksAgain: Bool {
    pairs.count > 1 || !pairs.isEmpty && !listsTellPairs
  }

  /// Whether the lists of neighbours alone tell how often each pair stands in a document: any marks
  /// will do, and no other words count.
  private var listsTellPairs: Bool {
    !hasExpansions && leaves.count <= LeafSet.capacity
      && pairs.allSatisfy { leaves[$0.first].pairsInAnyForm && leaves[$0.second].pairsInAnyForm }
  }
}
