extension SegmentCheck {
  /// What is wrong with the impacts of a list whose postings are right: they must bound the scores,
  /// and not by more than rounding needs; the maxima must be those of their blocks.
  func flawOfBounds(
    _ info: TermInfo, _ expected: ExpectedPostings, _ recount: Recount
  ) throws(IndexError) -> String? {
    let impacts = zip(expected.documents, expected.counts).map { document, counts in
      (document: document, impact: impact(of: counts, in: document, recount))
    }
    switch try segment.list(of: info) {
    case .packed: return nil
    case .dense(let list):
      return unsafe flaw(list.maxima, list.bits, list.blockCount, impacts)
        ?? flawOfDense(list, impacts)
    case .ranked(let list):
      for (place, posting) in impacts.enumerated()
      where unsafe list.impacts[place] != posting.impact {
        return unsafe Self.told(posting, list.impacts[place])
      }
      return unsafe flaw(list.maxima, list.bits, list.blockCount, impacts)
    case .blocked(let list):
      for (place, posting) in impacts.enumerated()
      where unsafe list.impacts[place] != posting.impact {
        return unsafe Self.told(posting, list.impacts[place])
      }
      return unsafe flaw(list.maxima, nil, list.blockCount, impacts)
    }
  }

  private func impact(
    of counts: PostingCounts, in document: DocID, _ recount: Recount
  ) -> UInt8 {
    let model = segment.impactModel
    let words = recount.lengths[Int(document)]
    let length = model.weights.frequency(words.all, title: words.title, low: words.low)
    return ImpactModel.impact(
      frequency: model.weights.frequency(counts), norm: model.norm(length: length))
  }

  private static func told(_ posting: (document: DocID, impact: UInt8), _ found: UInt8) -> String {
    let kind = found < posting.impact ? "no bound of its score" : "above what bounds its score"
    return "the impact of document \(posting.document) is \(found), \(kind), \(posting.impact)"
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

  /// A dense list has a place for every document: those without the term must be empty.
  private func flawOfDense(
    _ list: DenseList, _ impacts: [(document: DocID, impact: UInt8)]
  ) -> String? {
    var next = 0
    for document in 0..<DocID(list.blockCount * PostingLayout.blockSize) {
      // In bounds: a dense list has 64 places a block.
      let found = unsafe list.impacts[Int(document)]
      if next < impacts.count, impacts[next].document == document {
        if found != impacts[next].impact { return Self.told(impacts[next], found) }
        next += 1
      } else if found != 0 || list.code(of: document) != 0 {
        return "document \(document) lacks the term and has an impact or a code"
      }
    }
    return nil
  }
}
