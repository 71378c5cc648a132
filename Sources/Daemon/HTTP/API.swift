package import Logging
import Synchronization
package import Wire

/// Everything that can be asked of the daemon, without the sockets: a request goes in, a reply
/// comes out, whatever happens.
package final class API: Sendable {
  package let engine: Engine
  let gauges = Gauges()
  private let requests = RequestCounts()
  private let live: LiveSettings
  private let logger: Logger
  private let router: Router
  /// All that is answered.
  let places: [Router.Place]
  /// Part of every request id of ours, so that ids of two runs differ.
  private let run = String(UInt32.random(in: 0...UInt32.max), radix: 36)

  private let statusRoutes: StatusRoutes

  /// - Parameters:
  ///   - reloading: Reads the configuration anew; nil when there is none to read.
  ///   - sources: Keeps collections like folders; nil where nobody does.
  package init(
    engine: Engine, reloading: Reloading? = nil, sources: SourceKeepers? = nil, logger: Logger,
    stop: @escaping @Sendable () -> Void
  ) {
    self.engine = engine
    self.logger = logger
    live = engine.live
    statusRoutes = StatusRoutes(
      engine: engine, reloading: reloading, sources: sources, gauges: gauges)
    var router = Router(counting: requests)
    statusRoutes.register(in: &router)
    SearchRoutes(engine: engine, logger: logger).register(in: &router)
    ExportRoute(engine: engine, logger: logger).register(in: &router)
    DocumentRoutes(engine: engine).register(in: &router)
    AnalyzeRoute(engine: engine).register(in: &router)
    DiacriticsRoute(engine: engine).register(in: &router)
    ParseRoute(engine: engine).register(in: &router)
    ExplainRoute(engine: engine).register(in: &router)
    SuggestRoute(engine: engine).register(in: &router)
    SynonymRoutes(engine: engine).register(in: &router)
    FileRoutes(engine: engine).register(in: &router)
    SpellRoute(engine: engine).register(in: &router)
    SimilarRoute(engine: engine).register(in: &router)
    MarksRoute(engine: engine).register(in: &router)
    CollectionRoutes(engine: engine, logger: logger).register(in: &router)
    SnapshotRoutes(engine: engine, logger: logger).register(in: &router)
    SavedRoutes(engine: engine).register(in: &router)
    TaskRoutes(engine: engine).register(in: &router)
    UpkeepRoutes(engine: engine, logger: logger).register(in: &router)
    IngestRoute(
      engine: engine, logger: logger, socket: sources?.socket ?? engine.live.current.socket
    ).register(in: &router)
    AdministrationRoutes(stop: stop, reloading: reloading, logger: logger).register(in: &router)
    MetricsRoute(engine: engine, gauges: gauges, requests: requests, sources: sources)
      .register(in: &router)
    places = router.places + [OpenAPIRoute.place]
    OpenAPIRoute(places: places, engine: engine).register(in: &router)
    self.router = router
  }

  /// What `GET /v1/status` says to an administrator.
  package var status: DaemonStatus { statusRoutes.status(for: .own) }

  /// Answers a request; every failure becomes a problem.
  package func answer(_ request: APIRequest) async -> APIReply {
    let begin = ContinuousClock.now
    var counts = requests.unrouted
    let reply: APIReply
    do throws(Problem) {
      try refuseBrowsers(request)
      var request = request
      request.access = live.current.access.access(of: request.peer)
      reply = try await router.answer(request, countedIn: &counts)
    } catch {
      reply = self.reply(to: request.id, error)
    }
    return finished(reply, to: request, counts, since: begin)
  }

  /// What one thread can answer; nil for everything else.
  func directRoute(_ method: String, _ path: String) -> DirectRoute? {
    router.direct["\(method) \(path)"]
  }

  /// Answers a request on this thread, as `answer` does.
  ///
  /// - Parameters:
  ///   - body: All of it.
  ///   - arrival: When the request came.
  ///   - problem: Why it cannot be answered.
  func answer(
    _ request: APIRequest, _ body: [UInt8], at route: DirectRoute,
    _ arrival: ContinuousClock.Instant, unless problem: Problem?
  ) -> APIReply {
    let reply: APIReply
    do throws(Problem) {
      if let problem { throw problem }
      try refuseBrowsers(request)
      var request = request
      request.access = live.current.access.access(of: request.peer)
      reply = try router.answer(request, body, at: route, arrival)
    } catch {
      reply = self.reply(to: request.id, error)
    }
    return finished(reply, to: request, route.counts, since: arrival)
  }

  /// Counts a reply, and gives it the request's id.
  private func finished(
    _ reply: APIReply, to request: APIRequest, _ counts: RouteCounts,
    since begin: ContinuousClock.Instant
  ) -> APIReply {
    var reply = reply
    reply.headers.append(.init("x-request-id", request.id))
    gauges.count(reply)
    counts.count(request.method, status: reply.status, since: begin)
    if live.current.logsRequests { log(request, reply, counts, since: begin) }
    if reply.status == 500 {
      logger.error(
        "\(request.method) failed",
        metadata: [
          "request": "\(request.id)", "reply": "\(String(decoding: reply.body, as: UTF8.self))",
        ])
    }
    return reply
  }

  /// A line of the access log. The route has no names and no texts of the request.
  private func log(
    _ request: APIRequest, _ reply: APIReply, _ counts: RouteCounts,
    since begin: ContinuousClock.Instant
  ) {
    var facts: Logger.Metadata = [
      "request": "\(request.id)", "method": "\(request.method)", "route": "\(counts.pattern)",
      "status": "\(reply.status)", "us": "\(begin.microsecondsAgo)",
      "role": "\(live.current.access.access(of: request.peer).role)",
    ]
    if let peer = request.peer {
      facts["pid"] = "\(peer.process)"
      facts["uid"] = "\(peer.user)"
    }
    logger.notice("answered", metadata: facts)
  }

  /// Answers what could not even be read as a request.
  package func refuse(_ problem: Problem, id: String) -> APIReply {
    var reply = reply(to: id, problem)
    reply.headers.append(.init("x-request-id", id))
    gauges.count(reply)
    requests.unrouted.count("", status: reply.status, since: .now)
    return reply
  }

  /// The client's own id when it is short and printable, else a new one.
  package func requestID(_ offered: String?) -> String {
    if let offered, (1...64).contains(offered.utf8.count),
      offered.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    {
      return offered
    }
    return "\(run)-\(gauges.nextRequest())"
  }

  private func reply(to id: String, _ problem: Problem) -> APIReply {
    var problem = problem
    problem.requestID = id
    return APIReply(problem)
  }

  /// A page in a browser must not reach the archive through some local proxy.
  private func refuseBrowsers(_ request: APIRequest) throws(Problem) {
    for name in ["origin", "referer"] where request.header(name) != nil {
      throw Problem(
        .browserRequest, "the request has the header \(name), as browsers send it",
        hint: "a program that serves web pages must ask without it")
    }
  }
}

