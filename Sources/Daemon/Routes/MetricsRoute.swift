import InvertedIndex
import Wire

/// `GET /metrics`: what the daemon counts, for Prometheus. Open to whoever may ask for the status.
///
/// Counters begin with 0 when the daemon starts. Routes and statuses that nobody met are left out.
struct MetricsRoute: Sendable {
  let engine: Engine
  let gauges: Gauges
  let requests: RequestCounts
  let sources: SourceKeepers?

  func register(in router: inout Router) {
    router.on("GET", "/metrics") { [self] request, _ throws(Problem) in
      // The counts of a collection may have to wait for a writer at work.
      try await engine.chores.run {
        APIReply(
          mediaType: Exposition.mediaType, body: Array(exposition(for: request.access).text.utf8))
      }
    }
  }

  private func exposition(for access: Access) -> Exposition {
    var exposition = Exposition()
    exposition.family("mucluc_build_info", .gauge, "The program; always 1.") {
      $0.sample(1, [("version", Wire.version), ("api", Wire.api)])
    }
    writeRequests(to: &exposition)
    writeSearches(to: &exposition)
    writeWork(to: &exposition)
    exposition.write(engine.collections(for: access))
    exposition.write((sources?.statuses ?? []).filter { access.mayRead(collection: $0.collection) })
    exposition.write(ProcessFacts())
    return exposition
  }
}

// MARK: - Requests and threads

extension MetricsRoute {
  private func writeRequests(to exposition: inout Exposition) {
    let asked = requests.asked
    exposition.family(
      "mucluc_requests_total", .counter,
      "Requests answered; route none: no such path, or no request that could be read."
    ) { family in for route in asked { route.write(to: &family) } }
    exposition.family(
      "mucluc_request_duration_seconds", .histogram,
      "From a request's head until its reply is ready, the reading of its body included; of an"
        + " export, until its first line can be sent."
    ) { family in
      for route in asked { family.histogram(route.durations, [("route", route.pattern)]) }
    }
    exposition.single(
      "mucluc_connections_open", .gauge, "Connections open now.", Double(gauges.connections))
    exposition.family(
      "mucluc_connections_total", .counter, "Connections by what became of them at the door."
    ) { family in
      family.sample(gauges.accepted.value, [("result", "accepted")])
      family.sample(gauges.refused.value, [("result", "refused")])
    }
  }

  private func writeSearches(to exposition: inout Exposition) {
    let searches = engine.searchCounts
    exposition.family(
      "mucluc_search_duration_seconds", .histogram,
      "Searches by kind, without the time they waited for a thread.",
      searches.writeDurations)
    exposition.family(
      "mucluc_searches_total", .counter,
      "Searches by how they ended; partial and timed_out ran out of time, abandoned lost the client.",
      searches.writeOutcomes)
    exposition.single(
      "mucluc_searches_relaxed_total", .counter,
      "Searches that nothing had all words of, done again with fewer.",
      Double(searches.relaxed.value))
    exposition.single(
      "mucluc_searches_widened_total", .counter,
      "Searches with few hits, done again with what is nearly right.",
      Double(searches.widened.value))
    exposition.single(
      "mucluc_searches_empty_total", .counter, "Searches that ended and found nothing.",
      Double(searches.empty.value))
  }

  /// What waits for threads, and how long: the pool `search` has searches and other short work.
  private func writeWork(to exposition: inout Exposition) {
    let pools = [
      ("search", engine.searches), ("export", engine.exports), ("upkeep", engine.upkeep),
      ("chores", engine.chores),
    ].map { (labels: [("pool", $0.0)], pool: $0.1, load: $0.1.load) }
    exposition.family("mucluc_work_running", .gauge, "Pieces of work on the threads of a pool.") {
      for (labels, _, load) in pools { $0.sample(load.running, labels) }
    }
    exposition.family("mucluc_work_waiting", .gauge, "Pieces of work that wait for a thread.") {
      for (labels, _, load) in pools { $0.sample(load.waiting, labels) }
    }
    exposition.family(
      "mucluc_work_refused_total", .counter, "Pieces of work refused because too many waited."
    ) { for (labels, pool, _) in pools { $0.sample(pool.refused.value, labels) } }
    exposition.family(
      "mucluc_work_wait_seconds", .histogram, "How long work waited for a thread."
    ) { for (labels, pool, _) in pools { $0.histogram(pool.waits, labels) } }
  }
}
