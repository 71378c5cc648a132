/// Names the most frequent counts of a segment with four bits.
///
/// Nearly all postings have one of a few counts (once in the body, twice in the body, …). Code 0
/// says that a document lacks the term, codes 1 to 14 stand for the counts in this table, the most
/// frequent first, and 15 says that the counts are in the list of exceptions.
///
/// ```
/// codes = counts:u64 each, packed as in `PostingCounts`, for code 1, 2, 3 …
/// ```
struct CountCodes: Sendable {
  static let escape: UInt8 = 15

  /// The counts of each code; those of code 0 are empty.
  let counts: [PostingCounts]
  private let codes: [UInt64: UInt8]

  init(_ counts: some Sequence<PostingCounts>) {
    self.counts = [PostingCounts()] + counts.prefix(Int(Self.escape) - 1)
    var codes: [UInt64: UInt8] = [:]
    for (code, counts) in self.counts.enumerated() { codes[counts.packed] = UInt8(code) }
    self.codes = codes
  }

  func code(of counts: PostingCounts) -> UInt8 { codes[counts.packed] ?? Self.escape }

  init(_ sections: SectionReader) throws(IndexError) {
    let packed = try sections.array(.countCodes, of: UInt64.self)
    guard packed.count < Int(Self.escape) else {
      throw sections.damaged(.countCodes, "it has too many codes")
    }
    self.init((0..<packed.count).map { PostingCounts(packed: packed[$0]) })
  }
}

/// Counts which counts postings have, to choose the codes.
struct CountCensus {
  /// One document in so many is asked.
  static let stride = 8

  private var seen: [UInt64: Int] = [:]
  private var ofDocument: [UInt32: PostingCounts] = [:]

  mutating func add(_ forward: ForwardDocument) {
    ofDocument.removeAll(keepingCapacity: true)
    forward.forEachOccurrence { term, place, _ in
      ofDocument[term, default: PostingCounts()].add(place)
    }
    for counts in ofDocument.values { seen[counts.packed, default: 0] += 1 }
  }

  var codes: CountCodes {
    let order = seen.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return CountCodes(order.lazy.map { PostingCounts(packed: $0.key) })
  }
}
