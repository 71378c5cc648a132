/// The posting lists of a merge are put together from those of its segments: where documents keep
/// their order the lists of a term follow one another, otherwise they are sorted.
extension MergeSource {
  func forEachList(
    _ space: TermSpace, sizes: [Int], budget: Int,
    _ body: (_ term: Int, ArraySlice<DocID>, ArraySlice<PostingCounts>) throws(IndexError) -> Void
  ) throws(IndexError) {
    let before = views.indices.map { oldOrdinals(space, inView: $0) }
    var documents: [DocID] = []
    var counts: [PostingCounts] = []
    var spare: [PostingCounts] = []
    var sorter = DocumentSorter(documentCount: isReordered ? documentCount : 0)
    for term in sizes.indices where sizes[term] > 0 {
      documents.removeAll(keepingCapacity: true)
      counts.removeAll(keepingCapacity: true)
      for (index, view) in views.enumerated() where before[index][term] != Self.missing {
        let old = before[index][term]
        let info =
          space == .canonical
          ? view.segment.canonicalTerm(at: old) : view.segment.foldedTerm(at: old)
        let places = moved[index]
        try view.segment.forEachPosting(of: info) { document, count in
          let place = places[Int(document)]
          if place == Self.missing { return }
          documents.append(place)
          counts.append(count)
        }
      }
      if isReordered, sorter.sort(&documents) { sorter.arrange(&counts, &spare) }
      try body(term, documents[...], counts[...])
    }
  }

  /// For each new term of a space its ordinal in a segment, or `missing`.
  private func oldOrdinals(_ space: TermSpace, inView view: Int) -> [UInt32] {
    let count = space == .canonical ? terms.canonicalCount : terms.foldedCount
    var result = [UInt32](repeating: Self.missing, count: count)
    for (old, new) in ordinals[view].enumerated() where new != Self.missing {
      switch space {
      case .canonical: result[Int(new)] = UInt32(old)
      case .folded:
        result[Int(terms.foldedOfCanonical[Int(new)])] =
          views[view].segment.foldedOrdinal(ofCanonical: UInt32(old))
      }
    }
    return result
  }
}

// MARK: - Neighbours

extension MergeSource {
  func forEachBigram(
    budget: Int, frequencies: [UInt64],
    _ body: (_ first: Int, _ second: UInt32, BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError) {
    let sources = views.indices.map { view in
      BigramMerge(
        segment: views[view].segment, firsts: oldOrdinals(.folded, inView: view),
        documents: moved[view], ordinals: ordinals[view], terms)
    }
    var rows: [(second: UInt32, source: Int, bigram: Bigram, base: UInt32)] = []
    var postings = BigramPostings()
    var spare = BigramPostings()
    var sorter = DocumentSorter(documentCount: isReordered ? documentCount : 0)
    for first in 0..<terms.foldedCount {
      rows.removeAll(keepingCapacity: true)
      for (index, source) in sources.enumerated() {
        try source.forEach(from: first) { second, old, bigram in
          rows.append((second, index, bigram, old))
        }
      }
      // Rows of a segment are in order already; a segment comes before the next one.
      if sources.count > 1 { rows.sort { ($0.second, $0.source) < ($1.second, $1.source) } }
      var index = 0
      while index < rows.count {
        let second = rows[index].second
        postings.removeAll()
        while index < rows.count, rows[index].second == second {
          let row = rows[index]
          try sources[row.source].append(row.bigram, first, row.base, to: &postings)
          index += 1
        }
        if postings.documents.isEmpty { continue }
        if isReordered, sorter.sort(&postings.documents) {
          sorter.arrange(&postings.counts, &spare.counts)
          sorter.arrange(&postings.forms, &spare.forms)
        }
        try body(first, second, postings)
      }
    }
  }
}

/// The neighbours of one segment in the terms of the merged one.
private struct BigramMerge {
  let segment: Segment
  /// For each new folded term the old one.
  let firsts: [UInt32]
  /// For each old document the new one.
  let documents: [DocID]
  /// For each old folded term the new one.
  private let seconds: [UInt32]
  /// For each old canonical term its place among the forms of the new folded term.
  private let forms: [UInt32]

  init(
    segment: Segment, firsts: [UInt32], documents: [DocID], ordinals: [UInt32],
    _ terms: TermTable
  ) {
    self.segment = segment
    self.firsts = firsts
    self.documents = documents
    var seconds = [UInt32](repeating: MergeSource.missing, count: segment.foldedTermCount)
    for (new, old) in firsts.enumerated() where old != MergeSource.missing {
      seconds[Int(old)] = UInt32(new)
    }
    self.seconds = seconds
    forms = ordinals.map { ordinal in
      guard ordinal != MergeSource.missing else { return MergeSource.missing }
      return ordinal - terms.firstVariant[Int(terms.foldedOfCanonical[Int(ordinal)])]
    }
  }

  /// Calls `body` with the new second term, the old one, and where they are.
  func forEach(
    from first: Int, _ body: (_ second: UInt32, _ old: UInt32, Bigram) -> Void
  ) throws(IndexError) {
    guard firsts[first] != MergeSource.missing else { return }
    try segment.bigrams.forEach(from: firsts[first]) { old, bigram throws(IndexError) in
      let second = seconds[Int(old)]
      // What only deleted documents had is gone.
      if second != MergeSource.missing { body(second, old, bigram) }
    }
  }

  func append(
    _ bigram: Bigram, _ first: Int, _ second: UInt32, to postings: inout BigramPostings
  ) throws(IndexError) {
    let firstForm = segment.variants(ofFolded: firsts[first]).lowerBound
    let secondForm = segment.variants(ofFolded: second).lowerBound
    func moved(_ form: BigramForm) -> BigramForm {
      let places = [Int(firstForm + form.first), Int(secondForm + form.second)]
      guard form != .several, places.allSatisfy(forms.indices.contains) else { return .several }
      return BigramForm(forms[places[0]], forms[places[1]])
    }
    switch bigram {
    case .single(let document, let form):
      let place = documents[Int(document)]
      guard place != MergeSource.missing else { return }
      postings.append(place, PostingCounts(frequency: 1, title: 0, low: 0), moved(form))
    case .list(let list):
      let forms = try segment.forms(of: list)
      let usual = moved(forms.first)
      var others = forms.others[...]
      try segment.forEachPosting(of: list.term) { document, counts in
        var form = usual
        if let other = others.first, other.document == document {
          form = moved(other.form)
          others = others.dropFirst()
        }
        let place = documents[Int(document)]
        if place != MergeSource.missing { postings.append(place, counts, form) }
      }
    }
  }
}
