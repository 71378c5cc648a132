/// Sorts the documents of one list after another.
///
/// Each list sets its bits among those of all documents and reads them back in order, which takes
/// the same few steps a posting for short lists and for long ones.
struct DocumentSorter {
  private var bits: [UInt64]
  /// A bit for each word of `bits` that is not 0.
  private var words: [UInt64]
  /// Where in its list each document stands.
  private var ranks: [UInt32]
  /// For each document of the sorted list where it stood before.
  private(set) var order: [UInt32] = []

  init(documentCount: Int) {
    bits = [UInt64](repeating: 0, count: documentCount / 64 + 1)
    words = [UInt64](repeating: 0, count: bits.count / 64 + 1)
    ranks = [UInt32](repeating: 0, count: documentCount)
  }

  /// Sorts documents, each of which is there once. False, and nothing changed, where they rise
  /// already; otherwise `order` says where they stood.
  mutating func sort(_ documents: inout [DocID]) -> Bool {
    if zip(documents, documents.dropFirst()).allSatisfy({ $0 < $1 }) { return false }
    for (rank, document) in documents.enumerated() {
      let word = Int(document / 64)
      bits[word] |= 1 << UInt64(document % 64)
      words[word / 64] |= 1 << UInt64(word % 64)
      ranks[Int(document)] = UInt32(truncatingIfNeeded: rank)
    }
    documents.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    for group in words.indices where words[group] != 0 {
      while words[group] != 0 {
        let word = group * 64 + words[group].trailingZeroBitCount
        words[group] &= words[group] &- 1
        while bits[word] != 0 {
          let document = word * 64 + bits[word].trailingZeroBitCount
          bits[word] &= bits[word] &- 1
          documents.append(DocID(document))
          order.append(ranks[document])
        }
      }
    }
    return true
  }

  /// Brings what belongs to the documents into their order.
  func arrange<Value>(_ values: inout [Value], _ spare: inout [Value]) {
    spare.removeAll(keepingCapacity: true)
    for rank in order { spare.append(values[Int(rank)]) }
    swap(&values, &spare)
  }
}
