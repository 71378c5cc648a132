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
  /// The code of each small count, by `place(of:)`.
  private let codes: [UInt8]

  init(_ counts: some Sequence<PostingCounts>) {
    let coded = counts.filter { Self.place(of: $0) != nil }.prefix(Int(Self.escape) - 1)
    self.counts = [PostingCounts()] + coded
    var codes = [UInt8](repeating: Self.escape, count: 1 << 9)
    for (code, counts) in self.counts.enumerated() {
      if let place = Self.place(of: counts) { codes[place] = UInt8(code) }
    }
    self.codes = codes
  }

  @inline(__always)
  func code(of counts: PostingCounts) -> UInt8 {
    Self.place(of: counts).map { codes[$0] } ?? Self.escape
  }

  /// Small counts have a place in a table: up to 31 occurrences, 3 in the title, 3 of low weight.
  @inline(__always)
  private static func place(of counts: PostingCounts) -> Int? {
    guard counts.frequency < 32, counts.title < 4, counts.low < 4 else { return nil }
    return Int(counts.frequency | counts.title << 5 | counts.low << 7)
  }

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
