import Analysis
import InvertedIndex

extension ColumnPassage {
  /// The documents of a segment with such a value, deleted ones among them; none when the deadline
  /// came first.
  func documents(
    of segment: Segment, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    var words = [UInt64](repeating: 0, count: (segment.documentCount + 63) / 64)
    if let column = try segment.column(column),
      let known = try ColumnWords.words(of: column, in: segment, deadline)
    {
      for value in try values(of: column, known) {
        try column.insert(Int(value)..<(Int(value) + 1), into: &words)
      }
    }
    var result = DocumentSet(words: words)
    if let literal { result.formUnion(try literal.documents(of: segment)) }
    return result
  }

  private func values(
    of column: Column, _ known: ColumnWords
  ) throws(IndexError) -> [UInt32] {
    var found: Set<UInt32>?
    for choices in parts {
      var any: Set<UInt32> = []
      for choice in choices { any.formUnion(Self.values(of: choice, known)) }
      found = found?.intersection(any) ?? any
    }
    let candidates = (found ?? []).sorted()
    if isOneWord { return candidates }
    var reader = ValueReader(self)
    var values: [UInt32] = []
    for value in candidates {
      if case .text(let text) = try column.value(at: Int(value)), reader.matches(text) {
        values.append(value)
      }
    }
    return values
  }

  /// The values that have all words of a choice.
  private static func values(of choice: Choice, _ known: ColumnWords) -> Set<UInt32> {
    switch choice {
    case .words(let leaves, _):
      leaves.dropFirst().reduce(leaves.first.map(known.values) ?? []) {
        $0.intersection(known.values(of: $1))
      }
    case .open(let prefix): known.values(of: prefix)
    }
  }

  /// Whether having a word is all there is.
  private var isOneWord: Bool {
    parts.count == 1
      && parts[0].allSatisfy { choice in
        if case .words(let leaves, _) = choice { leaves.count == 1 } else { true }
      }
  }
}

/// Reads values whose words have to stand in some order.
private struct ValueReader: ~Copyable {
  private let passage: ColumnPassage
  private let warm = AnalyzerPool.shared.take()
  private var tokens: [Token] = []

  init(_ passage: ColumnPassage) { self.passage = passage }

  deinit { AnalyzerPool.shared.putBack(warm) }

  /// Words are numbered by their places: a term is the set of places where it matches.
  mutating func matches(_ text: [UInt8]) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    warm.analyzer.analyze(text.span, into: &tokens)
    let words = tokens.words
    var slots: [UInt32] = []
    for (place, token) in words.enumerated() {
      if token.startsSentence, place > 0 { slots.append(ForwardDocument.sentence) }
      slots.append(UInt32(place))
    }
    var parts: [[PassageMatcher.Form]] = []
    for choices in passage.parts {
      var forms: [PassageMatcher.Form] = []
      for choice in choices {
        switch choice {
        case .words(let leaves, let slop):
          let places = leaves.map { leaf in
            self.places(words) { leaf.worth(canonical: $0, folded: $1) }
          }
          if slop > 0 {
            var near = NearMatcher(places, slop: slop)
            return near.frequency(of: slots) > 0
          }
          forms.append(.init(words: places.map { TermRanges($0) }))
        case .open(let prefix):
          let places = self.places(words) { prefix.worth(canonical: $0, folded: $1) }
          forms.append(.init(words: [TermRanges(places)]))
        }
      }
      parts.append(forms)
    }
    var matcher = PassageMatcher(parts, passage.gaps)
    return matcher.frequency(of: slots[...]) > 0
  }

  private func places(
    _ words: [Token], _ worth: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Float
  ) -> [Range<UInt32>] {
    words.indices.compactMap { place in
      let form = words[place].form
      let own = worth(warm.analyzer.forms.canonical(form), warm.analyzer.forms.folded(form))
      return own > 0 ? UInt32(place)..<(UInt32(place) + 1) : nil
    }
  }
}
