package import InvertedIndex

/// What a query may have been meant to be, and how many documents that finds; nil where nothing
/// speaks against it as it stands.
package func correction(
  of request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> Correction? {
  let corrector = SpellingCorrector(
    snapshot, deadline: request.deadline, known: request.spellings)
  var found: Correction
  do throws(IndexError) {
    guard let correction = try corrector.correction(of: request.text) else { return nil }
    found = correction
  } catch {
    throw .index(error)
  }
  var other = request
  other.text = found.text
  other.limit = 0
  other.offset = 0
  other.facets = []
  other.corrects = false
  _ = try run(other, in: snapshot) { run, _ in found.count = run.totalAsTyped }
  return found
}

extension SearchRequest {
  /// A correction has to find so many times the documents that were found,
  private static var leastGain: Int { 10 }
  /// and so many at least.
  private static var leastFound: Int { 5 }
  /// Few are fewer than a page, or than one in so many documents.
  private static var fewOf: Int { 1_000 }

  /// What is suggested beside hits: only where few documents have what was typed, and very many more
  /// have what may have been meant.
  func corrections(
    besides run: QueryRun, in snapshot: Snapshot
  ) throws(SearchError) -> [Correction] {
    let few = max(weights.widenBelow, snapshot.documentCount / Self.fewOf)
    guard corrects, accents == .auto, run.totalAsTyped < few,
      !run.outcome.timedOut, let found = try correction(of: self, in: snapshot),
      found.count >= max(Self.leastFound, Self.leastGain * run.totalAsTyped)
    else { return [] }
    return [found]
  }
}
