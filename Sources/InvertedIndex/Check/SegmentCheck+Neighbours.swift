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
          recount.forEachNeighbours(in: forward) { first, second, place in
            let before = recount.foldedOf[Int(first)]
            let behind = recount.foldedOf[Int(second)]
            // Wraps where the table of variants is damaged, which is told elsewhere.
            let form = BigramForm(
              first &- check.segment.variants(ofFolded: before).lowerBound,
              second &- check.segment.variants(ofFolded: behind).lowerBound)
            rows.add(before, behind, document, place, form)
          }
        }
      }
      for first in range {
        var seconds: Set<UInt32> = []
        rows.forEachSecond(of: first) { second, expected, forms in
          distinct += 1
          seconds.insert(second)
          compare(UInt32(first), second, expected, forms, recount)
        }
        absence.check(UInt32(first), seconds, &self)
        walk(UInt32(first), seconds)
      }
    }
    report.neighbours += distinct
    if segment.bigrams.count != distinct {
      tell("neighbours", "the table has \(segment.bigrams.count) pairs, the text \(distinct)")
    }
  }

  /// Checks that the rows of a term are those of its neighbours, in order, as a merge reads them.
  private mutating func walk(_ first: UInt32, _ seconds: Set<UInt32>) {
    attempt("neighbours") { check throws(IndexError) in
      var walked: [UInt32] = []
      try check.segment.bigrams.forEach(from: first) { second, _ in walked.append(second) }
      if walked != seconds.sorted() {
        check.tell("neighbours", "the rows of \(check.name(folded: first)) are not its neighbours")
      }
    }
  }

  private mutating func compare(
    _ first: UInt32, _ second: UInt32, _ expected: ExpectedPostings, _ forms: [BigramForm],
    _ recount: Recount
  ) {
    attempt("neighbours") { check throws(IndexError) in
      func name(_ check: SegmentCheck) -> String {
        "\(check.name(folded: first)) before \(check.name(folded: second))"
      }
      switch try check.segment.bigram(first, second) {
      case nil: check.tell("neighbours", "\(name(check)) is missing")
      case .single(let document, let form):
        let once = PostingCounts(frequency: 1, title: 0, low: 0)
        if Array(expected.documents) != [document] || Array(expected.counts) != [once] {
          check.tell("neighbours", "\(name(check)) is not only once in document \(document)")
        }
        if [form] != forms { check.tell("neighbours", "\(name(check)) has another form") }
      case .list(let list):
        let info = list.term
        if info.documentFrequency != expected.documents.count {
          check.tell(
            "neighbours",
            "\(name(check)) is said to be in \(info.documentFrequency) documents, it is in"
              + " \(expected.documents.count)")
        }
        check.compare(info, expected, recount, "neighbours", name)
        if !(try check.stand(list, expected.documents, in: forms)) {
          check.tell("neighbours", "\(name(check)) is said to stand in other forms")
        }
      }
    }
  }
}

extension SegmentCheck {
  /// Whether a list says the form of each of its documents.
  private func stand(
    _ list: BigramList, _ documents: ArraySlice<DocID>, in expected: [BigramForm]
  ) throws(IndexError) -> Bool {
    let found = try segment.forms(of: list)
    var others = found.others[...]
    for (document, form) in zip(documents, expected) {
      if let other = others.first, other.document == document {
        if other.form != form { return false }
        others = others.dropFirst()
      } else if found.first != form {
        return false
      }
    }
    return others.isEmpty
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
  private var rows: [Row]

  private struct Row {
    /// `second << 33 | document << 2 | place`: in order they are by second term and document.
    var key: UInt64 = 0
    var form = BigramForm.several
  }

  init(_ firsts: Range<Int>, sizes: [Int]) {
    self.firsts = firsts
    starts = listStarts(sizes)
    ends = Array(starts.dropLast())
    let total = starts[sizes.count]
    rows = Array(repeating: Row(), count: total)
  }

  mutating func add(
    _ first: UInt32, _ second: UInt32, _ document: DocID, _ place: PostingCounts.Place,
    _ form: BigramForm
  ) {
    guard firsts.contains(Int(first)) else { return }
    let index = Int(first) - firsts.lowerBound
    let code: UInt64 =
      switch place {
      case .body: 0
      case .title: 1
      case .low: 2
      }
    rows[ends[index]] = Row(
      key: UInt64(second) << 33 | UInt64(document) << 2 | code, form: form)
    ends[index] += 1
  }

  mutating func forEachSecond(
    of first: Int, _ body: (UInt32, ExpectedPostings, [BigramForm]) -> Void
  ) {
    let index = first - firsts.lowerBound
    let range = starts[index]..<ends[index]
    rows[range].sort { $0.key < $1.key }
    var documents: [DocID] = []
    var counts: [PostingCounts] = []
    var forms: [BigramForm] = []
    for place in range {
      let row = rows[place].key
      let form = rows[place].form
      let document = DocID(row >> 2 & 0x7FFF_FFFF)
      if documents.last != document {
        documents.append(document)
        counts.append(PostingCounts())
        forms.append(form)
      } else if forms[forms.count - 1] != form {
        forms[forms.count - 1] = .several
      }
      counts[counts.count - 1].add(row & 3 == 1 ? .title : row & 3 == 2 ? .low : .body)
      if place + 1 == range.upperBound || rows[place + 1].key >> 33 != row >> 33 {
        let expected = ExpectedPostings(documents: documents[...], counts: counts[...])
        body(UInt32(row >> 33), expected, forms)
        documents.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        forms.removeAll(keepingCapacity: true)
      }
    }
  }
}
