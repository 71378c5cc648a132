import InvertedIndex

/// Counts where the words of a phrase follow each other in a document.
///
/// A plain walk over the forward stream: boundaries of sentences and blocks are slots of their
/// own, so no phrase reaches across them.
struct PhraseMatcher {
  /// For each word the canonical terms that match it.
  private let words: [[Range<UInt32>]]
  private var slots: [UInt32] = []

  init(_ words: [[Range<UInt32>]]) { self.words = words }

  mutating func count(in segment: Segment, _ document: DocID) throws(IndexError) -> Int {
    try segment.readSlots(document, into: &slots)
    guard slots.count >= words.count else { return 0 }
    var count = 0
    for start in 0...(slots.count - words.count) where matches(at: start) { count += 1 }
    return count
  }

  private func matches(at start: Int) -> Bool {
    for (offset, ranges) in words.enumerated() {
      let slot = slots[start + offset]
      guard ranges.contains(where: { $0.contains(slot) }) else { return false }
    }
    return true
  }
}
