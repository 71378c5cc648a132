import InvertedIndex
import Synchronization
import Wire

/// `/v1/saved` and `/v1/watch`: searches kept under names, and what they find from now on.
struct SavedRoutes: Sendable {
  let engine: Engine

  /// How often new documents are looked at, and how long a stream is silent at most.
  private static let interval = Duration.milliseconds(250)
  private static let silence = Duration.seconds(15)

  func register(in router: inout Router) {
    router.on("GET", "/v1/saved") { [self] request, _ throws(Problem) in
      let all = try engine.saved.all(of: Self.user(request))
      return APIReply { json in
        json.array("saved") { json in for one in all { json.object { one.writeMembers(to: &$0) } } }
      }
    }
    router.on("GET", "/v1/saved/{saved}") { [self] request, parameters throws(Problem) in
      let saved = try find(parameters["saved"], request)
      return APIReply { saved.writeMembers(to: &$0) }
    }
    router.on("PUT", "/v1/saved/{saved}") { [self] request, parameters throws(Problem) in
      try await put(request, parameters["saved"])
    }
    router.on("DELETE", "/v1/saved/{saved}") { [self] request, parameters throws(Problem) in
      let saved = try find(parameters["saved"], request)
      let user = try Self.user(request)
      let isGone = try await engine.chores.run { [engine] () throws(Problem) in
        try engine.saved.remove(saved.name, of: user)
      }
      return APIReply { json in
        json.member("name", saved.name)
        json.member("result", isGone ? "removed" : "unchanged")
      }
    }
    router.on("GET", "/v1/watch") { [self] request, _ throws(Problem) in try watch(request) }
  }

  private func put(_ request: APIRequest, _ text: String) async throws(Problem) -> APIReply {
    let query = try await SearchQuery(request.fields(), defaults: engine.defaults)
    let name = try Self.name(text)
    let user = try Self.user(request)
    var trial = query
    trial.limit = 0
    let searcher = Searcher(
      query: trial, collections: try engine.collections(of: query, for: request.access),
      weights: engine.ranking, cancellation: request.cancellation)
    // Whatever is wrong with the query shows now, not when somebody watches.
    _ = try await engine.searches.run(request.cancellation, searcher.results)
    let saved = SavedSearch(name: name, query: query)
    let isNew = try await engine.chores.run { [engine] () throws(Problem) in
      try engine.saved.put(saved, of: user)
    }
    return APIReply(status: isNew ? 201 : 200) { saved.writeMembers(to: &$0) }
  }

  /// A line for each new match, until the client or the daemon goes.
  private func watch(_ request: APIRequest) throws(Problem) -> APIReply {
    var fields = try RequestFields(query: request.target.query)
    let asked = try fields.list("names")
    try fields.finish()
    let user = try Self.user(request)
    for name in asked ?? [] { _ = try find(name, request) }
    let names = asked ?? engine.saved.all(of: user).map(\.name)
    let watch = Mutex(Watch(engine, request, user: user, names: names))
    let isBegun = Mutex(false)
    let pieces = Body { [engine] () async throws(Problem) in
      var quietSince = ContinuousClock.now
      while !request.cancellation.isCancelled, !engine.stopping.isCancelled {
        let alerts = try await engine.exports.run(request.cancellation) { () throws(Problem) in
          try watch.withLock { watch throws(Problem) in try watch.look() }
        }
        var json = JSONWriter()
        for alert in alerts {
          alert.write(to: &json)
          json.endLine()
        }
        if !isBegun.withLock({ $0 }) {
          isBegun.withLock { $0 = true }
          json.object { $0.member("watching", names) }
          json.endLine()
        } else if alerts.isEmpty, ContinuousClock.now - quietSince > Self.silence {
          json.object { $0.member("quiet", true) }
          json.endLine()
        }
        if !json.bytes.isEmpty {
          quietSince = .now
          return json.bytes
        }
        // A cancelled sleep returns at once, and the connection is closed then.
        try? await Task.sleep(for: Self.interval)
      }
      return nil
    }
    return APIReply(mediaType: "application/x-ndjson", pieces: pieces)
  }

  private func find(_ name: String, _ request: APIRequest) throws(Problem) -> SavedSearch {
    guard let saved = try engine.saved.find(name, of: Self.user(request)) else {
      throw Problem(
        .savedSearchNotFound, "this user has no saved search \"\(name.prefix(80))\"",
        hint: "GET /v1/saved lists them")
    }
    return saved
  }

  private static func user(_ request: APIRequest) throws(Problem) -> UInt32 {
    guard let peer = request.peer else {
      throw Problem(.peerNotAllowed, "it is not known who asks")
    }
    return peer.user
  }

  private static func name(_ text: String) throws(Problem) -> String {
    do throws(Problem) { return try CollectionName(text).text } catch {
      throw Problem(
        .invalidField, "\"\(text.prefix(80))\" cannot be the name of a search", pointer: "/saved",
        hint: "1 to 64 of a-z, 0-9, _ and -, a letter or digit first")
    }
  }
}
