import Documents
import InvertedIndex
import Search
import Wire

/// `/v1/collections/{collection}/documents/{id}/similar`: documents that have much in common with
/// one. Takes `limit`, `offset`, `filter`, `sort`, `fields`, `highlight` and `timeout_ms` as a search
/// does; with `copies` only those whose text is nearly the same are found.
struct SimilarRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    let path = "/v1/collections/{collection}/documents/{id}/similar"
    for method in ["GET", "POST"] {
      router.on(method, path) { [self] request, parameters throws(Problem) in
        let key = try DocumentKey(named: parameters["id"])
        let collection = try engine.collection(
          CollectionName(parameters["collection"]), for: request.access)
        let query = try await SearchQuery(
          similar: request.fields(), defaults: engine.defaults(of: [collection.name.text]))
        let searcher = Searcher(
          query: query, collections: [collection], weights: engine.ranking,
          cancellation: request.cancellation)
        return try await engine.searches.run(request.cancellation) { () throws(Problem) in
          let found = try engine.searchCounts.measure(.similar, request.cancellation) {
            () throws(Problem) in try searcher.similar(to: key, in: collection)
          }
          guard let found else {
            throw Problem(
              .documentNotFound,
              "there is no document \"\(key.text.prefix(200))\" in collection \(collection.name)")
          }
          return APIReply(body: found.json)
        }
      }
    }
  }
}

extension Searcher {
  /// Documents that have much in common with one; nil when there is no such document.
  fileprivate func similar(
    to key: DocumentKey, in collection: Collection
  ) throws(Problem) -> SimilarResult? {
    let snapshot = try collection.index().snapshot()
    let found = try answer(of: collection, offset: query.offset, limit: query.limit) {
      request throws(SearchError) in
      query.findsCopies
        ? try Search.copies(of: key, request, in: snapshot)
        : try Search.similar(to: key, request, in: snapshot)
    }
    guard let found else { return nil }
    let hits = found.reply.hits.map { hit(of: $0, in: collection) }
    var results = results(found.reply, hits: hits, offset: query.offset)
    results.tookMicroseconds = arrival.microsecondsAgo
    return SimilarResult(
      terms: found.terms.map { .init(text: $0.text, weight: Double($0.weight)) },
      results: results)
  }
}
