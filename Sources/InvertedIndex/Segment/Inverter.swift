/// Turns forward documents into the posting lists of a range of terms.
///
/// Two arrays hold all postings of the range, each list at its own place: the lists' sizes are
/// known from the document frequencies, so every posting is written once, where it stays.
struct Inverter {
  /// A canonical term that counts for no term of the space.
  static let skip = UInt32.max

  private let terms: Range<Int>
  /// Where each list starts, and one more for the end.
  private let starts: [Int]

  init(terms: Range<Int>, documentFrequencies: [Int]) {
    self.terms = terms
    starts = listStarts(documentFrequencies)
  }

  struct Lists {
    fileprivate var first: Int
    fileprivate var starts: [Int]
    fileprivate(set) var documents: [DocID]
    fileprivate(set) var counts: [PostingCounts]

    /// Where the postings of a term of the range are in both arrays.
    func range(of term: Int) -> Range<Int> { starts[term - first]..<starts[term - first + 1] }
  }

  static func encode(
    _ documents: ArraySlice<DocID>, _ counts: ArraySlice<PostingCounts>, _ layout: PostingLayout,
    model: ImpactModel, norms: [Float], codes: CountCodes
  ) -> [UInt8] {
    if layout == .packed { return PostingList.encode(documents: documents, counts: counts) }
    return BlockedPostings(
      documents: documents, counts: counts, model: model, norms: norms, codes: codes
    ).encode(layout)
  }

  func invert(_ source: some SegmentSource, target: [UInt32]) throws(IndexError) -> Lists {
    let total = starts[starts.count - 1]
    var lists = Lists(
      first: terms.lowerBound, starts: starts,
      documents: [DocID](repeating: 0, count: total),
      counts: [PostingCounts](repeating: PostingCounts(), count: total))
    // The place one past the last posting of each list so far.
    var ends = Array(starts.dropLast())
    let first = UInt32(terms.lowerBound)
    let count = UInt32(terms.count)
    var forward = ForwardDocument()
    for document in 0..<source.documentCount {
      try source.readForward(document, into: &forward)
      let document = DocID(document)
      forward.forEachOccurrence { term, place, _ in
        // Wraps for terms below the range and for `skip`, so one comparison is enough.
        let index = target[Int(term)] &- first
        guard index < count else { return }
        let list = Int(index)
        let end = ends[list]
        if end > starts[list], lists.documents[end - 1] == document {
          lists.counts[end - 1].add(place)
        } else {
          lists.documents[end] = document
          lists.counts[end].add(place)
          ends[list] = end + 1
        }
      }
    }
    return lists
  }
}

extension ForwardDocument {
  /// Calls `body` for every word and whole form, with the kind of text it is in.
  @inline(__always)
  func forEachOccurrence(_ body: (UInt32, PostingCounts.Place, _ isWhole: Bool) -> Void) {
    var slot = 0
    var whole = 0
    for block in blocks {
      let place = block.kind.place
      let end = slot + block.slotCount
      for index in slot..<end where slots[index] < Self.block { body(slots[index], place, false) }
      while whole < wholes.count, Int(wholes[whole].slot) < end {
        body(wholes[whole].term, place, true)
        whole += 1
      }
      slot = end + 1
    }
  }
}
