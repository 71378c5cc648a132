import InvertedIndex
import Synchronization

/// What words of an archive may have been meant to be, kept for the next search.
///
/// One for each index, used by many threads. Most of what a correction costs is to look up the words
/// that are like a typed one, and people type the same syllables again and again. It holds what is
/// so for one snapshot; with another one all is forgotten.
package final class KnownSpellings: Sendable {
  private let known = Mutex(Known())

  private struct Known {
    var generation: UInt64?
    var candidates: [SpellingForm: [SpellingCandidate]] = [:]
  }

  /// Beyond so many words all are forgotten: about 16 MB.
  private static let limit = 4_096

  package init() {}

  /// The candidates for a word; nil where nobody asked for them yet.
  func candidates(for form: SpellingForm, in snapshot: Snapshot) -> [SpellingCandidate]? {
    known.withLock { $0.generation == snapshot.generation ? $0.candidates[form] : nil }
  }

  func keep(_ candidates: [SpellingCandidate], for form: SpellingForm, in snapshot: Snapshot) {
    known.withLock { known in
      if known.generation != snapshot.generation || known.candidates.count >= Self.limit {
        // A search on an older snapshot must not take away what holds now.
        if let now = known.generation, now > snapshot.generation { return }
        known = Known(generation: snapshot.generation)
      }
      known.candidates[form] = candidates
    }
  }

  /// Words that are known.
  var count: Int { known.withLock { $0.candidates.count } }
}
