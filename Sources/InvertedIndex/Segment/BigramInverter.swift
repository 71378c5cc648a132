/// The documents where two folded terms stand side by side, and what is known of each.
struct BigramPostings {
  /// Rising.
  var documents: [DocID] = []
  /// By place of the second word.
  var counts: [PostingCounts] = []
  /// The forms that stand there.
  var forms: [BigramForm] = []

  mutating func removeAll() {
    documents.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    forms.removeAll(keepingCapacity: true)
  }

  mutating func append(_ document: DocID, _ counts: PostingCounts, _ form: BigramForm) {
    documents.append(document)
    self.counts.append(counts)
    forms.append(form)
  }
}

/// Which forms of two folded terms stand side by side in a document: `mặt trận` of *mat tran*.
///
/// Each form counts from the first one of its folded term.
package struct BigramForm: Equatable, Hashable, Sendable {
  let packed: UInt16

  /// More than one in the same document, or forms beyond 254.
  package static let several = BigramForm(packed: .max)

  init(packed: UInt16) { self.packed = packed }

  init(_ first: UInt32, _ second: UInt32) {
    packed = first < 255 && second < 255 ? UInt16(first << 8 | second) : .max
  }

  package var first: UInt32 { UInt32(packed >> 8) }
  package var second: UInt32 { UInt32(packed & 255) }
}

/// Gathers the neighbours whose first term is in a range, sorted by both terms and document.
struct BigramInverter {
  private let terms: Range<Int>
  private let starts: [Int]
  private var rows: [Row]
  private var ends: [Int]
  /// Where rows are sorted.
  private var spare: [Row] = []

  private struct Row {
    var second: UInt32 = 0
    var document: DocID = 0
    /// `form << 8 | place`
    var detail: UInt32 = 0
  }

  /// - Parameter counts: how often each term of the range occurs at most.
  init(terms: Range<Int>, counts: [Int]) {
    self.terms = terms
    starts = listStarts(counts)
    rows = Array(repeating: Row(), count: starts[starts.count - 1])
    ends = Array(starts.dropLast())
  }

  mutating func add(_ forward: ForwardDocument, _ document: DocID, _ table: borrowing TermTable) {
    var slot = 0
    let first = UInt32(terms.lowerBound)
    let count = UInt32(terms.count)
    for block in forward.blocks {
      let place = block.kind.place.code
      let end = slot + block.slotCount
      var before: (folded: UInt32, form: UInt32)?
      for index in slot..<end {
        let term = forward.slots[index]
        guard term < ForwardDocument.block else {
          before = nil
          continue
        }
        let folded = table.foldedOfCanonical[Int(term)]
        let form = term - table.firstVariant[Int(folded)]
        // Wraps for terms below the range, so one comparison is enough.
        if let before, before.folded &- first < count {
          let list = Int(before.folded &- first)
          let forms = BigramForm(before.form, form)
          rows[ends[list]] = Row(
            second: folded, document: document, detail: UInt32(forms.packed) << 8 | place)
          ends[list] += 1
        }
        before = (folded, form)
      }
      slot = end + 1
    }
  }

  /// Calls `body` with every pair of neighbours in order, and their postings.
  mutating func forEach(
    _ body: (_ first: Int, _ second: UInt32, BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError) {
    var postings = BigramPostings()
    for term in terms {
      let list = term - terms.lowerBound
      let range = starts[list]..<ends[list]
      sort(range)
      var index = range.lowerBound
      while index < range.upperBound {
        let second = rows[index].second
        postings.removeAll()
        while index < range.upperBound, rows[index].second == second {
          index = readDocument(from: index, to: range.upperBound, into: &postings)
        }
        try body(term, second, postings)
      }
    }
  }

  /// Adds the posting of one document and returns the index behind its rows.
  private func readDocument(from start: Int, to end: Int, into postings: inout BigramPostings)
    -> Int
  {
    let first = rows[start]
    var counts = PostingCounts()
    var form = BigramForm(packed: UInt16(first.detail >> 8))
    var index = start
    while index < end, rows[index].document == first.document, rows[index].second == first.second {
      let row = rows[index]
      counts.add(PostingCounts.Place(code: row.detail & 3))
      if row.detail >> 8 != first.detail >> 8 { form = .several }
      index += 1
    }
    postings.append(first.document, counts, form)
    return index
  }
}

extension BigramInverter {
  /// Sorts the rows of one first term by the second; they come by document already. A radix sort
  /// from the low digit keeps that order.
  private mutating func sort(_ range: Range<Int>) {
    if range.count < 48 {
      sortSmall(range)
      return
    }
    var largest: UInt32 = 0
    for index in range { largest |= rows[index].second }
    // Many rows are worth a large table of digits.
    let digit = range.count < 4096 ? 8 : 11
    var shift = 0
    while shift < 32, largest >> UInt32(shift) > 0 {
      distribute(range, by: shift, digit)
      shift += digit
    }
  }

  /// One pass: by the digit of the second term above `shift`.
  private mutating func distribute(_ range: Range<Int>, by shift: Int, _ digit: Int) {
    let mask: UInt32 = 1 << UInt32(digit) - 1
    let shift = UInt32(shift)
    var starts = [Int](repeating: 0, count: 1 << digit + 1)
    for index in range { starts[Int(rows[index].second >> shift & mask) + 1] += 1 }
    for value in 1..<starts.count { starts[value] += starts[value - 1] }
    spare.removeAll(keepingCapacity: true)
    spare.append(contentsOf: rows[range])
    for row in spare {
      let value = Int(row.second >> shift & mask)
      rows[range.lowerBound + starts[value]] = row
      starts[value] += 1
    }
  }

  private mutating func sortSmall(_ range: Range<Int>) {
    for place in range.dropFirst() {
      let row = rows[place]
      var hole = place
      while hole > range.lowerBound, rows[hole - 1].second > row.second {
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      rows[hole] = row
    }
  }
}

extension PostingCounts.Place {
  fileprivate var code: UInt32 {
    switch self {
    case .body: 0
    case .title: 1
    case .low: 2
    }
  }

  fileprivate init(code: UInt32) {
    switch code {
    case 1: self = .title
    case 2: self = .low
    default: self = .body
    }
  }
}
