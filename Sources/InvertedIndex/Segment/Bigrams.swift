/// Two folded terms that stand side by side somewhere in the segment.
package enum Bigram: Sendable {
  /// Once in the body of one document.
  case single(DocID)
  case list(TermInfo)

  /// In how many documents they are neighbours.
  package var documentFrequency: Int {
    switch self {
    case .single: 1
    case .list(let info): info.documentFrequency
    }
  }
}

/// Finds the postings of neighbours.
///
/// ```
/// singles = starts:u32[F + 1] { second:u32 document:u32 }*     sections BSGO, BSGL
/// pairs   = starts:u32[F + 1] { second:u32 documentFrequency:u32 offset:u64 }*    BPRO, BPRS
/// ```
/// Rows are grouped by the first folded term, `F` of them, and sorted by the second. `offset` is
/// that of a posting list in POST, laid out as that of a term with the same document frequency.
struct BigramTable: Sendable {
  private let sections: SectionReader
  private let singleStarts: FileArray<UInt32>
  private let singles: FileArray<UInt32>
  private let pairStarts: FileArray<UInt32>
  /// Rows as 32-bit words, four each.
  private let pairs: FileArray<UInt32>
  private let documentCount: Int

  init(_ sections: SectionReader, terms: Int, documentCount: Int) throws(IndexError) {
    self.sections = sections
    self.documentCount = documentCount
    singleStarts = try sections.array(.bigramSingleStarts, of: UInt32.self)
    singles = try sections.array(.bigramSingles, of: UInt32.self)
    pairStarts = try sections.array(.bigramStarts, of: UInt32.self)
    pairs = try sections.array(.bigrams, of: UInt32.self)
    guard singleStarts.count == terms + 1, pairStarts.count == terms + 1,
      Int(singleStarts[terms]) * 2 == singles.count, Int(pairStarts[terms]) * 4 == pairs.count
    else { throw sections.damaged(.bigrams, "the table of neighbours has another size") }
  }

  /// Rows of both kinds.
  var count: Int { singles.count / 2 + pairs.count / 4 }

  /// - Parameters:
  ///   - first: ordinal of a folded term.
  ///   - second: that of the one behind it.
  func find(_ first: UInt32, _ second: UInt32) throws(IndexError) -> Bigram? {
    if let row = Self.search(pairs, stride: 4, pairStarts, first, second) {
      let base = row * 4
      let frequency = Int(pairs[base + 1])
      let offset = UInt64(pairs[base + 2]) | UInt64(pairs[base + 3]) << 32
      let length = try sections.length(.postings)
      guard frequency <= documentCount, offset < UInt64(length) else {
        throw sections.damaged(.bigrams, at: base * 4, "neighbours point outside of their postings")
      }
      let layout = PostingLayout.of(documentFrequency: frequency, documents: documentCount)
      let bound = Self.largestList(frequency, layout, documents: documentCount)
      return .list(
        TermInfo(
          ordinal: second, documentFrequency: frequency, collectionFrequency: frequency,
          offset: Int(offset), length: min(bound, length - Int(offset) - BitPacking.overread),
          layout: layout))
    }
    guard let row = Self.search(singles, stride: 2, singleStarts, first, second) else {
      return nil
    }
    let document = singles[row * 2 + 1]
    guard document < documentCount else {
      throw sections.damaged(.bigramSingles, at: row * 8, "no document \(document)")
    }
    return .single(document)
  }

  private static func search(
    _ rows: FileArray<UInt32>, stride: Int, _ starts: FileArray<UInt32>, _ first: UInt32,
    _ second: UInt32
  ) -> Int? {
    guard Int(first) + 1 < starts.count else { return nil }
    var low = Int(starts[Int(first)])
    let end = min(Int(starts[Int(first) + 1]), rows.count / stride)
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if rows[middle * stride] < second { low = middle + 1 } else { high = middle }
    }
    return low < end && rows[low * stride] == second ? low : nil
  }

  /// No list is longer than this: lengths are not stored.
  private static func largestList(
    _ frequency: Int, _ layout: PostingLayout, documents: Int
  ) -> Int {
    let blocks = PostingLayout.blockCount(documents: documents)
    let perPosting = 16 * frequency + (frequency / PostingList.blockSize + 1) * 12
    switch layout {
    case .packed: return perPosting
    case .blocked, .ranked: return perPosting + blocks * 16 + 4 * BlockedPostings.alignment
    }
  }
}

