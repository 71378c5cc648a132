import InvertedIndex
import Vietnamese

/// A word that may have been meant, and how much more there must be behind it than behind the typed
/// one, as a logarithm.
struct SpellingCandidate {
  var form: SpellingForm
  var cost: Double

  /// What was typed.
  static func typed(_ form: SpellingForm) -> SpellingCandidate {
    SpellingCandidate(form: form, cost: 0)
  }
}

/// Finds what a word may have been meant to be, among the words of an archive.
struct SpellingCandidates {
  /// What a correction has to overcome: evidence is a ratio of documents.
  struct Costs {
    /// Another syllable that sounds alike, for a word of the archive,
    var sound = 4.6
    /// and for what is none, or nearly.
    var unknownSound = 1.2
    /// A slip of the finger in a word of the archive,
    var slip = 9.2
    /// and in what is none.
    var unknownSlip = 2.3
    /// Foreign words for each letter that differs,
    var letter = 2.3
    /// and where it is in some documents, mistyped there as well.
    var knownForeign = 2.3
  }

  let snapshot: Snapshot
  var costs = Costs()
  let deadline: Deadline?
  /// What was found out before.
  var known: KnownSpellings?

  /// A word in fewer documents is hardly one.
  private static let rareWord = 3
  /// A foreign word in fewer documents may be a misspelled one.
  private static let rareForeign = 30
  /// A candidate is in so many documents.
  private static let leastDocuments = 3
  /// So many, the most frequent ones, are tried.
  private static let limit = 24

  /// The word itself first.
  ///
  /// - Parameter isExact: whether marks are what was meant.
  func candidates(
    for word: QueryWord, isExact: Bool, _ evidence: inout PairEvidence
  ) throws(IndexError) -> [SpellingCandidate] {
    let own = SpellingForm(canonical: word.canonical, folded: word.folded, isExact: isExact)
    let typed = SpellingCandidate.typed(own)
    guard Self.isChecked(word) else { return [typed] }
    if let candidates = known?.candidates(for: own, in: snapshot) { return candidates }
    let candidates = try [typed] + others(than: own, word, &evidence)
    // Time that ran out may have left some out.
    if !(deadline?.hasPassed ?? false) { known?.keep(candidates, for: own, in: snapshot) }
    return candidates
  }

  /// What else may have been meant, the most frequent words first.
  private func others(
    than own: SpellingForm, _ word: QueryWord, _ evidence: inout PairEvidence
  ) throws(IndexError) -> [SpellingCandidate] {
    let documents = evidence.count(own)
    let isUnknown = documents < Self.rareWord
    var found: [[UInt8]: Double] = [:]
    if looksLikeSyllable(word.canonical.span) {
      add(
        spellingConfusions(of: word.canonical.span), isUnknown ? costs.unknownSound : costs.sound,
        &found)
      add(
        typingSlips(of: word.canonical.span), isUnknown ? costs.unknownSlip : costs.slip, &found)
    } else if documents < Self.rareForeign {
      let more = isUnknown ? 0 : costs.knownForeign
      add(typingSlips(of: word.canonical.span), costs.unknownSlip + more, &found)
      try addForeign(word, more, &found)
    }
    found[word.canonical] = nil
    if let other = spellingAlternate(of: word.canonical.span) { found[other] = nil }
    var candidates: [(SpellingCandidate, documents: Int)] = []
    for (key, cost) in found {
      // Words that only lead to others stand beside anything.
      if !isUnknown, LinkingWords.contains(key) { continue }
      let form = SpellingForm(canonical: key, folded: folded(key.span), isExact: own.isExact)
      let documents = evidence.count(form)
      guard documents >= Self.leastDocuments else { continue }
      candidates.append((SpellingCandidate(form: form, cost: cost), documents))
    }
    candidates.sort {
      $0.documents != $1.documents
        ? $0.documents > $1.documents
        : $0.0.form.canonical.lexicographicallyPrecedes($1.0.form.canonical)
    }
    return candidates.prefix(Self.limit).map(\.0)
  }

  private func add(_ keys: [[UInt8]], _ cost: Double, _ found: inout [[UInt8]: Double]) {
    for key in keys { found[key] = min(found[key] ?? cost, cost) }
  }

  /// Short forms, numbers and words of one letter are as they are.
  private static func isChecked(_ word: QueryWord) -> Bool {
    let scalars = word.surface.unicodeScalars
    return scalars.count > 1 && scalars.allSatisfy(\.properties.isAlphabetic)
      && scalars.contains(where: \.properties.isLowercase)
      && AcronymList.standard.entries(shortFoldedAs: word.folded).isEmpty
  }

  /// Words of the archive that differ from a foreign one by a letter, of long ones by two. The first
  /// letter is mostly right, and all words that begin with it are looked at.
  private func addForeign(
    _ word: QueryWord, _ more: Double, _ found: inout [[UInt8]: Double]
  ) throws(IndexError) {
    let wanted = word.folded
    guard wanted.count >= 4 else { return }
    let limit = wanted.count >= 8 ? 2 : 1
    for view in snapshot.segments {
      let segment = view.segment
      for (looked, ordinal) in segment.foldedTerms(withPrefix: [wanted[0]]).enumerated() {
        if looked % 1024 == 1023, let deadline, deadline.hasPassed { return }
        let key = segment.foldedKey(at: ordinal)
        guard let distance = editDistance(wanted, key, atMost: limit), distance > 0 else {
          continue
        }
        let cost = costs.letter * Double(distance) + more
        found[key] = min(found[key] ?? cost, cost)
      }
    }
  }
}
