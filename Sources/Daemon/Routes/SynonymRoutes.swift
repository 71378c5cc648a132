import InvertedIndex
import Wire

/// `/v1/collections/{collection}/synonyms`: the words that people say mean the same.
struct SynonymRoutes: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    let path = "/v1/collections/{collection}/synonyms"
    router.on("GET", path) { [self] request, parameters throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      let collection = try engine.collection(
        CollectionName(parameters["collection"]), for: request.access)
      _ = try collection.index()
      return APIReply(body: collection.synonyms.list.json)
    }
    router.on("PUT", path, needs: .writing) { [self] request, parameters throws(Problem) in
      try request.requireMediaType(["application/json"])
      let bytes = try await request.body.collect(upTo: 4 * Wire.maximumRequestByteCount)
      let list = try SynonymList(json: bytes.span)
      return try await replace(with: list, parameters)
    }
    router.on("DELETE", path, needs: .writing) { [self] request, parameters throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      return try await replace(with: SynonymList(), parameters)
    }
  }

  private func replace(
    with list: SynonymList, _ parameters: Router.Parameters
  ) async throws(Problem) -> APIReply {
    let collection = try await engine.collectionForWriting(
      CollectionName(parameters["collection"]))
    try await collection.replaceSynonyms(with: list)
    return APIReply { json in
      json.member("collection", collection.name.text)
      json.member("sets", list.sets.count)
    }
  }
}
