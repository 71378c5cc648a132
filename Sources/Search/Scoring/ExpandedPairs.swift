import InvertedIndex

/// Counts neighbours of the query in a document where other words may stand for some of them.
///
/// A document is read as a graph: its nodes are the places between words, and each leaf that a word
/// matches is an edge over that word. Where the words of an alternative stand there is one more way
/// over them, with an edge for each word that they stand for: MTTQ is also mặt, trận, tổ, quốc. A
/// pair stands where an edge of its second word goes on from one of its first. Without alternatives
/// this counts what `PairTable` counts.
struct ExpandedPairs {
  /// 0 for terms that mean nothing here, else an index into `meanings` plus one.
  private var classes: [UInt8]
  private var meanings: [Meaning] = []
  private let pairs: [Plan.Pair]
  private var alternatives: [Alternative] = []

  /// What a term can be.
  private struct Meaning: Hashable {
    var leaves = LeafSet()
    /// Bit by bit, the alternatives that begin with it.
    var begins: UInt64 = 0
  }

  private struct Alternative {
    /// For each word the ranges of terms that match.
    var words: [[Range<UInt32>]]
    /// What the words stand for.
    var run: [Int]
  }

  init(_ plan: Plan, _ segment: Segment) {
    pairs = plan.pairs
    var meaningOfTerm: [UInt32: Meaning] = [:]
    for leaf in Set(pairs.flatMap { [$0.first, $0.second] }) {
      for term in segment.ordinals(for: plan.leaves[leaf], above: Self.least).joined() {
        meaningOfTerm[term, default: Meaning()].leaves.insert(leaf)
      }
    }
    for alternative in plan.alternatives
    where alternative.weight > Self.least && !alternative.run.isEmpty && alternatives.count < 64 {
      let words = plan.phrases[alternative.phrase].leaves.map {
        segment.ordinals(for: plan.leaves[$0])
      }
      for term in words[0].joined() {
        meaningOfTerm[term, default: Meaning()].begins |= 1 << UInt64(alternatives.count)
      }
      alternatives.append(Alternative(words: words, run: alternative.run))
    }
    classes = Array(repeating: 0, count: segment.canonicalTermCount)
    for (term, meaning) in meaningOfTerm {
      let index = meanings.firstIndex(of: meaning) ?? meanings.count
      // As in `PairTable`: terms beyond make no pair.
      guard index < 255 else { continue }
      if index == meanings.count { meanings.append(meaning) }
      classes[Int(term)] = UInt8(index + 1)
    }
  }

  /// What is let in only for want of better makes no pair.
  private static let least: Float = 0.4

  /// The leaves of edges that end at a node, and of those the ones that ended a pair.
  private struct Node {
    var leaves = LeafSet()
    var ended = LeafSet()

    mutating func formUnion(_ other: Node) {
      leaves.formUnion(other.leaves)
      ended.formUnion(other.ended)
    }
  }

  /// The weighted number of times each pair stands together.
  func count(_ forward: ForwardDocument, _ weights: RankingWeights) -> [Float] {
    var counts = [Float](repeating: 0, count: pairs.count)
    var start = 0
    for block in forward.blocks {
      let slots = forward.slots[start..<(start + block.slotCount)]
      count(Array(slots), weight: weights.weight(of: block.kind), weights, &counts)
      start += block.slotCount + 1
    }
    return counts
  }

  /// Counts in one block.
  private func count(
    _ slots: [UInt32], weight: Float, _ weights: RankingWeights, _ counts: inout [Float]
  ) {
    var nodes = [Node](repeating: Node(), count: slots.count + 1)
    for (place, slot) in slots.enumerated() where slot < ForwardDocument.block {
      let kind = classes[Int(slot)]
      if kind == 0 { continue }
      let meaning = meanings[Int(kind) - 1]
      let from = nodes[place]
      let end = step(from, meaning.leaves, weight, weights, &counts)
      nodes[place + 1].formUnion(end)
      var begins = meaning.begins
      while begins != 0 {
        let alternative = alternatives[begins.trailingZeroBitCount]
        begins &= begins - 1
        guard matches(alternative.words, slots[place...]) else { continue }
        var node = from
        for leaf in alternative.run {
          var leaves = LeafSet()
          leaves.insert(leaf)
          node = step(node, leaves, weight, weights, &counts)
        }
        nodes[place + alternative.words.count].formUnion(node)
      }
    }
  }

  /// Goes over an edge: where it leads to.
  private func step(
    _ from: Node, _ leaves: LeafSet, _ weight: Float, _ weights: RankingWeights,
    _ counts: inout [Float]
  ) -> Node {
    var end = Node(leaves: leaves)
    if from.leaves.isEmpty || leaves.isEmpty { return end }
    for (index, pair) in pairs.enumerated()
    where from.leaves.contains(pair.first) && leaves.contains(pair.second) {
      counts[index] += from.ended.contains(pair.first) ? weight * weights.runs : weight
      end.ended.insert(pair.second)
    }
    return end
  }

  private func matches(_ words: [[Range<UInt32>]], _ slots: ArraySlice<UInt32>) -> Bool {
    slots.count >= words.count
      && zip(words, slots).allSatisfy { ranges, slot in ranges.contains { $0.contains(slot) } }
  }
}
