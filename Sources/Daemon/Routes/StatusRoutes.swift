import Glibc
import InvertedIndex
import Wire

/// `GET /`, `/v1/status`, `/v1/health…` and `/v1/collections`: what is here, and whether it works.
struct StatusRoutes: Sendable {
  let engine: Engine
  let reloading: Reloading?
  let sources: SourceKeepers?
  let gauges: Gauges

  func register(in router: inout Router) {
    router.on("GET", "/", needs: .nothing) { [self] _, _ in root() }
    router.on("GET", "/v1/status") { [self] request, _ throws(Problem) in
      try await engine.chores.run { APIReply(body: status(for: request.access).json) }
    }
    for path in ["/v1/health", "/v1/health/live"] {
      router.onAnyThread(path, needs: .nothing) { APIReply { $0.member("live", true) } }
    }
    router.on("GET", "/v1/health/ready", needs: .nothing) { [self] request, _ throws(Problem) in
      try await engine.chores.run { ready(for: request.access) }
    }
    router.on("GET", "/v1/collections") { [self] request, _ throws(Problem) in
      try await engine.chores.run { collections(for: request.access) }
    }
    router.on("GET", "/v1/collections/{collection}") {
      [self] request, parameters throws(Problem) in
      let name = parameters["collection"]
      return try await engine.chores.run { () throws(Problem) in
        try collection(name, for: request.access)
      }
    }
  }

  func status(for access: Access) -> DaemonStatus {
    let load = engine.searches.load
    let settings = engine.live.current
    var status = DaemonStatus(
      pid: Int(getpid()), uptimeSeconds: uptime, dataDirectory: settings.data,
      socket: settings.socket, collections: engine.collections(for: access).map(\.status),
      requests: gauges.requests(running: load.running, waiting: load.waiting),
      configuration: reloading?.report ?? DaemonStatus.Configuration(),
      peakMemory: Self.peakMemory)
    status.sources = sources(for: access)
    return status
  }

  private func sources(for access: Access) -> [SourceStatus] {
    (sources?.statuses ?? []).filter { access.mayRead(collection: $0.collection) }
  }

  private var uptime: Int { Int((ContinuousClock.now - gauges.started).components.seconds) }

  private func root() -> APIReply {
    APIReply { json in
      json.member("name", "mucluc")
      json.member("version", Wire.version)
      json.member("api", Wire.api)
      json.member("api_extensions", Wire.extensions)
      json.member("pid", getpid())
      json.member("uptime_s", uptime)
    }
  }

  /// Ready means that every collection can be searched and written; those that cannot are named.
  private func ready(for access: Access) -> APIReply {
    let broken = engine.collections.filter { $0.failure != nil }
    return APIReply(status: broken.isEmpty ? 200 : 503) { json in
      json.member("ready", broken.isEmpty)
      if !broken.isEmpty {
        json.member("reason", "these collections cannot be used: see /v1/status")
        json.member(
          "collections", broken.filter { access.mayRead($0.name) }.map(\.name.text))
      }
    }
  }

  private func collections(for access: Access) -> APIReply {
    APIReply { json in
      json.array("collections") { json in
        for collection in engine.collections(for: access) { collection.status.write(to: &json) }
      }
    }
  }

  private func collection(_ name: String, for access: Access) throws(Problem) -> APIReply {
    let own = sources(for: access).filter { $0.collection == name }
    return APIReply(
      body: try engine.collection(CollectionName(name), for: access).description(sources: own))
  }

  private static var peakMemory: Int {
    var usage = rusage()
    // `usage` is filled in by the call; ru_maxrss is in kB on Linux.
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1_024
  }
}
