import Documents
import Search
import Wire

/// `/v1/explain`: why a document has its place among the hits of a query, or none. Takes all that a
/// search takes; `id` is the document.
struct ExplainRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    for method in ["GET", "POST"] {
      router.on(method, "/v1/explain") { [self] request, _ throws(Problem) in
        let query = try await SearchQuery(request.fields(), defaults: engine.defaults)
        guard let id = query.id else {
          throw Problem(
            .invalidField, "the id of the document is missing", pointer: "/id",
            hint: "send id=… beside q=…")
        }
        guard query.collections.count == 1, query.collections[0] != "*" else {
          throw Problem(
            .invalidField, "a document is explained in one collection", pointer: "/collections",
            hint: "give the collection that the document is in")
        }
        let key = try DocumentKey(named: id)
        let collection = try engine.collection(
          CollectionName(query.collections[0]), for: request.access)
        let searcher = Searcher(
          query: query, collections: [collection], weights: engine.ranking,
          cancellation: request.cancellation)
        return try await engine.searches.run(request.cancellation) { () throws(Problem) in
          APIReply(body: try searcher.explanation(of: key, in: collection).json)
        }
      }
    }
  }
}

extension ScorePart {
  init(_ part: Contribution) {
    self.init(
      kind: part.kind.rawValue, text: part.text, value: Double(part.value),
      frequency: part.frequency.map(Double.init), rarity: part.rarity.map(Double.init),
      weight: Double(part.weight),
      places: part.places.map { .init(title: $0.title, body: $0.body, low: $0.low) },
      parts: part.parts.map(ScorePart.init))
  }
}
