import Glibc
import TestSupport
import Testing
import Wire

@testable import Daemon

@Suite struct MetricsRouteTests {
  @Test func `requests made are counted by route, method and status`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Mặt trận Tổ quốc xã họp."}"#)
    for _ in 0..<3 { try await harness.ask("GET", "/v1/search?q=mat%20tran") }
    try await harness.ask("POST", "/v1/search", #"{"q":"\"mặt trận\""}"#)
    try await harness.ask("GET", "/v1/search?q=x&wrong=1")
    try await harness.ask("GET", "/v1/count?q=quoc")
    try await harness.ask("GET", "/v1/export?q=quoc")
    try await harness.ask("GET", "/v1/search?filter=id%20%3D%201")
    try await harness.ask("GET", "/v1/collections/main/documents/1")
    try await harness.ask("GET", "/v1/collections/main/documents/2")
    try await harness.ask("DELETE", "/v1/search")
    for number in 0..<20 { try await harness.ask("GET", "/nothing/\(number)") }
    let read = try await harness.metrics()

    let requests: [(String, String, Int, Double?)] = [
      ("/v1/search", "GET", 200, 4), ("/v1/search", "POST", 200, 1), ("/v1/search", "GET", 400, 1),
      ("/v1/search", "DELETE", 405, 1), ("/v1/count", "GET", 200, 1),
      ("/v1/export", "GET", 200, 1), ("none", "GET", 404, 20),
      ("/v1/collections/{collection}/documents", "POST", 200, 1),
      ("/v1/collections/{collection}/documents/{id}", "GET", 200, 1),
      ("/v1/collections/{collection}/documents/{id}", "GET", 404, 1),
      ("/v1/msearch", "POST", 200, nil),
    ]
    for (route, method, status, count) in requests {
      let labels = ["route": route, "method": method, "status": "\(status)"]
      #expect(read.value("mucluc_requests_total", labels) == count, "\(labels)")
    }
    #expect(read.value("mucluc_request_duration_seconds_count", ["route": "/v1/search"]) == 7)
    let kinds = ["words": 3, "phrase": 1, "filter": 1, "count": 1, "export": 1, "pattern": 0]
    for (kind, count) in kinds {
      let found = read.value("mucluc_search_duration_seconds_count", ["kind": kind])
      #expect(found == Double(count), "\(kind)")
    }
    #expect(read.value("mucluc_searches_total", ["outcome": "whole"]) == 7)
    // Searches, of which a bad one is found to be so on the thread, and a document asked for twice.
    #expect(read.value("mucluc_work_wait_seconds_count", ["pool": "search"]) == 10)
    #expect(read.value("mucluc_work_running", ["pool": "search"]) == 0)
    await harness.close()
  }

