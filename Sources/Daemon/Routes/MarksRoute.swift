import Documents
import InvertedIndex
import Search
import Wire

/// `/v1/collections/{collection}/documents/{id}/marks`: where a query matches in the whole of a
/// document, by the rules of snippets.
struct MarksRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    let path = "/v1/collections/{collection}/documents/{id}/marks"
    for method in ["GET", "POST"] {
      router.on(method, path) { [self] request, parameters throws(Problem) in
        let key = try DocumentKey(named: parameters["id"])
        let collection = try engine.collection(
          CollectionName(parameters["collection"]), for: request.access)
        let searcher = Searcher(
          query: try await SearchQuery(
            marks: request.fields(), defaults: engine.defaults(of: [collection.name.text])),
          collections: [collection],
          weights: engine.ranking, cancellation: request.cancellation)
        return try await engine.searches.run(request.cancellation) { () throws(Problem) in
          APIReply(body: try searcher.marks(in: key, of: collection).json)
        }
      }
    }
  }
}

extension Searcher {
  fileprivate func marks(
    in key: DocumentKey, of collection: Collection
  ) throws(Problem) -> MarksResult {
    let snapshot = try collection.index().snapshot()
    let document: Document?
    do throws(IndexError) { document = try snapshot.document(for: key) } catch {
      throw Problem(error)
    }
    guard let document else {
      throw Problem(
        .documentNotFound,
        "there is no document \"\(key.text.prefix(200))\" in collection \(collection.name)")
    }
    let found = try answer(of: collection, offset: 0, limit: 1) {
      request throws(SearchError) in
      request.corrects = false
      return try Search.marks(in: document, for: request, in: snapshot)
    }
    let unit = query.highlight?.offsets ?? .utf8
    return MarksResult(
      id: key.text, collection: collection.name.text,
      title: MarkedText(document.title, marks: found.title).marks(in: unit),
      blocks: zip(document.blocks, found.blocks).map { block, marks in
        marks.isEmpty ? [] : MarkedText(block.text, marks: marks).marks(in: unit)
      },
      query: understanding(of: found.reply), tookMicroseconds: arrival.microsecondsAgo)
  }
}
