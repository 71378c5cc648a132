import Wire

/// Searches by what they ask for, how they ended and how long they took.
final class SearchCounts: Sendable {
  /// What makes one search cost something else than another.
  enum Kind: String, CaseIterable {
    case words
    /// With words in quotes, or with NEAR.
    case phrase
    /// With the beginning of a word, a pattern, or a word that may be spelled in another way.
    case pattern
    /// No words: a filter, an order or facets alone.
    case filter
    case count
    /// Documents that have much in common with one.
    case similar
    /// Finding what to export, without writing it.
    case export
    /// Finding what to delete, without deleting it.
    case delete
  }

  enum Outcome: String, CaseIterable {
    case whole
    /// Time ran out, and what was found by then was sent.
    case partial
    /// Time ran out, and that was an error.
    case timedOut = "timed_out"
    /// The client went before the end.
    case abandoned
    /// Any other error: most are malformed queries.
    case failed
  }

  /// Searches that had to do with fewer words than asked for.
  let relaxed = Counter()
  /// Searches that added what is nearly right.
  let widened = Counter()
  /// Searches that were done to the end and found nothing.
  let empty = Counter()
  private let durations = Kind.allCases.map { (kind: $0, histogram: Histogram()) }
  private let outcomes = Outcome.allCases.map { (outcome: $0, counter: Counter()) }

  /// Measures a search on the thread that does it: waiting for the thread is not in it.
  func measure<Answer>(
    _ kind: Kind, _ cancellation: Cancellation, _ search: () throws(Problem) -> Answer
  ) throws(Problem) -> Answer {
    try measure(kind, cancellation, search, ending: { _ in .whole })
  }

  /// The same for a page of hits, of which there is more to count.
  func measurePage(
    _ kind: Kind, _ cancellation: Cancellation, _ search: () throws(Problem) -> SearchResults
  ) throws(Problem) -> SearchResults {
    let results = try measure(kind, cancellation, search) { $0.timedOut ? .partial : .whole }
    if results.query.relaxed { relaxed.add() }
    if results.query.widened { widened.add() }
    if results.total.value == 0, !results.timedOut { empty.add() }
    return results
  }

  private func measure<Answer>(
    _ kind: Kind, _ cancellation: Cancellation, _ search: () throws(Problem) -> Answer,
    ending: (Answer) -> Outcome
  ) throws(Problem) -> Answer {
    let begin = ContinuousClock.now
    do throws(Problem) {
      let answer = try search()
      record(kind, cancellation.isCancelled ? .abandoned : ending(answer), since: begin)
      return answer
    } catch {
      let outcome = error.code == .timedOut ? Outcome.timedOut : .failed
      record(kind, cancellation.isCancelled ? .abandoned : outcome, since: begin)
      throw error
    }
  }

  func writeDurations(to family: inout Exposition.Family) {
    for (kind, histogram) in durations { family.histogram(histogram, [("kind", kind.rawValue)]) }
  }

  func writeOutcomes(to family: inout Exposition.Family) {
    for (outcome, counter) in outcomes {
      family.sample(counter.value, [("outcome", outcome.rawValue)])
    }
  }

  private func record(_ kind: Kind, _ outcome: Outcome, since begin: ContinuousClock.Instant) {
    for entry in durations where entry.kind == kind {
      entry.histogram.record(ContinuousClock.now - begin)
    }
    for entry in outcomes where entry.outcome == outcome { entry.counter.add() }
  }
}

extension SearchCounts.Kind {
  /// Decided from the text alone, so that a search that fails has a kind as well.
  init(_ query: SearchQuery) {
    let space = UInt8(ascii: " ")
    var quotes = 0
    var before = space
    var isBlank = true
    var isPattern = false
    for byte in query.text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): quotes += 1
      // h?c, but not a question at the end of a sentence; "a b"~3 is a phrase.
      case _ where before == UInt8(ascii: "?") && byte > space: isPattern = true
      case UInt8(ascii: "*"), UInt8(ascii: "~"):
        if before > space, before != UInt8(ascii: "\""), before != byte { isPattern = true }
      default: break
      }
      if byte > space { isBlank = false }
      before = byte
    }
    let isNear = query.text.contains("NEAR")
    self = isBlank ? .filter : quotes > 1 || isNear ? .phrase : isPattern ? .pattern : .words
  }
}
