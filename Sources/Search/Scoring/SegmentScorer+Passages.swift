import InvertedIndex

extension SegmentScorer {
  /// Documents that have a passage.
  mutating func documents(
    ofPassage index: Int, among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    let passage = plan.passages[index]
    var candidates = among
    for choices in passage.parts {
      var any = DocumentSet(blockCount: blockCount)
      for choice in choices { any.formUnion(try documents(of: choice, among: candidates)) }
      candidates.formIntersection(any)
    }
    candidates.formIntersection(DocumentSet(words: view.live.words))
    var reader = PassageReader(passage, plan, view.segment, number: number, weights)
    let found = try CountedList(among: candidates, deadline) { document throws(IndexError) in
      try reader.frequency(in: document)
    }
    passageLists[index] = [ScoredList(found, in: store)]
    var result = DocumentSet(blockCount: blockCount)
    for document in found.documents { result.insert(Int(document)) }
    return result
  }

  /// Documents that have all words of a choice.
  private mutating func documents(
    of choice: Passage.Choice, among: DocumentSet
  ) throws(IndexError) -> DocumentSet {
    switch choice {
    case .words(let leaves, _):
      var all = among
      for leaf in leaves { all.formIntersection(try leafSet(leaf)) }
      return all
    case .open(let prefix): return try lists(ofPrefix: prefix).documents(blockCount: blockCount)
    }
  }

  /// Documents that meet a condition, deleted ones among them.
  func documents(
    ofCondition index: Int, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    switch plan.conditions[index] {
    case .filter(let filter): return try filter.documents(of: view.segment)
    case .words(let passage): return try passage.documents(of: view.segment, deadline)
    }
  }
}

/// Reads documents for a passage.
struct PassageReader {
  private var matcher: PassageMatcher?
  /// For one part whose words may be apart.
  private var near: [NearMatcher] = []
  private let segment: Segment
  private let scope: Passage.Scope
  private let weight: Float
  private var slots: [UInt32] = []

  init(
    _ passage: Passage, _ plan: Plan, _ segment: Segment, number: Int, _ weights: RankingWeights
  ) {
    self.segment = segment
    scope = passage.scope
    // What stands in the title counts as words there do.
    weight = scope == .title ? weights.title : 1
    var parts: [[PassageMatcher.Form]] = []
    for choices in passage.parts {
      var forms: [PassageMatcher.Form] = []
      for choice in choices {
        switch choice {
        case .words(let leaves, let slop):
          let words = leaves.map { segment.ordinals(for: plan.leaves[$0]) }
          if slop > 0 {
            near.append(NearMatcher(words, slop: slop, in: segment))
          } else {
            forms.append(.init(words: words.map { TermRanges($0) }))
          }
        case .open(let prefix):
          let ranges = segment.ordinals(
            of: plan.prefixTerms[prefix].segments[number].terms, plan.prefixes[prefix])
          forms.append(.init(words: [TermRanges(ranges)]))
        }
      }
      parts.append(forms)
    }
    if near.isEmpty { matcher = PassageMatcher(parts, passage.gaps) }
  }

  mutating func frequency(in document: DocID) throws(IndexError) -> Float {
    try segment.readSlots(document, into: &slots)
    var text = slots[...]
    if scope != .everywhere {
      let hasTitle = segment.lengths(of: document).title > 0
      let end =
        hasTitle ? slots.firstIndex { $0 == ForwardDocument.block } ?? slots.count : 0
      text = scope == .title ? slots[..<end] : slots[min(slots.count, hasTitle ? end + 1 : 0)...]
    }
    if var matcher {
      let frequency = matcher.frequency(of: text)
      self.matcher = matcher
      return weight * frequency
    }
    var sum: Float = 0
    for index in near.indices { sum += near[index].frequency(of: Array(text)) }
    return weight * sum
  }
}

extension Segment {
  /// The canonical terms of a word that was left open.
  fileprivate func ordinals(of terms: [PrefixTerm], _ prefix: Prefix) -> [Range<UInt32>] {
    terms.map { term in
      prefix.isFolded ? variants(of: term.info) : term.info.ordinal..<(term.info.ordinal + 1)
    }
  }
}
