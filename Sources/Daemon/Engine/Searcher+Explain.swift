import Documents
import InvertedIndex
import Search
import Wire

extension Searcher {
  /// Why a document has its place among the hits, or none.
  func explanation(
    of key: DocumentKey, in collection: Collection
  ) throws(Problem) -> ExplainResult {
    let snapshot = try collection.index().snapshot()
    let found = try answer(of: collection, offset: query.offset, limit: query.limit) {
      request throws(SearchError) in try explain(key, for: request, in: snapshot)
    }
    return ExplainResult(
      id: found.key, collection: collection.name.text, outcome: found.outcome.rawValue,
      rank: found.rank, total: found.total, isLookedAgain: found.isLookedAgain,
      reasons: found.reasons, nearest: found.nearest, score: found.score.map(ScorePart.init),
      query: understanding(of: found.reply), tookMicroseconds: arrival.microsecondsAgo)
  }
}
