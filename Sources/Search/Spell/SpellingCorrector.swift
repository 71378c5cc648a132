import Analysis
package import InvertedIndex

/// Finds what a misspelled query was meant to be, from the words of an archive.
package struct SpellingCorrector {
  private let snapshot: Snapshot
  private let deadline: Deadline?
  private let known: KnownSpellings?

  /// Queries of more words are taken as they are.
  private static let wordLimit = 24

  /// - Parameter known: what was found out before.
  package init(_ snapshot: Snapshot, deadline: Deadline? = nil, known: KnownSpellings? = nil) {
    self.snapshot = snapshot
    self.deadline = deadline
    self.known = known
  }

  /// A word of the text and where it stands.
  private struct Word {
    var word: QueryWord
    var range: Range<Int>
    /// It begins something new: it is no neighbour of the word before.
    var begins: Bool
  }

  /// The text as it was meant; nil where nothing speaks against it as it stands, or time ran out.
  package func correction(of text: String) throws(IndexError) -> Correction? {
    let bytes = Array(text.utf8)
    let words = Self.words(of: bytes)
    guard !words.isEmpty, words.count <= Self.wordLimit else { return nil }
    var evidence = PairEvidence(snapshot)
    let candidates = SpellingCandidates(snapshot: snapshot, deadline: deadline, known: known)
    let isExact = words.contains(where: \.word.isMarked)
    var changes: [(range: Range<Int>, change: Correction.Change)] = []
    for run in Self.runs(of: words) {
      if deadline?.hasPassed ?? false { return nil }
      var columns: [[SpellingCandidate]] = []
      for word in run {
        columns.append(
          try candidates.candidates(for: word.word, isExact: isExact, &evidence))
      }
      let path = try SpellingLattice(columns: columns).best(&evidence)
      for (place, choice) in path.enumerated() where choice != 0 {
        let meant = columns[place][choice].form.canonical
        let surface = bytes[run[place].range]
        let cased = TextReading.cased(meant, as: surface)
        changes.append(
          (
            run[place].range,
            Correction.Change(
              from: String(decoding: surface, as: UTF8.self),
              to: String(decoding: cased, as: UTF8.self))
          ))
      }
    }
    if changes.isEmpty { return nil }
    var corrected: [UInt8] = []
    var end = 0
    for (range, change) in changes {
      corrected += bytes[end..<range.lowerBound] + Array(change.to.utf8)
      end = range.upperBound
    }
    corrected += bytes[end...]
    return Correction(
      text: String(decoding: corrected, as: UTF8.self), changes: changes.map(\.change))
  }

  private static func runs(of words: [Word]) -> [[Word]] {
    var runs: [[Word]] = []
    for word in words {
      if word.begins || runs.isEmpty { runs.append([]) }
      runs[runs.count - 1].append(word)
    }
    return runs
  }

  /// Operators, fields and beginnings of words part what stands beside them.
  private static func words(of bytes: [UInt8]) -> [Word] {
    let warm = AnalyzerPool.shared.take()
    defer { AnalyzerPool.shared.putBack(warm) }
    var tokens: [Token] = []
    warm.analyzer.analyze(bytes.span, into: &tokens)
    var words: [Word] = []
    var end = 0
    var isParted = false
    for token in tokens where token.kind != .whole {
      let range = Int(token.start)..<Int(token.end)
      if range.lowerBound < end { continue }
      let surface = String(decoding: bytes[range], as: UTF8.self)
      let gap = bytes[end..<range.lowerBound]
      let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
      defer { end = range.upperBound }
      if operators.contains(surface) || Array("*~:^".utf8).contains(next) {
        isParted = true
        continue
      }
      let isJoined = gap.allSatisfy { $0 == 0x20 }
      words.append(
        Word(
          word: QueryWord(
            surface: surface, canonical: Array(warm.analyzer.forms.canonical(token.form)),
            folded: Array(warm.analyzer.forms.folded(token.form)), isQuoted: false),
          range: range, begins: token.startsSentence || !isJoined || isParted))
      isParted = false
    }
    return words
  }

  private static let operators: Set = [
    "AND", "OR", "NOT", "NEAR", "VÀ", "HOẶC", "KHÔNG", "GẦN",
  ]
}
