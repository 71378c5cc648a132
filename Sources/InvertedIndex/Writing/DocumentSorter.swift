/// Sorts the documents of one list after another.
///
/// Each list sets its bits among those of all documents and reads them back in order, which takes
/// the same few steps a posting for short lists and for long ones.
struct DocumentSorter: ~Copyable {
  private var bits: [UInt64]
  /// A bit for each word of `bits` that is not 0.
  private var words: [UInt64]
  /// Where in its list each document stands.
  private var ranks: [UInt32]
  /// For each document of the sorted list where it stood before.
  private var order = FlatArray<UInt32>()
  private var spareCounts = FlatArray<PostingCounts>()
  private var spareForms = FlatArray<BigramForm>()

  init(documentCount: Int) {
    bits = [UInt64](repeating: 0, count: documentCount / 64 + 1)
    words = [UInt64](repeating: 0, count: bits.count / 64 + 1)
    ranks = [UInt32](repeating: 0, count: documentCount)
  }

  /// Sorts documents, each of which is there once. False, and nothing changed, where they rise
  /// already; otherwise what belongs to them is to be arranged next.
  mutating func sort(_ documents: inout FlatArray<DocID>) -> Bool {
    guard let list = Self.unsorted(documents.span) else { return false }
    for rank in 0..<list {
      let document = Int(documents[rank])
      bits[document / 64] |= 1 << UInt64(document % 64)
      words[document / 4096] |= 1 << UInt64(document / 64 % 64)
      ranks[document] = UInt32(truncatingIfNeeded: rank)
    }
    documents.removeAll()
    order.removeAll()
    for group in words.indices where words[group] != 0 {
      var left = words[group]
      words[group] = 0
      while left != 0 {
        let word = group * 64 + left.trailingZeroBitCount
        left &= left &- 1
        var found = bits[word]
        bits[word] = 0
        while found != 0 {
          let document = word * 64 + found.trailingZeroBitCount
          found &= found &- 1
          documents.append(DocID(document))
          order.append(ranks[document])
        }
      }
    }
    return true
  }

  /// How many there are, nil when they rise.
  private static func unsorted(_ documents: Span<DocID>) -> Int? {
    for index in documents.indices.dropFirst()
    where documents[index - 1] >= documents[index] {
      return documents.count
    }
    return nil
  }

  /// Brings the counts of the documents that were sorted last into their order.
  mutating func arrange(_ counts: inout FlatArray<PostingCounts>) {
    spareCounts.removeAll()
    for rank in 0..<order.count { spareCounts.append(counts[Int(order[rank])]) }
    swap(&counts, &spareCounts)
  }

  /// The same for forms.
  mutating func arrange(_ forms: inout FlatArray<BigramForm>) {
    spareForms.removeAll()
    for rank in 0..<order.count { spareForms.append(forms[Int(order[rank])]) }
    swap(&forms, &spareForms)
  }
}
