/// The two spaces of terms.
enum TermSpace {
  case canonical
  case folded
}

/// What a segment is made from: documents in memory, or other segments.
///
/// Both hand over the same things, so that a merge gives what indexing at once would give.
protocol SegmentSource {
  var documentCount: Int { get }
  /// The canonical terms, sorted by folded key and then canonical key.
  var terms: TermTable { get }

  func key(of document: Int) throws(IndexError) -> [UInt8]
  func hash(of document: Int) throws(IndexError) -> ContentHash
  func sequence(of document: Int) throws(IndexError) -> SequenceNumber
  /// The document's slots, with the ordinals of `terms`.
  func readForward(_ document: Int, into forward: inout ForwardDocument) throws(IndexError)
  /// Calls `body` with the short forms that documents explain, in the ordinals of `terms`, by rising
  /// document.
  func forEachAcronym(
    _ body: (_ document: Int, AcronymPair) throws(IndexError) -> Void
  ) throws(IndexError)
  /// Calls `body` with the columns of the documents, by the bytes of their names.
  func forEachColumn(
    _ body: (_ name: String, ColumnEntries) throws(IndexError) -> Void
  ) throws(IndexError)
  /// Calls `body` with the postings of each canonical term that has some, in order.
  ///
  /// - Parameters:
  ///   - sizes: the document frequency of each term.
  ///   - budget: postings held in memory in one pass, 12 bytes each.
  func forEachList(
    sizes: [Int], budget: Int,
    _ body: (_ term: Int, Span<DocID>, Span<PostingCounts>) throws(IndexError) -> Void
  ) throws(IndexError)
  /// Calls `body` with all neighbours in order; see `invertBigrams` for what is given.
  func forEachBigram(
    budget: Int, frequencies: [UInt64],
    _ body: (_ first: Int, _ second: UInt32, borrowing BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError)
  /// Calls `body` with stored groups, by rising place, and says which document is at which.
  func forEachStoredGroup(
    _ body: (StoredWriter.Group) throws(IndexError) -> Void
  ) throws(IndexError) -> StoredOrder
}

extension SegmentSource {
  /// Inverts the forward stream, in passes over ranges of terms.
  func forEachList(
    sizes: [Int], budget: Int,
    _ body: (_ term: Int, Span<DocID>, Span<PostingCounts>) throws(IndexError) -> Void
  ) throws(IndexError) {
    var first = 0
    while first < sizes.count {
      var last = first
      var postings = 0
      while last < sizes.count, postings == 0 || postings + sizes[last] <= budget {
        postings += sizes[last]
        last += 1
      }
      var inverter = Inverter(
        terms: first..<last, documentFrequencies: Array(sizes[first..<last]))
      try inverter.invert(self)
      try inverter.forEach(body)
      first = last
    }
  }

  /// Calls `body` with all neighbours in order, from the forward stream, in passes over ranges of
  /// first terms.
  ///
  /// - Parameters:
  ///   - budget: rows held in memory in one pass, 12 bytes each.
  ///   - frequencies: how often each folded term occurs.
  func invertBigrams(
    budget: Int, frequencies: [UInt64],
    _ body: (_ first: Int, _ second: UInt32, borrowing BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError) {
    let words = FoldedWords(terms)
    var first = 0
    var forward = ForwardDocument()
    while first < terms.foldedCount {
      var last = first
      var rows = 0
      while last < terms.foldedCount {
        let next = Int(frequencies[last])
        if rows > 0, rows + next > budget { break }
        rows += next
        last += 1
      }
      var inverter = BigramInverter(
        terms: first..<last, counts: (first..<last).map { Int(frequencies[$0]) },
        foldedCount: terms.foldedCount)
      for document in 0..<documentCount {
        try readForward(document, into: &forward)
        inverter.add(forward, DocID(document), words)
      }
      try inverter.forEach(body)
      first = last
    }
  }

  func forEachBigram(
    budget: Int, frequencies: [UInt64],
    _ body: (_ first: Int, _ second: UInt32, borrowing BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError) {
    try invertBigrams(budget: budget, frequencies: frequencies, body)
  }
}

/// The terms of a segment to be: canonical ones in order, each with its folded term.
struct TermTable {
  private(set) var canonicalKeys = TermKeys()
  /// The folded ordinal of each canonical term.
  private(set) var foldedOfCanonical: [UInt32] = []
  private(set) var foldedKeys = TermKeys()
  /// The first canonical ordinal of each folded term.
  private(set) var firstVariant: [UInt32] = []

  /// Adds the next term in order (folded key first, then canonical key) and gives its ordinal.
  mutating func append(canonical: ArraySlice<UInt8>, folded: ArraySlice<UInt8>) -> UInt32 {
    let ordinal = UInt32(canonicalKeys.count)
    if foldedKeys.last.map({ !$0.elementsEqual(folded) }) ?? true {
      foldedKeys.append(folded)
      firstVariant.append(ordinal)
    }
    canonicalKeys.append(canonical)
    foldedOfCanonical.append(UInt32(foldedKeys.count - 1))
    return ordinal
  }

  var canonicalCount: Int { canonicalKeys.count }
  var foldedCount: Int { foldedKeys.count }

  /// The canonical ordinals of a folded term.
  func variants(of folded: Int) -> Range<Int> {
    let end = folded + 1 < foldedCount ? Int(firstVariant[folded + 1]) : canonicalCount
    return Int(firstVariant[folded])..<end
  }

  /// By bytes.
  static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
