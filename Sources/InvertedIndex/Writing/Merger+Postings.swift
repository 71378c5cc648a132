/// The posting lists of a merge are put together from those of its segments: where documents keep
/// their order the lists of a term follow one another, otherwise they are sorted.
extension MergeSource {
  func forEachList(
    sizes: [Int], budget: Int,
    _ body: (_ term: Int, Span<DocID>, Span<PostingCounts>) throws(IndexError) -> Void
  ) throws(IndexError) {
    let sources = views.indices.map { view in
      ListMerge(
        segment: views[view].segment, terms: oldOrdinals(.canonical, inView: view),
        documents: moved[view])
    }
    var documents = FlatArray<DocID>()
    var counts = FlatArray<PostingCounts>()
    var sorter = DocumentSorter(documentCount: isReordered ? documentCount : 0)
    for term in sizes.indices where sizes[term] > 0 {
      documents.removeAll()
      counts.removeAll()
      for source in sources { try source.append(term, to: &documents, &counts) }
      if isReordered, sorter.sort(&documents) { sorter.arrange(&counts) }
      try body(term, documents.span, counts.span)
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

/// The posting lists of one segment in the numbers of the merged one.
private final class ListMerge {
  private let segment: Segment
  /// For each new term the old one, or `missing`.
  private let terms: [UInt32]
  /// For each old document the new one, or `missing`.
  private let places: [DocID]
  private var packed: PostingCursor

  init(segment: Segment, terms: [UInt32], documents: [DocID]) {
    self.segment = segment
    self.terms = terms
    places = documents
    packed = PostingCursor(owner: segment.sections)
  }

  /// Appends what the segment has of a new term.
  func append(
    _ term: Int, to documents: inout FlatArray<DocID>, _ counts: inout FlatArray<PostingCounts>
  ) throws(IndexError) {
    guard terms[term] != MergeSource.missing else { return }
    let info = segment.canonicalTerm(at: terms[term])
    guard info.layout == .packed else {
      try segment.forEachPosting(of: info) { document, count in
        let place = places[Int(document)]
        if place == MergeSource.missing { return }
        documents.append(place)
        counts.append(count)
      }
      return
    }
    unsafe packed.open(try segment.bytes(of: info), documentFrequency: info.documentFrequency)
    while try packed.advance() {
      for index in 0..<packed.count {
        // In bounds: the cursor's arrays hold `count` values.
        let document = unsafe Int(packed.documents[index])
        guard document < places.count else {
          throw segment.sections.damaged(.postings, "a list names a document past the end")
        }
        if places[document] == MergeSource.missing { continue }
        documents.append(places[document])
        unsafe counts.append(
          PostingCounts(
            frequency: packed.frequencies[index], title: packed.titles[index],
            low: packed.lows[index]))
      }
    }
  }
}

// MARK: - Neighbours

extension MergeSource {
  func forEachBigram(
    budget: Int, frequencies: [UInt64],
    _ body: (_ first: Int, _ second: UInt32, borrowing BigramPostings) throws(IndexError) -> Void
  ) throws(IndexError) {
    let sources = views.indices.map { view in
      BigramMerge(
        view: view, firsts: oldOrdinals(.folded, inView: view), documents: moved[view],
        ordinals: ordinals[view], self)
    }
    var postings = BigramPostings()
    var sorter = DocumentSorter(documentCount: isReordered ? documentCount : 0)
    for first in 0..<terms.foldedCount {
      for source in sources { source.begin(first) }
      while true {
        var second = Self.missing
        for source in sources { second = min(second, source.second) }
        if second == Self.missing { break }
        postings.removeAll()
        // Documents of a segment come before those of the next one.
        for source in sources where source.second == second {
          try source.take(into: &postings)
        }
        if postings.documents.isEmpty { continue }
        if isReordered { postings.sort(&sorter) }
        try body(first, second, postings)
      }
    }
  }
}

/// The neighbours of one segment in the terms of the merged one, pair by pair.
private final class BigramMerge {
  /// The new second term of the pair at hand, `missing` behind the last.
  private(set) var second = MergeSource.missing

  private var cursor: BigramCursor
  private let segment: Segment
  /// For each new folded term the old one.
  private let firsts: [UInt32]
  /// For each old document the new one.
  private let documents: [DocID]
  /// For each old folded term the new one.
  private let seconds: [UInt32]
  /// For each old canonical term its place among the forms of the new folded term.
  private let forms: [UInt32]
  /// The old first canonical terms of the pair's folded ones.
  private var firstForm: UInt32 = 0
  private var secondForm: UInt32 = 0

  init(
    view: Int, firsts: [UInt32], documents: [DocID], ordinals: [UInt32], _ source: MergeSource
  ) {
    segment = source.views[view].segment
    cursor = BigramCursor(segment)
    self.firsts = firsts
    self.documents = documents
    var seconds = [UInt32](repeating: MergeSource.missing, count: segment.foldedTermCount)
    for (new, old) in firsts.enumerated() where old != MergeSource.missing {
      seconds[Int(old)] = UInt32(new)
    }
    self.seconds = seconds
    let terms = source.terms
    forms = ordinals.map { ordinal in
      guard ordinal != MergeSource.missing else { return MergeSource.missing }
      return ordinal - terms.firstVariant[Int(terms.foldedOfCanonical[Int(ordinal)])]
    }
  }

  /// Goes to the first pair of a new first term.
  func begin(_ first: Int) {
    let old = firsts[first]
    guard old != MergeSource.missing else {
      second = MergeSource.missing
      return
    }
    firstForm = segment.variants(ofFolded: old).lowerBound
    cursor.begin(old)
    findSecond()
  }

  /// Finds the next pair from the one at hand on whose terms are still there: what only deleted
  /// documents had is gone.
  private func findSecond() {
    second = MergeSource.missing
    while cursor.second < seconds.count {
      second = seconds[Int(cursor.second)]
      if second != MergeSource.missing { return }
      cursor.advance()
    }
  }

  /// Adds the postings of the pair at hand and goes to the next.
  func take(into postings: inout BigramPostings) throws(IndexError) {
    secondForm = segment.variants(ofFolded: cursor.second).lowerBound
    // Postings with one form mostly follow each other.
    var last = BigramForm.several
    var lastMoved = BigramForm.several
    try cursor.forEachPosting { document, counts, form in
      if form != last {
        last = form
        lastMoved = moved(form)
      }
      let place = documents[Int(document)]
      if place != MergeSource.missing { postings.append(place, counts, lastMoved) }
    }
    cursor.advance()
    findSecond()
  }

  private func moved(_ form: BigramForm) -> BigramForm {
    let first = Int(firstForm + form.first)
    let second = Int(secondForm + form.second)
    guard form != .several, first < forms.count, second < forms.count else { return .several }
    return BigramForm(forms[first], forms[second])
  }
}
