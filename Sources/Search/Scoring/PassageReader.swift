import InvertedIndex

/// Reads documents for a passage.
struct PassageReader {
  private var matcher: PassageMatcher?
  /// For one part whose words may be apart.
  private var near: [NearMatcher] = []
  private var reader: SentenceReader
  private let weight: Float

  init(
    _ passage: Passage, _ plan: Plan, _ segment: Segment, number: Int, _ weights: RankingWeights
  ) {
    // What stands in the title counts as words there do.
    weight = passage.scope == .title ? weights.title : 1
    var parts: [[PassageMatcher.Form]] = []
    // For each part the terms of which a sentence with it has one at least.
    var needed: [[Range<UInt32>]] = []
    for choices in passage.parts {
      var forms: [PassageMatcher.Form] = []
      var rarest: [Range<UInt32>] = []
      for choice in choices {
        switch choice {
        case .words(let leaves, let slop):
          let words = leaves.map { segment.ordinals(for: plan.leaves[$0]) }
          rarest += segment.rarest(of: words)
          if slop > 0 {
            near.append(NearMatcher(words, slop: slop))
          } else {
            forms.append(.init(words: words.map { TermRanges($0) }))
          }
        case .open(let prefix):
          let ranges = segment.ordinals(
            of: plan.prefixTerms[prefix].segments[number].terms, plan.prefixes[prefix])
          rarest += ranges
          forms.append(.init(words: [TermRanges(ranges)]))
        }
      }
      parts.append(forms)
      needed.append(rarest)
    }
    reader = SentenceReader(segment, passage.scope.part, with: segment.rarest(of: needed))
    if near.isEmpty { matcher = PassageMatcher(parts, passage.gaps) }
  }

  mutating func frequency(in document: DocID) throws(IndexError) -> Float {
    try reader.read(document)
    if let frequency = matcher?.frequency(of: reader.slots[...]) { return weight * frequency }
    var sum: Float = 0
    for index in near.indices { sum += near[index].frequency(of: reader.slots) }
    return weight * sum
  }
}

extension Passage.Scope {
  fileprivate var part: SentenceReader.Scope {
    switch self {
    case .everywhere: .everywhere
    case .title: .title
    case .body: .body
    }
  }
}

extension Segment {
  /// The set of terms that stands in the fewest places. Each is ranges of canonical ordinals.
  func rarest(of sets: [[Range<UInt32>]]) -> [Range<UInt32>] {
    let counts = sets.map { ranges in
      ranges.joined().reduce(0) { $0 + canonicalTerm(at: $1).collectionFrequency }
    }
    return counts.indices.min { counts[$0] < counts[$1] }.map { sets[$0] } ?? []
  }

  /// The canonical terms of a word that was left open.
  fileprivate func ordinals(of terms: [PrefixTerm], _ prefix: Prefix) -> [Range<UInt32>] {
    terms.map { term in
      prefix.isFolded ? variants(of: term.info) : term.info.ordinal..<(term.info.ordinal + 1)
    }
  }
}
