import Wire

/// Finds what a request is for: a table of methods and paths.
struct Router: Sendable {
  typealias Handler = @Sendable (APIRequest, Parameters) async throws(Problem) -> APIReply

  /// What `{names}` in a path stood for.
  struct Parameters: Sendable {
    var values: [String: String] = [:]

    /// The part of the path; the router has put it there.
    subscript(_ name: String) -> String { values[name] ?? "" }
  }

  /// What the peer must be allowed to; where the path has a `{collection}`, there.
  enum Need: Sendable {
    case nothing
    case reading
    case writing
    case administration
  }

  private struct Route: Sendable {
    let method: String
    let pattern: [Substring]
    let need: Need
    /// Whether anything behind a question mark is a mistake.
    let takesNothing: Bool
    let handler: Handler
    let counts: RouteCounts
  }

  /// By method and path those that one thread can answer, see `DirectRoute`.
  private(set) var direct: [String: DirectRoute] = [:]

  /// A method and a path that are answered, and what the peer must be allowed to.
  struct Place: Sendable {
    let method: String
    let path: String
    let need: Need
  }

  /// All of them, in the order in which they were registered.
  private(set) var places: [Place] = []

  private let requests: RequestCounts
  private var routes: [Route] = []

  /// - Parameter requests: Gets the counts of each route.
  init(counting requests: RequestCounts) {
    self.requests = requests
  }

  mutating func on(
    _ method: String, _ path: String, needs need: Need = .reading, _ handler: @escaping Handler
  ) {
    places.append(Place(method: method, path: path, need: need))
    let operation = APIOperation.find(method, path)
    routes.append(
      Route(
        method: method, pattern: path.split(separator: "/"), need: need,
        takesNothing: operation.map { $0.items.isEmpty && $0.fields.isEmpty } ?? false,
        handler: handler, counts: requests.route(path)))
  }

  /// Answers GET and POST of a path alike, on a thread of the search pool.
  ///
  /// - Parameter answer: takes the members of the request, when it came, and the request.
  mutating func onSearchThread(
    _ path: String, of engine: Engine, _ answer: @escaping DirectRoute.Answer
  ) {
    for method in ["GET", "POST"] {
      direct["\(method) \(path)"] = DirectRoute(
        need: .reading, pool: engine.searches, counts: requests.route(path), answer: answer)
      on(method, path) { request, _ throws(Problem) in
        let arrival = ContinuousClock.now
        let fields = try await request.fields()
        return try await engine.searches.run(request.cancellation) { () throws(Problem) in
          try answer(fields, arrival, request)
        }
      }
    }
  }

  /// Answers GET of a path that takes nothing, on the thread that has the request.
  mutating func onAnyThread(
    _ path: String, needs need: Need, _ answer: @escaping @Sendable () -> APIReply
  ) {
    direct["GET \(path)"] = DirectRoute(
      need: need, pool: nil, counts: requests.route(path)
    ) { fields, _, _ throws(Problem) in
      try fields.finish()
      return answer()
    }
    on("GET", path, needs: need) { _, _ in answer() }
  }

  /// Answers a request at a route that one thread can answer.
  func answer(
    _ request: APIRequest, _ body: [UInt8], at route: DirectRoute,
    _ arrival: ContinuousClock.Instant
  ) throws(Problem) -> APIReply {
    try check(route.need, request, Parameters())
    return try route.answer(request.fields(of: body), arrival, request)
  }

  /// Answers a request. `HEAD` is `GET` without its body, `OPTIONS` names the methods.
  ///
  /// - Parameter counts: Becomes that of the route, as soon as one is found for the path.
  func answer(
    _ request: APIRequest, countedIn counts: inout RouteCounts
  ) async throws(Problem) -> APIReply {
    let method = request.method == "HEAD" ? "GET" : request.method
    var allowed: [String] = []
    for route in routes {
      guard let parameters = match(route.pattern, request.target.path) else { continue }
      counts = route.counts
      if route.method == method {
        try check(route.need, request, parameters)
        if route.takesNothing { try RequestFields(query: request.target.query).finish() }
        return try await route.handler(request, parameters)
      }
      allowed.append(route.method)
    }
    if allowed.isEmpty { throw notFound(request) }
    if allowed.contains("GET") { allowed.append("HEAD") }
    let allow = APIRequest.Header("allow", (allowed + ["OPTIONS"]).joined(separator: ", "))
    if method == "OPTIONS" { return APIReply(status: 204, headers: [allow], body: []) }
    var reply = APIReply(
      Problem(
        .methodNotAllowed, "\(method) is not answered here; \(allow.value) are",
        requestID: request.id))
    reply.headers.append(allow)
    return reply
  }

  /// Refuses what the peer may not do. Whether there is a collection that it may not read is no part
  /// of the answer: the engine says of it what it says of one that is not there.
  private func check(
    _ need: Need, _ request: APIRequest, _ parameters: Parameters
  ) throws(Problem) {
    switch need {
    case .nothing: break
    case .reading:
      guard request.access.mayRead else {
        throw Problem(
          .peerNotAllowed, "this user may not read here",
          hint: "access.read in the daemon's configuration says who may")
      }
    case .writing:
      guard let name = parameters.values["collection"] else { break }
      guard try request.access.mayWrite(CollectionName(name)) else {
        throw Problem(
          .writeNotAllowed, "this user may not write to collection \(name)",
          hint: "access.write in the daemon's configuration says who may")
      }
    case .administration: try request.requireAdministrator()
    }
  }

  private func match(_ pattern: [Substring], _ path: [String]) -> Parameters? {
    guard pattern.count == path.count else { return nil }
    var parameters = Parameters()
    for (wanted, part) in zip(pattern, path) {
      if wanted.first == "{" {
        parameters.values[String(wanted.dropFirst().dropLast())] = part
      } else if wanted != part {
        return nil
      }
    }
    return parameters
  }

  private func notFound(_ request: APIRequest) -> Problem {
    let path = "/" + request.target.path.joined(separator: "/")
    let known = routes.map { "/" + $0.pattern.joined(separator: "/") }
    let near = Spelling.nearest(to: path, in: known)
    return Problem(
      .notFound, "there is nothing at \(path.prefix(200))",
      hint: near.map { "did you mean \($0)?" } ?? "GET / lists what there is")
  }
}
