import InvertedIndex

// MARK: - Two words in quotes

extension SegmentScorer {
  /// Collects the best documents of a query that is a phrase of two words from their list of
  /// neighbours; nil where that takes more.
  func runPair(
    segment: Int, into hits: inout TopHits
  ) throws(IndexError) -> Bool? {
    guard let index = plan.lonePair, plan.isRootScored, hits.threshold < .infinity else {
      return nil
    }
    let phrase = plan.phrases[index]
    let (left, right) = (plan.leaves[phrase.leaves[0]], plan.leaves[phrase.leaves[1]])
    guard let allowed = AllowedPairs(left, right, in: view.segment),
      let bigram = try allowed.bigram(in: view.segment)
    else { return true }
    let scale = phrase.rarity * (weights.k1 + 1)
    if case .list(let list) = bigram, view.segment.isPacked(list.term) {
      if allowed.areAll {
        try scorePacked(
          list.term, weight: 1, scale: scale, store.plain.weights, segment, into: &hits)
      } else {
        return try scorePair(list, allowed, phrase, segment, into: &hits)
      }
      return true
    }
    let list = try ScoredList(bigram, in: store, plain: true)
    // Impacts on disk count titles more and text of low weight less, where phrases count all alike.
    let isBounded =
      list.counted != nil || view.segment.totals.low == 0 && weights.title >= 1
    let scorer = BlockScorer(
      view, [Clause(lists: [list], scale: scale)], store, drift: isBounded ? drift : .unbounded)
    if allowed.areAll {
      return scorer.run(nil, segment: segment, into: &hits, deadline: deadline)
    }
    guard case .list(let pair) = bigram else { return nil }
    let forms = try view.segment.forms(of: pair)
    guard forms.first != .several else { return nil }
    let (sure, unsure) = divide(list, forms, allowed)
    guard scorer.run(sure, segment: segment, into: &hits, deadline: deadline) else { return false }
    return try scoreUnsure(
      unsure.map { ($0, list.frequency($0)) }, phrase, segment, into: &hits)
  }

  /// The live documents of a list of neighbours with forms that are allowed, and those with several
  /// forms.
  private func divide(
    _ list: ScoredList, _ forms: BigramForms, _ allowed: AllowedPairs
  ) -> (sure: DocumentSet, unsure: [DocID]) {
    var words = [UInt64](repeating: 0, count: blockCount)
    if allowed.contains(forms.first) { list.insert(into: &words) }
    var sure = DocumentSet(words: words)
    var unsure: [DocID] = []
    for other in forms.others {
      if other.form == .several {
        unsure.append(other.document)
        sure.remove(Int(other.document))
      } else if allowed.contains(other.form) {
        sure.insert(Int(other.document))
      } else {
        sure.remove(Int(other.document))
      }
    }
    sure.formIntersection(DocumentSet(words: view.live.words))
    return (sure, unsure)
  }

  /// Scores the postings of neighbours as they are unpacked, those in forms that are allowed. Documents
  /// with several forms are looked at last, and only those that may be among the best.
  private func scorePair(
    _ list: BigramList, _ allowed: AllowedPairs, _ phrase: Plan.Phrase, _ segment: Int,
    into hits: inout TopHits
  ) throws(IndexError) -> Bool {
    let scale = phrase.rarity * (weights.k1 + 1)
    let forms = try view.segment.formRanks(of: list)
    let isFirstAllowed = allowed.contains(forms.first)
    var unsure: [(document: DocID, most: Float)] = []
    var rank = 0
    var next = 0
    try view.segment.forEachBlock(ofPacked: [list.term], store.plain.weights) { _, block in
      for index in 0..<block.count {
        var form = forms.first
        var isAllowed = isFirstAllowed
        if next < forms.others.count, forms.others[next].rank == rank {
          form = forms.others[next].form
          isAllowed = allowed.contains(form)
          next += 1
        }
        rank += 1
        guard isAllowed || form == .several else { continue }
        // In bounds: a block has so many postings.
        let document = unsafe block.documents[index]
        let frequency = unsafe block.frequencies[index]
        if form == .several {
          unsure.append((document, frequency))
        } else {
          insert(document, frequency, scale, segment, into: &hits)
        }
      }
    }
    return try scoreUnsure(unsure, phrase, segment, into: &hits)
  }

  /// Looks at documents in which neighbours stand in several forms, as far as they may be among the
  /// best.
  ///
  /// - Parameter unsure: documents, and how often the two stand there in all forms.
  /// - Returns: false when the deadline came first.
  private func scoreUnsure(
    _ unsure: [(document: DocID, most: Float)], _ phrase: Plan.Phrase, _ segment: Int,
    into hits: inout TopHits
  ) throws(IndexError) -> Bool {
    if unsure.isEmpty { return true }
    let scale = phrase.rarity * (weights.k1 + 1)
    var matcher = PhraseMatcher(
      phrase.leaves.map { view.segment.ordinals(for: plan.leaves[$0]) }, in: view.segment)
    var looked = 0
    for (document, most) in unsure
    where scale * most / (most + norms.norm(document)) >= hits.threshold {
      looked += 1
      if looked % 256 == 0, let deadline, deadline.hasPassed { return false }
      let count = Float(try matcher.count(in: document))
      if count > 0 { insert(document, count, scale, segment, into: &hits) }
    }
    return true
  }
}
