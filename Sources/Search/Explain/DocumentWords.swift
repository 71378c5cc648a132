import InvertedIndex

/// The words of one document, counted from its forward stream: the plain way, without posting lists.
struct DocumentWords {
  let segment: Segment
  let document: DocID
  let forward: ForwardDocument
  /// Each canonical term of the document and where it stands, in the order of the dictionary.
  let terms: [(term: UInt32, counts: FieldCounts)]
  /// BM25's length part.
  let norm: Float

  init(
    _ document: DocID, in segment: Segment, averageLength: Float, _ weights: RankingWeights
  ) throws(IndexError) {
    self.segment = segment
    self.document = document
    var forward = ForwardDocument()
    try segment.readForward(document, into: &forward)
    var counts: [UInt32: FieldCounts] = [:]
    var start = 0
    var whole = 0
    for block in forward.blocks {
      // Lengths come from the file: what does not fit the slots is read as far as it does.
      let end = min(start + block.slotCount, forward.slots.count)
      for slot in forward.slots[min(start, end)..<end] where slot < ForwardDocument.block {
        counts[slot, default: FieldCounts()].add(1, in: block.kind)
      }
      while whole < forward.wholes.count, Int(forward.wholes[whole].slot) < end {
        counts[forward.wholes[whole].term, default: FieldCounts()].add(1, in: block.kind)
        whole += 1
      }
      start = end + 1
    }
    self.forward = forward
    terms = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    norm = EffectiveLengths(segment, weights, average: averageLength).norm(document)
  }

  /// The words of the document that are worth something for a leaf.
  func forms(of leaf: Leaf) -> [(text: String, counts: FieldCounts, worth: Float)] {
    terms.compactMap { term, counts in
      let canonical = segment.canonicalKey(at: term)
      let folded = segment.foldedKey(at: segment.foldedOrdinal(ofCanonical: term))
      let worth = leaf.worth(canonical: canonical, folded: folded)
      return worth > 0 ? (String(decoding: canonical, as: UTF8.self), counts, worth) : nil
    }
  }

  /// The words of the document with the folded form of a leaf, whatever their marks.
  func otherForms(of leaf: Leaf) -> [String] {
    let keys = leaf.foldedKeys
    return terms.compactMap { term, _ in
      let folded = segment.foldedKey(at: segment.foldedOrdinal(ofCanonical: term))
      return keys.contains(folded)
        ? String(decoding: segment.canonicalKey(at: term), as: UTF8.self) : nil
    }
  }

  /// Where terms with one of some ordinals stand, canonical or folded.
  func counts(of ordinal: UInt32, isFolded: Bool) -> FieldCounts {
    var sum = FieldCounts()
    for (term, counts) in terms {
      let own = isFolded ? segment.foldedOrdinal(ofCanonical: term) : term
      if own == ordinal { sum += counts }
    }
    return sum
  }

  /// How often a phrase of the plan stands in the document, its joined form and other words for it
  /// left out.
  func count(of phrase: Plan.Phrase, _ plan: Plan) throws(IndexError) -> Float {
    let words = phrase.leaves.map { segment.ordinals(for: plan.leaves[$0]) }
    if phrase.slop > 0 {
      var matcher = NearMatcher(words, slop: phrase.slop, in: segment)
      return try matcher.frequency(in: document)
    }
    var matcher = PhraseMatcher(words, in: segment)
    return Float(try matcher.plainCount(in: document))
  }

  /// Where a word of one leaf stands before a word of another in any marks.
  func neighbours(_ first: Leaf, _ second: Leaf) -> FieldCounts {
    let left = Set(first.foldedKeys.compactMap { segment.foldedTerm($0)?.ordinal })
    let right = Set(second.foldedKeys.compactMap { segment.foldedTerm($0)?.ordinal })
    var sum = FieldCounts()
    forEachNeighbours { one, other, kind in
      if left.contains(segment.foldedOrdinal(ofCanonical: one)),
        right.contains(segment.foldedOrdinal(ofCanonical: other))
      {
        sum.add(1, in: kind)
      }
    }
    return sum
  }

  func forEachNeighbours(_ body: (UInt32, UInt32, ForwardDocument.Kind) -> Void) {
    var start = 0
    for block in forward.blocks {
      let end = min(start + block.slotCount, forward.slots.count)
      var previous = ForwardDocument.block
      for slot in forward.slots[min(start, end)..<end] {
        if previous < ForwardDocument.block, slot < ForwardDocument.block {
          body(previous, slot, block.kind)
        }
        previous = slot
      }
      start = end + 1
    }
  }
}
