import InvertedIndex
import Vietnamese

/// A word of the query that was left open: its beginning (`tổ ch*`), a pattern (`ng*n`), or one that
/// may be spelled otherwise (`từ~`).
///
/// Stands for every term that is so. What the marks of its letters ask for is decided by the rules
/// that whole words have, see `AccentRule`; a document has it when it has any of the terms. The
/// score of a beginning and of a pattern is the sum of their terms'; other spellings count as one
/// word, each for its worth.
struct Prefix: Hashable {
  var word: QueryWord
  var form: Form
  /// Worth of a term with the very letters typed.
  var exact: Float
  /// Worth of one that has all marks typed and more.
  var wider: Float
  /// Worth of one with other marks.
  var foldedOnly: Float
  var isScored: Bool
  /// Whether matches are to be marked.
  var isShown: Bool
  /// What its score is multiplied with.
  var boost: Float = 1

  enum Form: Hashable {
    case beginning
    case pattern
    case fuzzy(edits: Int)
  }

  /// Marks do not count: all terms with the folded letters are worth the same.
  var isFolded: Bool {
    if case .fuzzy = form { return foldedOnly > 0 && !word.isMarked }
    return exact == wider && wider == foldedOnly
  }

  init(_ leaf: Leaf, _ form: Form = .beginning, isScored: Bool, isShown: Bool? = nil) {
    word = leaf.word
    self.form = form
    exact = leaf.exact
    wider = leaf.wider
    foldedOnly = leaf.foldedOnly
    self.isScored = isScored
    self.isShown = isShown ?? isScored
  }

  /// As it is written in a query.
  var text: String {
    switch form {
    case .beginning: word.surface + "*"
    case .pattern: word.surface
    case .fuzzy(let edits): word.surface + (edits == 1 ? "~" : "~\(edits)")
    }
  }

  /// What a document word is worth; 0 is no match.
  func worth(
    canonical: some RandomAccessCollection<UInt8>, folded: some RandomAccessCollection<UInt8>
  ) -> Float {
    switch form {
    case .beginning:
      folded.starts(with: word.folded) ? worth(canonical: Array(canonical)) : 0
    case .pattern:
      Glob(word.folded).matches(Array(folded).span) ? worth(canonical: Array(canonical)) : 0
    case .fuzzy(let edits):
      WordDistance(isFolded ? word.folded : word.canonical, edits: edits)
        .worth(of: isFolded ? Array(folded) : Array(canonical))
    }
  }

  /// What a document word is worth whose folded form is as that of the word asks for.
  func worth(canonical: [UInt8]) -> Float {
    if isFolded { return exact }
    let matched =
      form == .beginning
      ? prefixClass(query: word.canonical.span, document: canonical.span)
      : patternClass(query: word.canonical.span, document: canonical.span)
    switch matched {
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
    let all = foldedTerms(withPrefix: prefix.firstLetters)
    // What dates are filed under is no word: `da*` does not mean `date:2023-05`.
    let dates = foldedTerms(withPrefix: Self.datePrefix).clamped(to: all)
    if dates.isEmpty { return terms(all, prefix) }
    return terms(all.lowerBound..<dates.lowerBound, prefix)
      + terms(dates.upperBound..<all.upperBound, prefix)
  }

  private static let datePrefix = Array("date:".utf8)

  /// - Parameter range: folded terms that begin with the first letters of the prefix.
  private func terms(_ range: Range<UInt32>, _ prefix: Prefix) -> [PrefixTerm] {
    guard let last = range.last else { return [] }
    switch prefix.form {
    case .beginning: break
    case .pattern: return terms(range, prefix, like: Glob(prefix.word.folded))
    case .fuzzy(let edits): return terms(range, prefix, edits: edits)
    }
    if prefix.isFolded {
      return range.map {
        PrefixTerm(info: foldedTerm(at: $0), weight: prefix.exact, rarity: nil)
      }
    }
    let first = variants(of: foldedTerm(at: range.lowerBound)).lowerBound
    let end = variants(of: foldedTerm(at: last)).upperBound
    return canonicalTerms(first..<end) { prefix.worth(canonical: $0) }
  }

  private func canonicalTerms(
    _ range: Range<UInt32>, _ worth: ([UInt8]) -> Float
  ) -> [PrefixTerm] {
    range.compactMap { ordinal in
      let worth = worth(canonicalKey(at: ordinal))
      return worth > 0
        ? PrefixTerm(info: canonicalTerm(at: ordinal), weight: worth, rarity: nil) : nil
    }
  }

  private func terms(
    _ range: Range<UInt32>, _ prefix: Prefix, like pattern: Glob
  ) -> [PrefixTerm] {
    var terms: [PrefixTerm] = []
    walkFoldedKeys(range) { ordinal, key in
      guard pattern.matches(key) else { return 0 }
      let term = foldedTerm(at: ordinal)
      if prefix.isFolded {
        terms.append(PrefixTerm(info: term, weight: prefix.exact, rarity: nil))
      } else {
        terms += canonicalTerms(variants(of: term)) { prefix.worth(canonical: $0) }
      }
      return 0
    }
    return terms
  }

  private func terms(
    _ range: Range<UInt32>, _ prefix: Prefix, edits: Int
  ) -> [PrefixTerm] {
    var folded = DistanceWalk(WordDistance(prefix.word.folded, edits: edits))
    let canonical = WordDistance(prefix.word.canonical, edits: edits)
    var terms: [PrefixTerm] = []
    walkFoldedKeys(range) { ordinal, key in
      // Marks make words no nearer.
      let (worth, deadPrefix) = folded.worth(of: key)
      guard worth > 0 else { return deadPrefix }
      let term = foldedTerm(at: ordinal)
      if prefix.isFolded {
        terms.append(PrefixTerm(info: term, weight: worth, rarity: nil))
      } else {
        terms += canonicalTerms(variants(of: term)) { canonical.worth(of: $0) }
      }
      return 0
    }
    return terms
  }

  /// What makes a term the same in all segments, in the order of their dictionaries.
  func key(of term: PrefixTerm, for prefix: Prefix) -> [UInt8] {
    let ordinal = term.info.ordinal
    if prefix.isFolded { return foldedKey(at: ordinal) }
    return foldedKey(at: foldedOrdinal(ofCanonical: ordinal)) + [0] + canonicalKey(at: ordinal)
  }
}

extension Prefix {
  /// The folded letters that all its terms begin with.
  fileprivate var firstLetters: [UInt8] {
    switch form {
    case .beginning: word.folded
    case .pattern: Array(word.folded.prefix { $0 != 0x2A && $0 != 0x3F })
    case .fuzzy: []
    }
  }
}
