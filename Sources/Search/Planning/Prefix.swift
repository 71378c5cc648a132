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
  var rarity: Float? = nil
}

extension Segment {
  /// The terms that match a prefix: folded ones where marks do not count, else canonical ones.
  ///
  /// - Parameter deadline: when it has passed, the terms behind those that were looked at are left
  ///   out.
  func terms(for prefix: Prefix, until deadline: Deadline? = nil) -> [PrefixTerm] {
    let all = foldedTerms(withPrefix: prefix.firstLetters)
    // What dates are filed under is no word: `da*` does not mean `date:2023-05`.
    let dates = foldedTerms(withPrefix: Self.datePrefix).clamped(to: all)
    let ranges =
      dates.isEmpty
      ? [all] : [all.lowerBound..<dates.lowerBound, dates.upperBound..<all.upperBound]
    var terms: [PrefixTerm] = []
    for range in ranges {
      let finder = TermFinder(prefix)
      range.forEachStretch(until: deadline) { finder.find(in: $0, of: self, into: &terms) }
    }
    return terms
  }

  private static let datePrefix = Array("date:".utf8)

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
