/// The postings of several terms as those of one: what is counted in a document is added up.
struct ListUnion: ~Copyable {
  /// Rising, once `finish` was called.
  private(set) var documents = FlatArray<DocID>()
  private(set) var counts = FlatArray<PostingCounts>()

  /// What was added of each document.
  private var sums: [PostingCounts]
  /// A bit for each document of which something was added.
  private var bits: [UInt64]
  /// The words of `bits` that are not all zeros are in here.
  private var words = 0..<0

  /// - Parameter documentCount: all documents are below.
  init(documentCount: Int) {
    sums = Array(repeating: PostingCounts(), count: documentCount)
    bits = Array(repeating: 0, count: documentCount / 64 + 1)
  }

  /// Adds the postings of a term; documents rise.
  mutating func add(_ documents: Span<DocID>, _ counts: Span<PostingCounts>) {
    guard !documents.isEmpty else { return }
    let own = Int(documents[0] / 64)..<Int(documents[documents.count - 1] / 64) + 1
    words =
      words.isEmpty
      ? own
      : min(words.lowerBound, own.lowerBound)..<max(words.upperBound, own.upperBound)
    Self.add(documents, counts, to: &sums, &bits)
  }

  private static func add(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>, to sums: inout [PostingCounts],
    _ bits: inout [UInt64]
  ) {
    var sums = sums.mutableSpan
    var bits = bits.mutableSpan
    for index in documents.indices {
      let document = Int(documents[index])
      sums[document].add(counts[index])
      bits[document / 64] |= 1 &<< UInt64(document)
    }
  }

  /// Puts what was added into `documents` and `counts`, and begins anew.
  mutating func finish() {
    documents.removeAll()
    counts.removeAll()
    for word in words {
      var rest = bits[word]
      bits[word] = 0
      while rest != 0 {
        let document = word * 64 + rest.trailingZeroBitCount
        documents.append(DocID(document))
        counts.append(sums[document])
        sums[document] = PostingCounts()
        rest &= rest &- 1
      }
    }
    words = 0..<0
  }
}