  @Test func `documents are counted by what became of them`() async throws {
    let harness = try Harness()
    let documents = "/v1/collections/main/documents"
    try await harness.add(#"{"id":"1","body":"một"}"#, #"{"id":"2","body":"hai"}"#)
    try await harness.add(#"{"id":"1","body":"một"}"#, #"{"id":"2","body":"ba"}"#)
    try await harness.ask("POST", documents, "no json", type: "application/x-ndjson")
    try await harness.ask(
      "POST", documents, #"[{"id":"3","body":"bốn"}]"#, type: "application/json")
    try await harness.ask("PUT", documents + "/4", #"{"body":"năm"}"#, type: "application/json")
    try await harness.ask("DELETE", documents + "/4")
    try await harness.ask("DELETE", documents + "/5")
    try await harness.ask("POST", documents + ":delete", #"{"ids":["1","6"]}"#)
    try await harness.ask("POST", documents + ":delete", #"{"q":"ba","dry_run":true}"#)
    try await harness.ask("POST", documents + ":delete", #"{"q":"ba"}"#)
    try await harness.add(#"{"id":"x","body":"sáu"}"#, to: "other")
    let read = try await harness.metrics()
    let expected = [
      "created": 4, "updated": 1, "unchanged": 1, "rejected": 1, "deleted": 3, "not_found": 2,
    ]
    for (result, count) in expected {
      let labels = ["collection": "main", "result": result]
      #expect(read.value("mucluc_documents_total", labels) == Double(count), "\(result)")
    }
    #expect(
      read.value("mucluc_documents_total", ["collection": "other", "result": "created"]) == 1)
    #expect(read.value("mucluc_collection_documents", ["collection": "main"]) == 1)
    #expect(read.value("mucluc_collection_documents", ["collection": "other"]) == 1)
    #expect(read.value("mucluc_search_duration_seconds_count", ["kind": "delete"]) == 2)
    await harness.close()
  }

  @Test func `a collection tells of its commits, its merges and its failure`() async throws {
    let harness = try Harness()
    let before = try await harness.metrics()
    let main = ["collection": "main"]
    #expect(before.value("mucluc_collection_commit_duration_seconds_count", main) == 0)
    #expect(before.value("mucluc_collection_last_commit_timestamp_seconds", main) == nil)
    try await harness.add(#"{"id":"1","body":"một"}"#)
    try await harness.add(#"{"id":"2","body":"hai"}"#)
    let written = try await harness.metrics()
    #expect(written.value("mucluc_collection_segments", main) == 2)
    #expect(written.value("mucluc_collection_log_bytes", main) ?? 0 > 0)
    #expect(written.value("mucluc_collection_segment_bytes", main) ?? 0 > 0)
    #expect(written.value("mucluc_collection_pending_documents", main) == 0)
    try await harness.ask("POST", "/v1/collections/main/optimize")
    let after = try await harness.metrics()
    #expect(after.value("mucluc_collection_segments", main) == 1)
    #expect(after.value("mucluc_collection_commit_duration_seconds_count", main) == 2)
    #expect(after.value("mucluc_collection_merge_duration_seconds_count", main) == 1)
    #expect(after.value("mucluc_collection_merge_duration_seconds_sum", main) ?? 0 > 0)
    let last = after.value("mucluc_collection_last_commit_timestamp_seconds", main) ?? 0
    #expect(abs(last - Double(time(nil))) < 600)
    #expect(after.value("mucluc_collection_failed", main) == 0)
    await harness.close()

    try Damage.corruptFiles(in: harness.folder.path + "/data/collections/main")
    let broken = try Harness(sharing: harness.folder)
    let read = try await broken.metrics()
    #expect(read.value("mucluc_collection_failed", main) == 1)
    #expect(read.value("mucluc_collection_documents", main) == nil)
    await broken.close()
  }

  @Test func `what waits and what is refused can be seen`() async throws {
    let harness = try Harness {
      $0.searchThreads = 1
      $0.searchQueue = 1
    }
    let gate = Gate()
    let pool = harness.api.engine.searches
    async let held: Void = pool.run { gate.wait() }
    await gate.waitUntilEntered()
    async let waiting = harness.ask("GET", "/v1/search?q=x")
    while pool.load.waiting == 0 { await Task.yield() }
    #expect(try await harness.ask("GET", "/v1/search?q=x").status == 503)
    let during = try await harness.metrics()
    #expect(during.value("mucluc_work_running", ["pool": "search"]) == 1)
    #expect(during.value("mucluc_work_waiting", ["pool": "search"]) == 1)
    #expect(during.value("mucluc_work_refused_total", ["pool": "search"]) == 1)
    gate.open()
    try await held
    #expect(try await waiting.status == 200)
    let after = try await harness.metrics()
    #expect(after.value("mucluc_work_waiting", ["pool": "search"]) == 0)
    #expect(after.value("mucluc_searches_empty_total") == 1)
    await harness.close()
  }

  @Test func `the process tells of itself by the usual names`() async throws {
    let harness = try Harness()
    let read = try await harness.metrics()
    let now = Double(time(nil))
    let start = try #require(read.value("process_start_time_seconds"))
    #expect(start < now + 5 && start > now - 24 * 3_600)
    let resident = try #require(read.value("process_resident_memory_bytes"))
    let virtual = try #require(read.value("process_virtual_memory_bytes"))
    #expect(resident > 1_048_576 && resident < virtual)
    #expect(read.value("process_cpu_seconds_total") ?? 0 > 0)
    #expect(read.value("process_threads") ?? 0 >= 1)
    let open = try #require(read.value("process_open_fds"))
    #expect(open >= 3 && open <= read.value("process_max_fds") ?? 0)
    #expect(
      read.value("mucluc_build_info", ["version": Wire.version, "api": Wire.api]) == 1)
    await harness.close()
  }
}

extension Harness {
  /// Asks for the metrics and reads them strictly.
  fileprivate func metrics() async throws -> PlainExposition {
    let reply = try await ask("GET", "/metrics")
    try #require(reply.status == 200)
    #expect(reply.mediaType == "text/plain; version=0.0.4; charset=utf-8")
    return try PlainExposition(reply.text)
  }
}
