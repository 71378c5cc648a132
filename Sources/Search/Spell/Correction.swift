/// # Did you mean
///
/// What may have been meant where a query is misspelled. For each word there are candidates:
/// syllables that sound alike and slips of the finger (`SpellingCandidates`), for foreign words those
/// of the archive that differ by a letter or two. Which of them is meant the archive tells: how many
/// documents have each two neighbours side by side (`PairEvidence`). The best way through all
/// candidates (`SpellingLattice`) is a correction only where it has very much more behind it than what
/// was typed: a wrong "did you mean" is worse than none.
///
/// Nothing is ever replaced without being asked; i and y are two spellings, and none is wrong.

/// A query as it may have been meant.
package struct Correction: Sendable, Equatable {
  /// The whole text, with the words replaced.
  package var text: String
  package var changes: [Change]
  /// How many documents it finds; 0 where that was not asked for.
  package var count = 0

  package struct Change: Sendable, Equatable {
    /// As typed.
    package var from: String
    package var to: String

    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  package init(text: String, changes: [Change]) {
    self.text = text
    self.changes = changes
  }
}
