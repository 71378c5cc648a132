extension SegmentCheck {
  /// Compares the table of neighbours, and their lists, with the forward stream.
  mutating func checkNeighbours(_ recount: Recount) {
    var distinct = 0
    var absence = AbsentNeighbours()
    for range in GatheredPostings.ranges(recount.followers, budget: budget) {
      var rows = GatheredNeighbours(range, sizes: Array(recount.followers[range]))
      attempt("forward stream") { check throws(IndexError) in
        var forward = ForwardDocument()
        for document in 0..<DocID(check.segment.documentCount) {
          try check.segment.readForward(document, into: &forward)
          recount.forEachNeighbours(in: forward) { rows.add($0, $1, document, $2) }
        }
      }
      for first in range {
        var seconds: Set<UInt32> = []
        rows.forEachSecond(of: first) { second, expected in
          distinct += 1
          seconds.insert(second)
          compare(UInt32(first), second, expected, recount)
        }
        absence.check(UInt32(first), seconds, &self)
      }
    }
    report.neighbours += distinct
    if segment.bigrams.count != distinct {
      tell("neighbours", "the table has \(segment.bigrams.count) pairs, the text \(distinct)")
    }
  }

  private mutating func compare(
    _ first: UInt32, _ second: UInt32, _ expected: ExpectedPostings, _ recount: Recount
  ) {
    attempt("neighbours") { check throws(IndexError) in
      func name(_ check: SegmentCheck) -> String {
        "\(check.name(folded: first)) before \(check.name(folded: second))"
      }
      switch try check.segment.bigram(first, second) {
      case nil: check.tell("neighbours", "\(name(check)) is missing")
      case .single(let document):
        let once = PostingCounts(frequency: 1, title: 0, low: 0)
        if Array(expected.documents) != [document] || Array(expected.counts) != [once] {
          check.tell("neighbours", "\(name(check)) is not only once in document \(document)")
        }
      case .list(let info):
        if info.documentFrequency != expected.documents.count {
          check.tell(
            "neighbours",
            "\(name(check)) is said to be in \(info.documentFrequency) documents, it is in"
              + " \(expected.documents.count)")
        }
        check.compare(info, expected, recount, "neighbours", name)
      }
    }
  }
}

/// Looks for pairs that must not be found: the rows of terms side by side in the table, under each
/// other's names.
private struct AbsentNeighbours {
  /// The last term with rows, and the terms since.
  private var previous: (first: UInt32, seconds: Set<UInt32>)?
  private var empty: [UInt32] = []

  mutating func check(_ first: UInt32, _ seconds: Set<UInt32>, _ check: inout SegmentCheck) {
    guard !seconds.isEmpty else { return empty.append(first) }
    let before = previous ?? (first, seconds)
    for term in empty { look(term, for: seconds.union(before.seconds), &check) }
    look(first, for: before.seconds.subtracting(seconds), &check)
    look(before.first, for: seconds.subtracting(before.seconds), &check)
    previous = (first, seconds)
    empty.removeAll(keepingCapacity: true)
  }

  private func look(_ first: UInt32, for seconds: Set<UInt32>, _ check: inout SegmentCheck) {
    for second in seconds {
      check.attempt("neighbours") { check throws(IndexError) in
        if try check.segment.bigram(first, second) != nil {
          check.tell(
            "neighbours",
            "\(check.name(folded: first)) before \(check.name(folded: second)) is found, and in no"
              + " text")
        }
      }
    }
  }
}

/// Places of neighbours whose first term is in a range.
private struct GatheredNeighbours {
  private let firsts: Range<Int>
  private let starts: [Int]
  private var ends: [Int]
  /// `second << 33 | document << 2 | place`: in order they are by second term and document.
  private var rows: [UInt64]

  init(_ firsts: Range<Int>, sizes: [Int]) {
    self.firsts = firsts
    var starts: [Int] = []
    var total = 0
    for size in sizes {
      starts.append(total)
      total += size
    }
    self.starts = starts
    ends = starts
    rows = Array(repeating: 0, count: total)
  }

  mutating func add(
    _ first: UInt32, _ second: UInt32, _ document: DocID, _ place: PostingCounts.Place
  ) {
    guard firsts.contains(Int(first)) else { return }
    let index = Int(first) - firsts.lowerBound
    let code: UInt64 =
      switch place {
      case .body: 0
      case .title: 1
      case .low: 2
      }
    rows[ends[index]] = UInt64(second) << 33 | UInt64(document) << 2 | code
    ends[index] += 1
  }

  mutating func forEachSecond(of first: Int, _ body: (UInt32, ExpectedPostings) -> Void) {
    let index = first - firsts.lowerBound
    let range = starts[index]..<ends[index]
    rows[range].sort()
    var documents: [DocID] = []
    var counts: [PostingCounts] = []
    for place in range {
      let row = rows[place]
      let document = DocID(row >> 2 & 0x7FFF_FFFF)
      if documents.last != document {
        documents.append(document)
        counts.append(PostingCounts())
      }
      counts[counts.count - 1].add(row & 3 == 1 ? .title : row & 3 == 2 ? .low : .body)
      if place + 1 == range.upperBound || rows[place + 1] >> 33 != row >> 33 {
        body(
          UInt32(row >> 33), ExpectedPostings(documents: documents[...], counts: counts[...]))
        documents.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
      }
    }
  }
}
