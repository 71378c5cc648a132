import Wire

/// `GET /v1/openapi.json`: the description of the API, itself included.
struct OpenAPIRoute: Sendable {
  let places: [Router.Place]
  let engine: Engine

  static let place = Router.Place(method: "GET", path: "/v1/openapi.json", need: .nothing)

  func register(in router: inout Router) {
    router.on(Self.place.method, Self.place.path, needs: Self.place.need) {
      [self] _, _ throws(Problem) in
      try await engine.chores.run { APIReply(body: OpenAPI(routes: places).json) }
    }
  }
}
