/// The documents where two folded terms stand side by side, and what is known of each.
struct BigramPostings: ~Copyable {
  /// Rising.
  private(set) var documents = FlatArray<DocID>()
  /// By place of the second word.
  private(set) var counts = FlatArray<PostingCounts>()
  /// The forms that stand there.
  private(set) var forms = FlatArray<BigramForm>()

  mutating func removeAll() {
    documents.removeAll()
    counts.removeAll()
    forms.removeAll()
  }

  mutating func append(_ document: DocID, _ counts: PostingCounts, _ form: BigramForm) {
    documents.append(document)
    self.counts.append(counts)
    forms.append(form)
  }

  /// Brings postings that came in any order into that of their documents.
  mutating func sort(_ sorter: inout DocumentSorter) {
    guard sorter.sort(&documents) else { return }
    sorter.arrange(&counts)
    sorter.arrange(&forms)
  }
}

/// Which forms of two folded terms stand side by side in a document: `mặt trận` of *mat tran*.
///
/// Each form counts from the first one of its folded term.
package struct BigramForm: Equatable, Hashable, Sendable, BitwiseCopyable {
  let packed: UInt16

  /// More than one in the same document, or forms beyond 254.
  package static let several = BigramForm(packed: .max)

  init(packed: UInt16) { self.packed = packed }

  package init(_ first: UInt32, _ second: UInt32) {
    packed = first < 255 && second < 255 ? UInt16(first << 8 | second) : .max
  }

  package var first: UInt32 { UInt32(packed >> 8) }
  package var second: UInt32 { UInt32(packed & 255) }
}

/// Gathers the neighbours whose first term is in a range, sorted by both terms and document.
struct BigramInverter: ~Copyable {
  private let terms: Range<Int>
  private let starts: [Int]
  private var rows: [Row]
  private var ends: [Int]
  /// Where rows are sorted.
  private var spare: [Row] = []
  /// How many rows have each value of a digit, then where those go.
  private var low: [Int]
  private var high: [Int]
  /// The bits of half a folded term.
  private let digit: UInt32

  private struct Row: BitwiseCopyable {
    var second: UInt32 = 0
    var document: DocID = 0
    /// `form << 8 | place`
    var detail: UInt32 = 0
  }

  /// - Parameters:
  ///   - counts: how often each term of the range occurs at most.
  ///   - foldedCount: of all terms.
  init(terms: Range<Int>, counts: [Int], foldedCount: Int) {
    self.terms = terms
    starts = listStarts(counts)
    rows = Array(repeating: Row(), count: starts[starts.count - 1])
    ends = Array(starts.dropLast())
    digit = UInt32(UInt32.bitWidth - UInt32(foldedCount).leadingZeroBitCount + 1) / 2
    low = Array(repeating: 0, count: 1 << digit)
    high = low
  }

  /// Adds the neighbours of a document, the next one in order.
  mutating func add(_ forward: ForwardDocument, _ document: DocID, _ words: FoldedWords) {
    Self.add(forward, document, words, terms, to: &rows, &ends)
  }

  private static func add(
    _ forward: ForwardDocument, _ document: DocID, _ words: FoldedWords, _ terms: Range<Int>,
    to rows: inout [Row], _ ends: inout [Int]
  ) {
    let first = UInt32(terms.lowerBound)
    let count = UInt32(terms.count)
    let slots = forward.slots.span
    var rows = rows.mutableSpan
    var ends = ends.mutableSpan
    var slot = 0
    for block in forward.blocks {
      let place = block.kind.place.code
      let end = slot + block.slotCount
      var before = FoldedWords.Word.none
      for index in slot..<end {
        let word = words[slots[index]]
        // Wraps for terms below the range, and is above it for none: one comparison is enough.
        let list = before.folded &- first
        if list < count, word.folded != FoldedWords.Word.none.folded {
          let forms = BigramForm(before.form, word.form)
          let target = ends[Int(list)]
          rows[target] = Row(
            second: word.folded, document: document, detail: UInt32(forms.packed) << 8 | place)
          ends[Int(list)] = target &+ 1
        }
        before = word
      }
      slot = end + 1
    }
  }

