/// Some postings of a rare term: valid during the call that hands them out.
@safe package struct PackedBlock {
  package let count: Int
  /// Rising, all documents of the segment.
  package let documents: UnsafePointer<DocID>
  /// Weighted by place.
  package let frequencies: UnsafePointer<Float>
}

extension Segment {
  /// Whether a term has a packed list.
  package func isPacked(_ term: TermInfo) -> Bool { term.layout == .packed }

  /// Walks the packed lists of many terms, block by block, through one buffer: terms with a prefix
  /// are mostly in one or two documents, and memory for each would cost more than reading it.
  ///
  /// - Parameter body: gets the place of the term among `terms` and a block of its postings.
  package func forEachBlock(
    ofPacked terms: [TermInfo], _ weights: ImpactWeights, _ body: (Int, PackedBlock) -> Void
  ) throws(IndexError) {
    guard let first = terms.first else { return }
    var cursor = try postings(of: first)
    let frequencies = UnsafeMutablePointer<Float>.allocate(capacity: PostingList.blockSize)
    defer { unsafe frequencies.deallocate() }
    for (place, term) in terms.enumerated() {
      precondition(term.layout == .packed, "other lists are read where they lie")
      unsafe cursor.open(try bytes(of: term), documentFrequency: term.documentFrequency)
      while try cursor.advance() {
        // In bounds: the cursor's arrays hold `count` values, a block at most.
        guard unsafe Int(cursor.documents[cursor.count - 1]) < documentCount else {
          throw sections.damaged(
            .postings, at: term.offset, "a list names a document past the end")
        }
        for index in 0..<cursor.count {
          unsafe frequencies[index] = weights.frequency(
            cursor.frequencies[index], title: cursor.titles[index], low: cursor.lows[index])
        }
        unsafe body(
          place,
          PackedBlock(
            count: cursor.count, documents: UnsafePointer(cursor.documents),
            frequencies: UnsafePointer(frequencies)))
      }
    }
  }
}
