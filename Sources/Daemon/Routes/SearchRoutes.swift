import Logging
import Wire

/// `/v1/search`, `/v1/msearch` and `/v1/count`.
struct SearchRoutes: Sendable {
  let engine: Engine
  let logger: Logger

  /// Searches in one `msearch` request.
  private static let maximumBatch = 1_000

  func register(in router: inout Router) {
    router.onSearchThread("/v1/search", of: engine) {
      [self] fields, arrival, request throws(Problem) in
      let query = try SearchQuery(fields, defaults: engine.defaults)
      return APIReply(body: try results(of: query, for: request, arrival).json)
    }
    router.onSearchThread("/v1/count", of: engine) {
      [self] fields, arrival, request throws(Problem) in
      try count(SearchQuery(fields, defaults: engine.defaults), for: request, arrival)
    }
    router.on("POST", "/v1/msearch") { [self] request, _ throws(Problem) in
      try await batch(request)
    }
  }

  /// On a thread that may search.
  ///
  /// - Parameter arrival: When the request came: waiting for the thread counts as time.
  private func results(
    of query: SearchQuery, for request: APIRequest, _ arrival: ContinuousClock.Instant,
    _ kind: SearchCounts.Kind? = nil
  ) throws(Problem) -> SearchResults {
    let searcher = Searcher(
      query: query, collections: try engine.collections(of: query, for: request.access),
      weights: engine.ranking, cancellation: request.cancellation, arrival: arrival)
    let results = try engine.searchCounts.measurePage(
      kind ?? SearchCounts.Kind(query), request.cancellation, searcher.results)
    log(query, results, request)
    return results
  }

  private func count(
    _ query: SearchQuery, for request: APIRequest, _ arrival: ContinuousClock.Instant
  ) throws(Problem) -> APIReply {
    var query = query
    query.limit = 0
    query.offset = 0
    query.highlight = nil
    let results = try results(of: query, for: request, arrival, .count)
    return APIReply { json in
      results.total.write(to: &json)
      results.query.write(to: &json)
      json.member("took_us", results.tookMicroseconds)
    }
  }

  /// One search a line, one reply a line in the same order; a bad line is answered by its problem.
  private func batch(_ request: APIRequest) async throws(Problem) -> APIReply {
    try request.requireMediaType(["application/x-ndjson", "application/json"])
    let bytes = try await request.body.collect(upTo: 4 * Wire.maximumRequestByteCount)
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    guard lines.count <= Self.maximumBatch else {
      throw Problem(
        .bodyTooLarge, "\(lines.count) searches, the limit is \(Self.maximumBatch)",
        hint: "send them in several requests")
    }
    let replies = await answers(to: lines, for: request)
    return APIReply(
      mediaType: "application/x-ndjson",
      body: replies.reduce(into: []) { body, reply in
        body += reply
        body.append(UInt8(ascii: "\n"))
      })
  }

  /// As many searches at once as there are threads, so that a batch does not fill the queue.
  private func answers(to lines: [[UInt8]], for request: APIRequest) async -> [[UInt8]] {
    await withTaskGroup(of: (Int, [UInt8]).self) { group in
      var replies = [[UInt8]](repeating: [], count: lines.count)
      var next = 0
      func startNext() {
        guard next < lines.count else { return }
        let (number, line) = (next, lines[next])
        next += 1
        group.addTask { [self] in (number, await answer(to: line, for: request)) }
      }
      for _ in 0..<engine.live.current.searchThreads { startNext() }
      while let (number, reply) = await group.next() {
        replies[number] = reply
        startNext()
      }
      return replies
    }
  }

  private func answer(to line: [UInt8], for request: APIRequest) async -> [UInt8] {
    do throws(Problem) {
      let query = try SearchQuery(json: line.span, defaults: engine.defaults)
      let arrival = ContinuousClock.now
      return try await engine.searches.run(request.cancellation) { [self] () throws(Problem) in
        try results(of: query, for: request, arrival).json
      }
    } catch {
      var problem = error
      problem.requestID = request.id
      return problem.json
    }
  }

  /// Tells of slow searches, and of all where the query log is on. Without the query's text
  /// otherwise: what people look for is their own affair.
  private func log(_ query: SearchQuery, _ results: SearchResults, _ request: APIRequest) {
    let settings = engine.live.current
    let isSlow = Duration.microseconds(results.tookMicroseconds) > settings.slowSearch
    guard isSlow || settings.logsQueries else { return }
    var facts: Logger.Metadata = [
      "request": "\(request.id)", "took_us": "\(results.tookMicroseconds)",
      "total": "\(results.total.value)",
    ]
    if settings.logsQueries {
      facts["q"] = "\(String(query.text.prefix(Self.loggedCharacters)))"
      facts["collections"] = "\(query.collections.joined(separator: ","))"
      if let peer = request.peer { facts["user"] = "\(peer.user)" }
    }
    logger.notice(isSlow ? "slow search" : "search", metadata: facts)
  }

  /// A longer query is cut in the log.
  private static let loggedCharacters = 256
}
