import InvertedIndex
import Logging
import Search
import Wire

/// `PUT`, `PATCH`, `DELETE /v1/collections/{collection}`: whole collections and what is said of them.
struct CollectionRoutes: Sendable {
  let engine: Engine
  let logger: Logger

  func register(in router: inout Router) {
    let path = "/v1/collections/{collection}"
    router.on("PUT", path, needs: .administration) { [self] request, parameters throws(Problem) in
      let name = try CollectionName(parameters["collection"])
      let body = try await body(request)
      try Self.checkRanking(in: body)
      let settings = try CollectionSettings(json: body)
      try Self.check(settings)
      let isNew = try await engine.put(settings, for: name)
      return try await reply(name, request, status: isNew ? 201 : 200)
    }
    router.on("PATCH", path, needs: .administration) { [self] request, parameters throws(Problem) in
      let name = try CollectionName(parameters["collection"])
      let collection = try engine.collection(name, for: request.access)
      let patch = try await body(request)
      try Self.checkRanking(in: patch)
      try await collection.changeSettings { old throws(Problem) in
        let settings = try CollectionSettings(json: old.merged(with: patch))
        try Self.check(settings)
        return settings
      }
      return try await reply(name, request)
    }
    router.on("DELETE", path, needs: .administration) {
      [self] request, parameters throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      let name = try CollectionName(parameters["collection"])
      let collection = try engine.collection(name, for: request.access)
      let documents = collection.statistics?.documents ?? 0
      try await engine.drop(name)
      logger.notice("collection \(name) was dropped, with \(documents) documents")
      return APIReply { json in
        json.member("collection", name.text)
        json.member("documents", documents)
        json.member("result", "dropped")
      }
    }
  }

  private func body(_ request: APIRequest) async throws(Problem) -> JSONValue {
    try RequestFields(query: request.target.query).finish()
    try request.requireMediaType(["application/json", "application/merge-patch+json"])
    let bytes = try await request.body.collect(upTo: Wire.maximumRequestByteCount)
    if bytes.isEmpty { return .object([]) }
    do throws(JSONError) { return try JSONValue(parsing: bytes.span) } catch {
      throw Problem(error)
    }
  }

  private func reply(
    _ name: CollectionName, _ request: APIRequest, status: Int = 200
  ) async throws(Problem) -> APIReply {
    let collection = try engine.collection(name, for: request.access)
    return try await engine.chores.run {
      APIReply(status: status, body: collection.description())
    }
  }

  /// Whether there are weights of these names, also where null stands for what holds anyway.
  private static func checkRanking(in body: JSONValue) throws(Problem) {
    guard case .object(let members)? = body["ranking"] else { return }
    for member in members where !RankingWeights.names.contains(member.name) {
      let near = Spelling.nearest(to: member.name, in: RankingWeights.names)
      throw Problem(
        .invalidField, "there is no weight \"\(member.name.prefix(200))\"",
        pointer: "/ranking/\(member.name.prefix(200))",
        hint: near.map { "did you mean \($0)?" }
          ?? "there are: \(RankingWeights.names.joined(separator: ", "))")
    }
  }

  /// Whether the weights can be such.
  private static func check(_ settings: CollectionSettings) throws(Problem) {
    do throws(RankingError) { _ = try RankingWeights().changed(settings.ranking) } catch {
      throw Problem(.invalidField, error.reason, pointer: "/ranking")
    }
  }
}