  /// Calls `body` with every pair of neighbours in order, and their postings.
  mutating func forEach(
    _ body: (_ first: Int, _ second: UInt32, borrowing BigramPostings) throws(IndexError) -> Void
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
        index = readPair(from: index, to: range.upperBound, into: &postings)
        try body(term, second, postings)
      }
    }
  }

  /// Adds the postings of one pair and returns the index behind its rows.
  private func readPair(from start: Int, to end: Int, into postings: inout BigramPostings) -> Int {
    let rows = rows.span
    let second = rows[start].second
    var index = start
    while index < end, rows[index].second == second {
      let first = rows[index]
      var counts = PostingCounts()
      var form = BigramForm(packed: UInt16(first.detail >> 8))
      while index < end {
        let row = rows[index]
        guard row.document == first.document, row.second == second else { break }
        counts.add(PostingCounts.Place(code: row.detail & 3))
        if row.detail >> 8 != first.detail >> 8 { form = .several }
        index &+= 1
      }
      postings.append(first.document, counts, form)
    }
    return index
  }
}

extension BigramInverter {
  /// Sorts the rows of one first term by the second; they come by document already. A radix sort
  /// from the low digit keeps that order.
  private mutating func sort(_ range: Range<Int>) {
    if range.count < 64 {
      sortSmall(range)
      return
    }
    if spare.count < range.count {
      spare.append(contentsOf: repeatElement(Row(), count: range.count - spare.count))
    }
    Self.sort(range, of: &rows, by: &spare, digit, &low, &high)
  }

  /// - Parameters:
  ///   - spare: room for as many rows.
  ///   - low: room for a number for each value of a digit of so many bits, as `high`.
  private static func sort(
    _ range: Range<Int>, of rows: inout [Row], by spare: inout [Row], _ digit: UInt32,
    _ low: inout [Int], _ high: inout [Int]
  ) {
    let mask: UInt32 = 1 << digit - 1
    var low = low.mutableSpan
    var high = high.mutableSpan
    var rows = rows.mutableSpan
    var spare = spare.mutableSpan
    for value in low.indices {
      low[value] = 0
      high[value] = 0
    }
    for index in range {
      let second = rows[index].second
      low[Int(second & mask)] &+= 1
      high[Int(second &>> digit)] &+= 1
    }
    var lowStart = 0
    var highStart = range.lowerBound
    for value in low.indices {
      (low[value], lowStart) = (lowStart, lowStart &+ low[value])
      (high[value], highStart) = (highStart, highStart &+ high[value])
    }
    for index in range {
      let row = rows[index]
      let value = Int(row.second & mask)
      spare[low[value]] = row
      low[value] &+= 1
    }
    for index in 0..<range.count {
      let row = spare[index]
      let value = Int(row.second &>> digit)
      rows[high[value]] = row
      high[value] &+= 1
    }
  }

  private mutating func sortSmall(_ range: Range<Int>) {
    var rows = rows.mutableSpan
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

/// The folded term of each canonical one and its place among the forms of that.
struct FoldedWords {
  struct Word {
    /// All ones for none: a boundary.
    var folded: UInt32
    var form: UInt32

    static let none = Word(folded: .max, form: 0)
  }

  private let words: [Word]

  init(_ terms: TermTable) {
    words = terms.foldedOfCanonical.enumerated().map { term, folded in
      Word(folded: folded, form: UInt32(term) - terms.firstVariant[Int(folded)])
    }
  }

  /// The word of a slot.
  @inline(__always)
  subscript(slot: UInt32) -> Word {
    slot < ForwardDocument.block ? words[Int(slot)] : .none
  }
}
