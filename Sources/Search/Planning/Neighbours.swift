import InvertedIndex

extension Segment {
  /// The lists of documents where a word of one leaf stands before a word of another, whatever
  /// their marks: one for each two spellings.
  func bigrams(_ first: Leaf, _ second: Leaf) throws(IndexError) -> [Bigram] {
    if first.hasOneSpelling, second.hasOneSpelling {
      guard let left = foldedTerm(first.word.folded), let right = foldedTerm(second.word.folded),
        let bigram = try bigram(left.ordinal, right.ordinal)
      else { return [] }
      return [bigram]
    }
    var found: [Bigram] = []
    let seconds = second.foldedKeys.compactMap { foldedTerm($0)?.ordinal }
    for key in first.foldedKeys {
      guard let left = foldedTerm(key)?.ordinal else { continue }
      for right in seconds {
        if let bigram = try bigram(left, right) { found.append(bigram) }
      }
    }
    return found
  }
}

extension Plan {
  /// Whether the best documents are looked at again for how neighbours stand in them. The lists of
  /// neighbours tell all there is where any marks will do, there is no third word to go on to, and no
  /// other words count.
  var looksAgain: Bool {
    pairs.count > 1 || !pairs.isEmpty && !listsTellPairs
  }

  /// Whether the lists of neighbours tell how often each pair stands in a document: any marks will
  /// do, and no other words count.
  var listsTellPairs: Bool {
    !hasExpansions && leaves.count <= LeafSet.capacity
      && pairs.allSatisfy { leaves[$0.first].pairsInAnyForm && leaves[$0.second].pairsInAnyForm }
  }

  /// The rarity of each pair in a snapshot: that of the two standing side by side, in any marks.
  func pairRarities(in snapshot: Snapshot) throws(IndexError) -> [Float] {
    var rarities: [Float] = []
    let count = snapshot.countedDocuments
    for pair in pairs {
      var documents = 0
      for view in snapshot.segments {
        for bigram in try view.segment.bigrams(leaves[pair.first], leaves[pair.second]) {
          documents += bigram.documentFrequency
        }
      }
      rarities.append(
        pair.boost * Self.rarity(documents: min(count, documents), of: count))
    }
    return rarities
  }
}
