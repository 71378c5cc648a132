/// Turns forward documents into the posting lists of a range of terms.
///
/// One array holds all postings of the range, each list at its own place: the lists' sizes are
/// known from the document frequencies, so every posting is written once, where it stays.
struct Inverter: ~Copyable {
  private let terms: Range<Int>
  /// Where each list starts, and one more for the end.
  private let starts: [Int]
  private var postings: [Posting]
  /// Of the list at hand.
  private var documents = FlatArray<DocID>()
  private var counts = FlatArray<PostingCounts>()

  /// Twelve bytes, so that one is one line of a cache.
  private struct Posting: BitwiseCopyable {
    var document: DocID = 0
    var low: UInt32 = 0
    var high: UInt32 = 0

    init() {}

    init(_ document: DocID, _ counts: PostingCounts) {
      self.document = document
      low = UInt32(truncatingIfNeeded: counts.packed)
      high = UInt32(truncatingIfNeeded: counts.packed >> 32)
    }

    var counts: PostingCounts { PostingCounts(packed: UInt64(low) | UInt64(high) << 32) }
  }

  init(terms: Range<Int>, documentFrequencies: [Int]) {
    self.terms = terms
    starts = listStarts(documentFrequencies)
    postings = Array(repeating: Posting(), count: starts[starts.count - 1])
  }

  /// Gathers the postings of all documents.
  mutating func invert(_ source: some SegmentSource) throws(IndexError) {
    var ends = Array(starts.dropLast())
    let first = UInt32(terms.lowerBound)
    let count = UInt32(terms.count)
    var forward = ForwardDocument()
    var bag = TermBag(termCount: source.terms.canonicalCount)
    for document in 0..<source.documentCount {
      try source.readForward(document, into: &forward)
      bag.fill(forward)
      var postings = postings.mutableSpan
      var ends = ends.mutableSpan
      for index in 0..<bag.count {
        // Wraps for terms below the range, so one comparison is enough.
        let list = bag.terms[index] &- first
        if list >= count { continue }
        let end = ends[Int(list)]
        postings[end] = Posting(DocID(document), bag.counts[index])
        ends[Int(list)] = end &+ 1
      }
    }
  }

  /// Calls `body` with the postings of each term of the range that has some, in order.
  mutating func forEach(
    _ body: (_ term: Int, Span<DocID>, Span<PostingCounts>) throws(IndexError) -> Void
  ) throws(IndexError) {
    for term in terms {
      let list = term - terms.lowerBound
      let range = starts[list]..<starts[list + 1]
      if range.isEmpty { continue }
      documents.removeAll()
      counts.removeAll()
      for index in range {
        documents.append(postings[index].document)
        counts.append(postings[index].counts)
      }
      try body(term, documents.span, counts.span)
    }
  }
}

extension ForwardDocument {
  /// Words in the title, in all, and of low weight. Whole forms say again what their parts say: they
  /// do not make a text longer.
  var length: (title: UInt32, all: UInt32, low: UInt32) {
    var length: (title: UInt32, all: UInt32, low: UInt32) = (0, 0, 0)
    let slots = slots.span
    var slot = 0
    for block in blocks {
      let end = slot + block.slotCount
      var words: UInt32 = 0
      for index in slot..<end where slots[index] < Self.block { words &+= 1 }
      length.all += words
      switch block.kind.place {
      case .title: length.title += words
      case .body: break
      case .low: length.low += words
      }
      slot = end + 1
    }
    return length
  }

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
