package import Documents
package import InvertedIndex

/// Explains the place of one document among the hits of a query, or why it is none of them.
///
/// - Parameter key: the document's key; what is behind it may be deleted, or not there at all.
/// - Throws: what `search` throws.
package func explain(
  _ key: DocumentKey, for request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> Explanation {
  try request.checkPage()
  try request.check(in: snapshot)
  var reply = SearchReply()
  let root = try request.tree(in: snapshot, notedIn: &reply)
  do throws(IndexError) {
    guard let place = try snapshot.place(of: key) else {
      var explanation = try missing(key, in: snapshot, deadline: request.deadline)
      explanation.reply = reply
      return explanation
    }
    guard let root else {
      var explanation = Explanation(key: key.text, outcome: .notMatched)
      explanation.reasons = ["the query has no words"]
      explanation.reply = reply
      return explanation
    }
    // As deep as pages go, so that the rank is known.
    var whole = request
    whole.offset = 0
    whole.limit = SearchLimit.depth
    let run = try QueryRun(root, whole.reading(of: root), whole, snapshot)
    run.describe(in: &reply)
    let explainer = Explainer(run: run, request: request, snapshot: snapshot)
    var explanation = try explainer.explain(key, at: place)
    explanation.reply = reply
    return explanation
  } catch {
    throw .index(error)
  }
}

/// Explains documents by one run of a query.
struct Explainer {
  let run: QueryRun
  let request: SearchRequest
  let snapshot: Snapshot

  /// - Parameter run: one that was asked for all pages.
  func explain(_ key: DocumentKey, at place: DocumentPlace) throws(IndexError) -> Explanation {
    let index = run.outcome.candidates.firstIndex {
      $0.segment == place.segment && $0.document == place.document
    }
    var explanation = Explanation(key: key.text, outcome: .notMatched)
    explanation.rank = index.map { $0 + 1 }
    explanation.total = run.outcome.total
    explanation.isLookedAgain = run.looksAgain(at: index, request.weights)
    let scores = try scores(of: place, rank: index)
    if request.sort == nil { explanation.score = try scores.score() }
    if let index {
      let page = request.offset..<(request.offset + request.limit)
      explanation.outcome = page.contains(index) ? .found : .offPage
      if !page.contains(index) {
        explanation.reasons = [
          "it is hit \(index + 1) of \(run.outcome.total): "
            + (index < page.lowerBound ? "before" : "below") + " the page"
        ]
      }
      return explanation
    }
    explanation.reasons = try MatchExplainer(scores).reasons()
    if let filter = request.filter {
      let unmet = try filter.unmet(by: place, in: snapshot)
      if !unmet.isEmpty, explanation.reasons.isEmpty { explanation.outcome = .filteredOut }
      explanation.reasons += unmet
    }
    if explanation.reasons.isEmpty {
      explanation.outcome = .offPage
      explanation.reasons = [
        run.outcome.timedOut
          ? "the search was cut short before it came to the document"
          : "it matches, but \(SearchLimit.depth) others come before it: pages end there"
      ]
    }
    return explanation
  }

  /// - Parameter rank: the place among the candidates, from 0.
  func scores(of place: DocumentPlace, rank: Int?) throws(IndexError) -> ScoreExplainer {
    let plan = run.outcome.plan
    let weights = request.weights
    let average = EffectiveLengths.average(snapshot, weights)
    let usesPairs = weights.pairs > 0 && !plan.pairs.isEmpty
    return ScoreExplainer(
      plan: plan,
      words: try DocumentWords(
        place.document, in: snapshot.segments[place.segment].segment, averageLength: average,
        weights),
      weights: weights, segment: place.segment,
      pairRarities: usesPairs ? try FoundPairs(plan, in: snapshot).rarities : [],
      isLookedAgain: run.looksAgain(at: rank, weights), readings: run.outcome.readings)
  }
}

/// Where a live document is in a snapshot.
struct DocumentPlace: Equatable {
  var segment: Int
  var document: DocID
}

extension Snapshot {
  /// Where the live document of a key is.
  func place(of key: DocumentKey) throws(IndexError) -> DocumentPlace? {
    for (number, view) in segments.enumerated().reversed() {
      for document in try view.segment.documents(withKey: key).reversed()
      where view.live.contains(document) {
        return DocumentPlace(segment: number, document: document)
      }
    }
    return nil
  }
}

extension SearchFilter {
  /// Which of the conditions that must all hold do not, a sentence each.
  fileprivate func unmet(
    by place: DocumentPlace, in snapshot: Snapshot
  ) throws(IndexError) -> [String] {
    if case .all(let parts) = self {
      var all: [String] = []
      for part in parts { all += try part.unmet(by: place, in: snapshot) }
      return all
    }
    let met = try documents(of: snapshot.segments[place.segment].segment)
    if met.contains(Int(place.document)) { return [] }
    return ["the filter leaves it out: its \(columns.joined(separator: ", ")) does not fit"]
  }

  /// The columns that are compared, each once.
  private var columns: [String] {
    switch self {
    case .condition(let condition): [condition.column]
    case .not(let filter): filter.columns
    case .all(let filters), .any(let filters):
      filters.flatMap(\.columns).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
  }
}
