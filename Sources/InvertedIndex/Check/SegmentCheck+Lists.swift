extension SegmentCheck {
  /// Compares the lists of all terms with the postings of the forward stream.
  mutating func checkLists(_ recount: Recount) {
    checkLists(
      "canonical terms", recount.canonical, target: recount.foldedOf.indices.map { UInt32($0) },
      recount,
      term: { $0.canonicalTerm(at: $1) }, name: { $0.name(canonical: $1) })
    checkLists(
      "folded terms", recount.folded, target: recount.foldedOf, recount,
      term: { $0.foldedTerm(at: $1) }, name: { $0.name(folded: $1) })
  }

  /// - Parameter target: the list that an occurrence of each canonical term counts for.
  private mutating func checkLists(
    _ structure: String, _ frequencies: [Recount.Frequencies], target: [UInt32],
    _ recount: Recount, term: (Segment, UInt32) -> TermInfo,
    name: (SegmentCheck, UInt32) -> String
  ) {
    let sizes = frequencies.map(\.documents)
    for range in GatheredPostings.ranges(sizes, budget: budget) {
      var gathered = GatheredPostings(range, sizes: Array(sizes[range]))
      attempt("forward stream") { check throws(IndexError) in
        var forward = ForwardDocument()
        for document in 0..<DocID(check.segment.documentCount) {
          try check.segment.readForward(document, into: &forward)
          forward.forEachOccurrence { term, place, _ in
            gathered.add(target[Int(term)], document, place)
          }
        }
      }
      for list in range {
        let info = term(segment, UInt32(list))
        let found = (info.documentFrequency, info.collectionFrequency)
        let expected = (frequencies[list].documents, frequencies[list].occurrences)
        if found != expected {
          tell(
            structure,
            "\(name(self, UInt32(list))) is said to be in \(found.0) documents, \(found.1) times;"
              + " it is in \(expected.0), \(expected.1) times")
        }
        compare(
          info, gathered.postings(of: list), recount, structure, { name($0, UInt32(list)) })
      }
    }
  }

  /// Compares one list, and the bounds in it.
  mutating func compare(
    _ info: TermInfo, _ expected: ExpectedPostings, _ recount: Recount, _ structure: String,
    _ name: (SegmentCheck) -> String
  ) {
    report.postings += expected.documents.count
    attempt(structure) { check throws(IndexError) in
      var place = 0
      var flaw: String?
      let documents = expected.documents
      let counts = expected.counts
      try check.segment.forEachPosting(of: info) { document, found in
        defer { place += 1 }
        guard flaw == nil else { return }
        guard place < documents.count, documents[documents.startIndex + place] == document else {
          flaw = "posting \(place) is of document \(document), which is not next"
          return
        }
        if counts[counts.startIndex + place] != found {
          flaw = "the counts of document \(document) are not those of its text"
        }
      }
      if place != documents.count { flaw = "it has \(place) postings, not \(documents.count)" }
      if flaw == nil { flaw = try check.flawOfBounds(info, expected, recount) }
      if let flaw { check.tell(structure, "the list of \(name(check)): \(flaw)") }
    }
  }

  /// Reads every list there is, where there is nothing to compare it with.
  mutating func readLists() {
    for ordinal in 0..<UInt32(segment.canonicalTermCount) {
      attempt("canonical terms") { check throws(IndexError) in
        try check.segment.forEachPosting(of: check.segment.canonicalTerm(at: ordinal)) { _, _ in }
      }
    }
    for ordinal in 0..<UInt32(segment.foldedTermCount) {
      attempt("folded terms") { check throws(IndexError) in
        try check.segment.forEachPosting(of: check.segment.foldedTerm(at: ordinal)) { _, _ in }
      }
    }
  }
}
