import InvertedIndex

/// Counts where the words of a phrase follow each other in the documents of a segment.
struct PhraseMatcher {
  private let segment: Segment
  /// For each word the canonical terms that match it.
  private let words: [[Range<UInt32>]]
  private let table: PhraseTable?
  private var slots: [UInt32] = []
  private var places: [UInt64] = []

  init(_ words: [[Range<UInt32>]], in segment: Segment) {
    self.segment = segment
    self.words = words
    table = segment.phraseTable(words)
  }

  mutating func count(in document: DocID) throws(IndexError) -> Int {
    if let table { return try segment.count(table, in: document, &places) }
    return try plainCount(in: document)
  }

  /// A plain walk over the forward stream, for phrases that have no table and as the oracle of
  /// those that do. Boundaries are slots that no word matches.
  mutating func plainCount(in document: DocID) throws(IndexError) -> Int {
    try segment.readSlots(document, into: &slots)
    guard slots.count >= words.count else { return 0 }
    return (0...(slots.count - words.count)).count { matches(at: $0) }
  }

  private func matches(at start: Int) -> Bool {
    words.enumerated().allSatisfy { offset, ranges in
      ranges.contains { $0.contains(slots[start + offset]) }
    }
  }
}