/// Gathers the neighbours whose first term is in a range, sorted by both terms and document.
struct BigramInverter {
  private let terms: Range<Int>
  private let starts: [Int]
  /// `second << 33 | document << 2 | place`
  private var rows: [UInt64]
  private var ends: [Int]

  /// - Parameter counts: how often each term of the range occurs at most.
  init(terms: Range<Int>, counts: [Int]) {
    self.terms = terms
    var starts = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    self.starts = starts
    rows = Array(repeating: 0, count: starts[starts.count - 1])
    ends = Array(starts.dropLast())
  }

  mutating func add(_ forward: ForwardDocument, _ document: DocID, foldedOf: [UInt32]) {
    var slot = 0
    let first = UInt32(terms.lowerBound)
    let count = UInt32(terms.count)
    for block in forward.blocks {
      let place = block.kind.place.code
      let end = slot + block.slotCount
      var previous: UInt32?
      for index in slot..<end {
        let term = forward.slots[index]
        guard term < ForwardDocument.block else {
          previous = nil
          continue
        }
        let folded = foldedOf[Int(term)]
        // Wraps for terms below the range, so one comparison is enough.
        if let before = previous, before &- first < count {
          let list = Int(before &- first)
          rows[ends[list]] = UInt64(folded) << 33 | UInt64(document) << 2 | place
          ends[list] += 1
        }
        previous = folded
      }
      slot = end + 1
    }
  }

  /// Calls `body` with every pair of neighbours in order, and their postings.
  mutating func forEach(
    _ body: (_ first: Int, _ second: UInt32, [DocID], [PostingCounts]) throws(IndexError) -> Void
  ) throws(IndexError) {
    var documents: [DocID] = []
    var counts: [PostingCounts] = []
    for term in terms {
      let list = term - terms.lowerBound
      let range = starts[list]..<ends[list]
      sort(range)
      var index = range.lowerBound
      while index < range.upperBound {
        let second = rows[index] >> 33
        documents.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        while index < range.upperBound, rows[index] >> 33 == second {
          let document = DocID(rows[index] >> 2 & 0x7FFF_FFFF)
          if documents.last != document {
            documents.append(document)
            counts.append(PostingCounts())
          }
          counts[counts.count - 1].add(PostingCounts.Place(code: rows[index] & 3))
          index += 1
        }
        try body(term, UInt32(second), documents, counts)
      }
    }
  }
}

extension BigramInverter {
  /// Sorts the rows of one first term by the second; they come by document already. A radix sort
  /// from the low byte keeps that order.
  private mutating func sort(_ range: Range<Int>) {
    if range.count < 48 {
      sortSmall(range)
      return
    }
    let largest = rows[range].reduce(0, |) >> 33
    var source = Array(rows[range])
    var target = source
    var shift: UInt64 = 33
    var rest = largest
    while rest > 0 {
      Self.distribute(source, by: shift, into: &target)
      swap(&source, &target)
      rest >>= 8
      shift += 8
    }
    for (offset, row) in source.enumerated() { rows[range.lowerBound + offset] = row }
  }

  /// One pass: by eight bits of the second term.
  private static func distribute(_ rows: [UInt64], by shift: UInt64, into target: inout [UInt64]) {
    var starts = [Int](repeating: 0, count: 257)
    for row in rows { starts[Int(row >> shift & 255) + 1] += 1 }
    for digit in 1...256 { starts[digit] += starts[digit - 1] }
    for row in rows {
      let digit = Int(row >> shift & 255)
      target[starts[digit]] = row
      starts[digit] += 1
    }
  }

  private mutating func sortSmall(_ range: Range<Int>) {
    for place in range.dropFirst() {
      let row = rows[place]
      var hole = place
      while hole > range.lowerBound, rows[hole - 1] > row {
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      rows[hole] = row
    }
  }
}

extension PostingCounts.Place {
  fileprivate var code: UInt64 {
    switch self {
    case .body: 0
    case .title: 1
    case .low: 2
    }
  }

  fileprivate init(code: UInt64) {
    switch code {
    case 1: self = .title
    case 2: self = .low
    default: self = .body
    }
  }
}

extension Segment {
  /// Where two folded terms stand side by side, nil where they never do.
  package func bigram(_ first: UInt32, _ second: UInt32) throws(IndexError) -> Bigram? {
    try bigrams.find(first, second)
  }
}
