extension SegmentCheck {
  /// Checks the steps of counts and documents: together they bound impacts.
  mutating func checkSteps(_ recount: Recount) {
    let model = segment.impactModel
    let norms = recount.lengths.map { words in
      model.norm(
        length: model.weights.frequency(words.all, title: words.title, low: words.low))
    }
    let steps = ShareSteps(norms: norms, codes: segment.countCodes, model.weights)
    let found = segment.impactBounds
    // In bounds: the section was found to have a byte for each place of each block, and the tables
    // have one for each code and each sum.
    for code in steps.ofCounts.indices where unsafe found.ofCounts[code] != steps.ofCounts[code] {
      tell("impact model", "code \(code) has other steps")
    }
    for sum in steps.bounds.indices where unsafe found.bounds[sum] != steps.bounds[sum] {
      tell("impact model", "\(sum) steps have another bound")
    }
    for (document, expected) in steps.ofDocuments.enumerated()
    where unsafe found.ofDocuments[document] != expected {
      tell("steps of documents", "document \(document) has other steps")
    }
  }

  /// What is wrong with the bounds of a list whose postings are right: the maxima must be those of
  /// their blocks.
  func flawOfBounds(
    _ info: TermInfo, _ expected: ExpectedPostings, _ recount: Recount
  ) throws(IndexError) -> String? {
    let impacts = zip(expected.documents, expected.counts).map { document, counts in
      (document: document, impact: impact(of: counts, in: document, recount))
    }
    if info.layout != .packed, let flaw = flawOfTable(expected, impacts) { return flaw }
    switch try segment.list(of: info) {
    case .packed: return nil
    case .ranked(let list):
      return unsafe flaw(list.maxima, list.bits, list.blockCount, impacts)
        ?? flaw(list.best, expected, recount)
    case .blocked(let list):
      return unsafe flaw(list.maxima, nil, list.blockCount, impacts)
        ?? flaw(list.best, expected, recount)
    }
  }

  /// Checks which documents are said to be the best of a list.
  private func flaw(
    _ found: BestDocuments, _ expected: ExpectedPostings, _ recount: Recount
  ) -> String? {
    var best = BestPostings()
    for (document, counts) in zip(expected.documents, expected.counts) {
      best.add(document, share: share(of: counts, in: document, recount))
    }
    for (place, document) in best.documents.enumerated() where found[place] != document {
      return "document \(found[place]) is said to be number \(place) of its best, it is \(document)"
    }
    return nil
  }

  /// Whether the table of bounds, by steps, bounds the impact of every posting.
  private func flawOfTable(
    _ expected: ExpectedPostings, _ impacts: [(document: DocID, impact: UInt8)]
  ) -> String? {
    let bounds = segment.impactBounds
    for (counts, posting) in zip(expected.counts, impacts) {
      // In bounds: there are steps for every document.
      let found = unsafe bounds.bound(
        code: segment.countCodes.code(of: counts),
        document: bounds.ofDocuments[Int(posting.document)])
      if found < posting.impact {
        return "the bound of document \(posting.document) is \(found), its impact is"
          + " \(posting.impact)"
      }
    }
    return nil
  }

  private func impact(
    of counts: PostingCounts, in document: DocID, _ recount: Recount
  ) -> UInt8 {
    ImpactModel.impact(share: share(of: counts, in: document, recount))
  }

  private func share(
    of counts: PostingCounts, in document: DocID, _ recount: Recount
  ) -> Float {
    let model = segment.impactModel
    let words = recount.lengths[Int(document)]
    let length = model.weights.frequency(words.all, title: words.title, low: words.low)
    return ImpactModel.share(
      frequency: model.weights.frequency(counts), norm: model.norm(length: length))
  }

  /// Checks the maxima and bits of the blocks of a list.
  private func flaw(
    _ maxima: UnsafePointer<UInt8>, _ bits: UnsafePointer<UInt64>?, _ blockCount: Int,
    _ impacts: [(document: DocID, impact: UInt8)]
  ) -> String? {
    var expected = [UInt8](repeating: 0, count: blockCount)
    var words = [UInt64](repeating: 0, count: blockCount)
    for posting in impacts {
      let block = Int(posting.document) / PostingLayout.blockSize
      expected[block] = max(expected[block], posting.impact)
      words[block] |= 1 << UInt64(posting.document % 64)
    }
    for block in 0..<blockCount {
      // In bounds: a list has so many blocks.
      let found = unsafe maxima[block]
      if found != expected[block] {
        return "the largest impact of block \(block) is said to be \(found), it is"
          + " \(expected[block])"
      }
      if let bits = unsafe bits, unsafe bits[block] != words[block] {
        return "the bits of block \(block) are not those of its documents"
      }
    }
    return nil
  }
}
