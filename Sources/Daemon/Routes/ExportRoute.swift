import Logging
import Wire

/// `/v1/export`: all hits of a query as lines, sent as they are read.
struct ExportRoute: Sendable {
  let engine: Engine
  let logger: Logger

  func register(in router: inout Router) {
    for method in ["GET", "POST"] {
      router.on(method, "/v1/export") { [self] request, _ throws(Problem) in
        try await export(request)
      }
    }
  }

  private func export(_ request: APIRequest) async throws(Problem) -> APIReply {
    let query = try ExportQuery(await request.fields(), defaults: engine.defaults)
    let searcher = Searcher(
      query: query.search,
      collections: try engine.collections(of: query.search, for: request.access),
      weights: engine.ranking, cancellation: request.cancellation)
    let counts = engine.searchCounts
    let exporter = try await engine.searches.run(request.cancellation) { () throws(Problem) in
      try counts.measure(.export, request.cancellation) { () throws(Problem) in
        try Exporter(query, searcher)
      }
    }
    // A reply that has begun cannot become an error any more: the connection breaks off instead.
    let pieces = Body { [engine, logger] () async throws(Problem) in
      do throws(Problem) {
        return try await engine.exports.run(request.cancellation) { () throws(Problem) in
          try exporter.next()
        }
      } catch {
        logger.error(
          "an export broke off", metadata: ["request": "\(request.id)", "why": "\(error.detail)"])
        throw error
      }
    }
    return APIReply(mediaType: query.format.mediaType, pieces: pieces)
  }
}
