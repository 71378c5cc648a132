import InvertedIndex

extension Snapshot {
  /// In how many live documents canonical words stand one behind the other.
  ///
  /// - Returns: nil when the deadline came first.
  func phraseCount(_ words: [[UInt8]], deadline: Deadline?) throws(IndexError) -> Int? {
    if words.count == 2, segments.allSatisfy({ $0.live.deletedCount == 0 }),
      let count = try pairCount(words[0], words[1])
    {
      return count
    }
    var request = SearchRequest("")
    request.accents = .exact
    request.match = .all
    request.limit = 0
    request.deadline = deadline
    let parts = words.map { QueryWord(AlternativeWord($0)) }
    let root = parts.count == 1 ? QueryNode.word(parts[0]) : .phrase(parts, whole: nil)
    let outcome = try QueryRun(root, nil, request, self).outcome
    return outcome.timedOut ? nil : outcome.total
  }

  /// The same for two words, from what lists of neighbours know of forms; nil where documents would
  /// have to be looked at.
  private func pairCount(_ first: [UInt8], _ second: [UInt8]) throws(IndexError) -> Int? {
    let (left, right) = (AlternativeWord(first), AlternativeWord(second))
    var sum = 0
    for view in segments {
      guard let one = view.segment.foldedTerm(left.folded),
        let other = view.segment.foldedTerm(right.folded),
        let firstTerm = view.segment.canonicalTerm(first, foldedAs: one),
        let secondTerm = view.segment.canonicalTerm(second, foldedAs: other),
        let bigram = try view.segment.bigram(one.ordinal, other.ordinal)
      else { continue }
      let form = BigramForm(
        firstTerm.ordinal - view.segment.variants(of: one).lowerBound,
        secondTerm.ordinal - view.segment.variants(of: other).lowerBound)
      if form == .several { return nil }
      switch bigram {
      case .single(_, let own): sum += own == form ? 1 : 0
      case .list(let list):
        guard
          let count = try view.segment.count(
            of: form, firstTerm.ordinal, secondTerm.ordinal, in: list)
        else { return nil }
        sum += count
      }
    }
    return sum
  }
}

extension Segment {
  /// How many documents of a list have a form; nil where some have several that were not read.
  fileprivate func count(
    of form: BigramForm, _ first: UInt32, _ second: UInt32, in list: BigramList
  ) throws(IndexError) -> Int? {
    let forms = try formRanks(of: list)
    if forms.first == .several { return nil }
    var count = forms.first == form ? list.term.documentFrequency - forms.others.count : 0
    var unsure: [Int] = []
    for other in forms.others {
      if other.form == form { count += 1 }
      if other.form == .several { unsure.append(other.rank) }
    }
    if unsure.isEmpty { return count }
    if unsure.count > 64 { return nil }
    var slots: [UInt32] = []
    for document in try documents(of: list.term, at: unsure) {
      try readSlots(document, into: &slots)
      let stands = slots.indices.dropLast().contains { place in
        slots[place] == first && slots[place + 1] == second
      }
      count += stands ? 1 : 0
    }
    return count
  }
}
