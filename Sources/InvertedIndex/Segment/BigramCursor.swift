/// Walks the neighbours of a segment, first term by first term, for a merge.
///
/// What is read of one pair goes into memory that is kept for the next: there are millions.
struct BigramCursor: ~Copyable {
  /// The second term of the pair at hand, all ones behind the last.
  private(set) var second = UInt32.max

  private let segment: Segment
  private let table: BigramTable
  private var first = 0
  private var isSingle = false
  private var single = 0
  private var singleEnd = 0
  private var pair = 0
  private var pairEnd = 0
  private var forms = BigramFormCode.Decoded()
  private var packed: PostingCursor

  init(_ segment: Segment) {
    self.segment = segment
    table = segment.bigrams
    packed = PostingCursor(owner: segment.sections)
  }

  /// Goes to the first pair of a first term.
  mutating func begin(_ first: UInt32) {
    self.first = Int(first)
    (single, singleEnd) = table.singles(of: self.first)
    (pair, pairEnd) = table.pairs(of: self.first)
    findSecond()
  }

  /// Goes to the next pair.
  mutating func advance() {
    if isSingle { single += 1 } else { pair += 1 }
    findSecond()
  }

  private mutating func findSecond() {
    let next = single < singleEnd ? table.second(ofSingle: single) : .max
    let other = pair < pairEnd ? table.second(ofPair: pair) : .max
    isSingle = next < other
    second = min(next, other)
  }

  /// Calls `body` with the postings of the pair at hand, in order, each with its form.
  mutating func forEachPosting(
    _ body: (DocID, PostingCounts, BigramForm) -> Void
  ) throws(IndexError) {
    if isSingle {
      let (document, form) = try table.single(at: single)
      body(document, PostingCounts(frequency: 1, title: 0, low: 0), form)
      return
    }
    let term = try table.readEntry(pair, of: first, forms: &forms)
    var rank = 0
    var next = 0
    let others = forms.others
    let usual = forms.first
    func form() -> BigramForm {
      defer { rank += 1 }
      guard next < others.count, others[next].rank == rank else { return usual }
      next += 1
      return others[next - 1].form
    }
    guard term.layout == .packed else {
      try segment.forEachPosting(of: term) { body($0, $1, form()) }
      return
    }
    unsafe packed.open(try segment.bytes(of: term), documentFrequency: term.documentFrequency)
    while try packed.advance() {
      for index in 0..<packed.count {
        // In bounds: the cursor's arrays hold `count` values.
        let counts = unsafe PostingCounts(
          frequency: packed.frequencies[index], title: packed.titles[index],
          low: packed.lows[index])
        let document = unsafe packed.documents[index]
        guard document < segment.documentCount else {
          throw segment.sections.damaged(.postings, "neighbours name a document past the end")
        }
        body(document, counts, form())
      }
    }
  }
}
