import InvertedIndex
import Vietnamese

/// A word of the query of which only the beginning was typed: `tổ ch*`.
///
/// Stands for every term that begins so. What the marks of the beginning ask for is decided by the
/// rules that whole words have, see `AccentRule`; a document has it when it has any of the terms,
/// and its score is the sum of theirs.
struct Prefix: Hashable {
  var word: QueryWord
  /// Worth of a term that begins with the very letters typed.
  var exact: Float
  /// Worth of one whose beginning has all marks typed and more.
  var wider: Float
  /// Worth of one whose beginning has other marks.
  var foldedOnly: Float
  var isScored: Bool

  /// Marks do not count: all terms with the folded beginning are worth the same.
  var isFolded: Bool { exact == wider && wider == foldedOnly }

  init(_ leaf: Leaf, isScored: Bool) {
    word = leaf.word
    exact = leaf.exact
    wider = leaf.wider
    foldedOnly = leaf.foldedOnly
    self.isScored = isScored
  }

  /// What a document word is worth; 0 is no match.
  func worth(
    canonical: some RandomAccessCollection<UInt8>, folded: some RandomAccessCollection<UInt8>
  ) -> Float {
    folded.starts(with: word.folded) ? worth(canonical: Array(canonical)) : 0
  }

  /// What a document word is worth whose folded form begins with that of the prefix.
  func worth(canonical: [UInt8]) -> Float {
    if isFolded { return exact }
    switch prefixClass(query: word.canonical.span, document: canonical.span) {
    case .exact: return exact
    case .wider: return wider
    case .foldedOnly: return foldedOnly
    case .none: return 0
    }
  }
}

/// The terms of one segment that a prefix stands for.
struct PrefixTerms {
  /// The most frequent first where only a part of them is scored.
  var terms: [PrefixTerm] = []
}

struct PrefixTerm {
  var info: TermInfo
  /// What an occurrence is worth.
  var weight: Float
  /// Its rarity in the snapshot; nil where it is found but not scored.
  var rarity: Float?
}

extension Segment {
  /// The terms that match a prefix: folded ones where marks do not count, else canonical ones.
  func terms(for prefix: Prefix) -> [PrefixTerm] {
    let all = foldedTerms(withPrefix: prefix.word.folded)
    // What dates are filed under is no word: `da*` does not mean `date:2023-05`.
    let dates = foldedTerms(withPrefix: Self.datePrefix).clamped(to: all)
    if dates.isEmpty { return terms(all, prefix) }
    return terms(all.lowerBound..<dates.lowerBound, prefix)
      + terms(dates.upperBound..<all.upperBound, prefix)
  }

  private static let datePrefix = Array("date:".utf8)

  /// - Parameter range: folded terms that begin with the folded prefix.
  private func terms(_ range: Range<UInt32>, _ prefix: Prefix) -> [PrefixTerm] {
    guard let last = range.last else { return [] }
    if prefix.isFolded {
      return range.map {
        PrefixTerm(info: foldedTerm(at: $0), weight: prefix.exact, rarity: nil)
      }
    }
    let first = variants(of: foldedTerm(at: range.lowerBound)).lowerBound
    let end = variants(of: foldedTerm(at: last)).upperBound
    return (first..<end).compactMap { ordinal in
      let worth = prefix.worth(canonical: canonicalKey(at: ordinal))
      return worth > 0
        ? PrefixTerm(info: canonicalTerm(at: ordinal), weight: worth, rarity: nil) : nil
    }
  }

  /// What makes a term the same in all segments, in the order of their dictionaries.
  fileprivate func key(of term: PrefixTerm, for prefix: Prefix) -> [UInt8] {
    let ordinal = term.info.ordinal
    if prefix.isFolded { return foldedKey(at: ordinal) }
    return foldedKey(at: foldedOrdinal(ofCanonical: ordinal)) + [0] + canonicalKey(at: ordinal)
  }
}

/// The terms of a prefix in all segments of a snapshot.
struct PrefixExpansion {
  /// By segment.
  private(set) var segments: [PrefixTerms]
  /// Different terms, and how many of them are scored: the most frequent ones.
  private(set) var termCount = 0
  private(set) var scoredCount = 0
  /// In how many documents they are; one that has two of them counts twice.
  private(set) var documentCount = 0

  /// - Parameter limit: so many terms are scored at most.
  init(_ prefix: Prefix, in snapshot: Snapshot, limit: Int) {
    segments = snapshot.segments.map { PrefixTerms(terms: $0.segment.terms(for: prefix)) }
    let count = snapshot.countedDocuments
    if segments.count == 1 {
      score(limit: limit, of: count)
    } else {
      score(prefix, in: snapshot, limit: limit, of: count)
    }
  }

  /// One segment knows the frequencies by itself.
  private mutating func score(limit: Int, of count: Int) {
    var terms = segments[0].terms
    termCount = terms.count
    scoredCount = min(limit, termCount)
    if scoredCount < termCount {
      // The sort is stable: of equals the first by spelling.
      terms.sort { $0.info.documentFrequency > $1.info.documentFrequency }
    }
    for index in terms.indices {
      let frequency = terms[index].info.documentFrequency
      documentCount += frequency
      if index < scoredCount {
        terms[index].rarity = Plan.rarity(documents: min(count, frequency), of: count)
      }
    }
    segments[0].terms = terms
  }

  private mutating func score(
    _ prefix: Prefix, in snapshot: Snapshot, limit: Int, of count: Int
  ) {
    var frequencies: [[UInt8]: Int] = [:]
    var keys: [[[UInt8]]] = []
    for (view, own) in zip(snapshot.segments, segments) {
      keys.append(own.terms.map { view.segment.key(of: $0, for: prefix) })
      for (key, term) in zip(keys[keys.count - 1], own.terms) {
        frequencies[key, default: 0] += term.info.documentFrequency
      }
    }
    termCount = frequencies.count
    scoredCount = min(limit, termCount)
    documentCount = frequencies.values.reduce(0, +)
    if scoredCount < termCount {
      let order = frequencies.sorted {
        $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }
      frequencies = Dictionary(uniqueKeysWithValues: order.prefix(scoredCount).map { $0 })
    }
    for segment in segments.indices {
      for index in segments[segment].terms.indices {
        guard let frequency = frequencies[keys[segment][index]] else { continue }
        segments[segment].terms[index].rarity = Plan.rarity(
          documents: min(count, frequency), of: count)
      }
    }
  }
}
