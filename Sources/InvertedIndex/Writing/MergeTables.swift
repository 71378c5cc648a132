/// What a merge holds in memory besides postings: tables that grow with documents, with different
/// words, and with different pairs of words.
struct MergeTables {
  /// Numbers of each document: where it comes from and goes to, its lengths, places and key.
  private var documents = 0
  /// Keys, frequencies and places of terms, rows of neighbours.
  private var largest = 0
  private var others = 0

  init() {}

  init(documents: Int, terms: Int, neighbours: Int, details: Int) {
    self.documents = documents * 96 + details
    largest = terms * 128 + neighbours * 24
  }

  /// The tables of a merge of both. Three quarters of the words of one are also in the other: what
  /// is new grows with less than the square root of the text.
  func merged(with other: MergeTables) -> MergeTables {
    var result = self
    result.documents += other.documents
    result.largest = max(largest, other.largest)
    result.others += other.others + min(largest, other.largest)
    return result
  }

  /// About the bytes that they take.
  var byteCount: Int { documents + largest + others / 4 }
}

extension Segment {
  /// What the segment adds to the tables of a merge.
  var mergeTables: MergeTables {
    MergeTables(
      documents: documentCount, terms: canonicalTermCount + foldedTermCount,
      neighbours: bigrams.count, details: (try? sections.length(.blocks)) ?? 0)
  }
}