/// What the daemon counts about itself.
package final class Gauges: Sendable {
  let started = ContinuousClock.now
  private let requests = Atomic<Int>(0)
  private let answered = Atomic<Int>(0)
  private let failed = Atomic<Int>(0)
  private let open = Atomic<Int>(0)
  /// Connections that were let in, and those that were one too many.
  let accepted = Counter()
  let refused = Counter()

  func nextRequest() -> Int { requests.add(1, ordering: .relaxed).newValue }

  func count(_ reply: APIReply) {
    answered.add(1, ordering: .relaxed)
    if reply.status >= 400 { failed.add(1, ordering: .relaxed) }
  }

  private let openDirect = Atomic<Int>(0)

  /// Open now.
  var connections: Int {
    open.load(ordering: .relaxed) + openDirect.load(ordering: .relaxed)
  }

  /// Those that the whole implementation of HTTP has.
  func setConnections(_ count: Int) { open.store(count, ordering: .relaxed) }

  /// Those that the direct lane has.
  func setDirectConnections(_ count: Int) { openDirect.store(count, ordering: .relaxed) }

  func requests(running: Int, waiting: Int) -> DaemonStatus.Requests {
    DaemonStatus.Requests(
      answered: answered.load(ordering: .relaxed), failed: failed.load(ordering: .relaxed),
      connections: connections, searchesRunning: running,
      searchesWaiting: waiting)
  }
}
