import Glibc
import InvertedIndex
import TestSupport
import Testing
import Wire

@testable import Daemon

/// Every code that a client can meet, once.
@Suite struct ErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var code: String
    var method = "POST"
    var target = "/v1/search"
    var body = ""
    var type: String?
    var header: APIRequest.Header?
    var pointer: String?

    var testDescription: String { "\(code): \(method) \(target) \(body.prefix(40))" }
  }

  static let cases: [Case] = [
    Case(code: "bad_json", body: #"{"q":"#),
    Case(code: "bad_json", body: ""),
    Case(code: "unknown_field", body: #"{"q":"x","limt":1}"#, pointer: "/limt"),
    Case(code: "unknown_field", method: "GET", target: "/v1/search?q=x&lim=1", pointer: "/lim"),
    Case(code: "unknown_field", target: "/v1/search?q=x", body: "{}", pointer: "/q"),
    Case(code: "invalid_field", body: "[]"),
    Case(code: "invalid_field", body: #"{"q":"x","limit":"many"}"#, pointer: "/limit"),
    Case(code: "invalid_field", method: "GET", target: "/v1/search", pointer: "/q"),
    Case(code: "invalid_field", body: #"{"q":"x","collection":"../etc"}"#, pointer: "/collection"),
    Case(code: "query_syntax", body: #"{"q":"\"mặt trận","syntax":"strict"}"#, pointer: "/q"),
    Case(code: "filter_syntax", body: #"{"q":"x","filter":"date >="}"#, pointer: "/filter"),
    Case(code: "filter_syntax", body: #"{"filter":"date = An"}"#, pointer: "/filter"),
    Case(code: "filter_syntax", body: #"{"filter":{"date":"An"}}"#, pointer: "/filter"),
    Case(code: "unknown_column", body: #"{"q":"x","filter":"sorce = a"}"#, pointer: "/filter"),
    Case(code: "unknown_column", body: #"{"q":"x","sort":"dat"}"#, pointer: "/sort"),
    Case(code: "unknown_column", body: #"{"q":"x","facets":["dat"]}"#, pointer: "/facets"),
    Case(code: "bad_cursor", body: #"{"q":"x","cursor":"?"}"#, pointer: "/cursor"),
    Case(
      code: "query_too_complex", body: #"{"q":"\#(String(repeating: "a ", count: 3000))"}"#,
      pointer: "/q"),
    Case(
      code: "browser_request", method: "GET", target: "/v1/search?q=x",
      header: .init("origin", "http://evil.example")),
    Case(
      code: "browser_request", method: "GET", target: "/v1/status",
      header: .init("referer", "http://evil.example/page")),
    Case(code: "not_found", method: "GET", target: "/v2/search"),
    Case(code: "not_found", method: "GET", target: "/v1/serch"),
    Case(code: "collection_not_found", body: #"{"q":"x","collection":"nope"}"#),
    Case(
      code: "collection_not_found", method: "GET",
      target: "/v1/collections/nope/documents/x"),
    Case(
      code: "document_not_found", method: "GET",
      target: "/v1/collections/main/documents/a%2Fb"),
    Case(
      code: "document_not_found", method: "DELETE",
      target: "/v1/collections/main/documents/x"),
    Case(code: "method_not_allowed", method: "PUT", target: "/v1/search"),
    Case(code: "method_not_allowed", method: "GET", target: "/v1/msearch"),
    Case(
      code: "body_too_large",
      body: #"{"q":"\#(String(repeating: "a", count: (1 << 20) + 1))"}"#),
    Case(
      code: "body_too_large", target: "/v1/msearch", body: String(repeating: "{}\n", count: 1001)),
    Case(code: "unsupported_media_type", body: #"{"q":"x"}"#, type: "text/html"),
    Case(
      code: "unsupported_media_type", target: "/v1/collections/main/documents", body: "<p>",
      type: "text/html; charset=utf-8"),
    Case(code: "peer_not_allowed", target: "/v1/admin/stop"),
    Case(
      code: "path_not_allowed", target: "/v1/collections/main/ingest", body: #"{"paths":["/etc"]}"#,
      pointer: "/paths"),
    Case(
      code: "invalid_field", target: "/v1/collections/main/ingest", body: #"{"paths":["/a/../b"]}"#,
      pointer: "/paths"),
    Case(
      code: "invalid_field", target: "/v1/collections/main/ingest", body: #"{"paths":[]}"#,
      pointer: "/paths"),
    Case(
      code: "unknown_field", target: "/v1/collections/main/ingest",
      body: #"{"paths":["/a"],"deletes":true}"#, pointer: "/deletes"),
    Case(
      code: "invalid_field", method: "PUT", target: "/v1/collections/main/documents/a",
      body: #"{"id":"b","body":"x"}"#, pointer: "/id"),
    Case(
      code: "invalid_field", target: "/v1/collections/main/documents?wait=maybe", pointer: "/wait"),
    Case(
      code: "invalid_field", target: "/v1/collections/main/documents:delete", body: "{}",
      pointer: "/ids"),
    Case(code: "invalid_field", target: "/v1/analyze", body: "{}", pointer: "/text"),
    Case(
      code: "invalid_field", target: "/v1/collections/A%20B/documents", body: "{}",
      pointer: "/collection"),
  ]

  @Test(arguments: cases)
  func `a wrong request is told what is wrong with it`(wrong: Case) async throws {
    let harness = try Harness()
    let reply = try await harness.ask(
      wrong.method, wrong.target, wrong.body, type: wrong.type,
      headers: wrong.header.map { [$0] } ?? [], peer: Peer(process: 1, user: 12_345, group: 1))
    #expect(reply.code == wrong.code, "\(reply.text.prefix(300))")
    #expect(reply.status == Problem.Code(rawValue: wrong.code)?.status)
    #expect(reply["status"]?.int == reply.status)
    #expect(reply["request_id"]?.string == reply.header("x-request-id"))
    #expect(reply["type"]?.string == "urn:mucluc:error:\(wrong.code)")
    if let pointer = wrong.pointer { #expect(reply["pointer"]?.string == pointer) }
    await harness.close()
  }

  @Test func `a syntax error has its place`() async throws {
    let harness = try Harness()
    let reply = try await harness.ask(
      "POST", "/v1/search", #"{"q":"mặt \"trận","syntax":"strict"}"#)
    #expect(reply["position"]?["byte"]?.int == 6)
    #expect(reply["position"]?["char"]?.int == 4)
    #expect(reply["hint"]?.string?.isEmpty == false)
    await harness.close()
  }

  @Test func `a wrong method is told the right ones`() async throws {
    let harness = try Harness()
    let reply = try await harness.ask("DELETE", "/v1/search")
    #expect(reply.header("allow") == "GET, POST, HEAD, OPTIONS")
    let options = try await harness.ask("OPTIONS", "/v1/search")
    #expect(options.status == 204)
    #expect(options.header("allow") == "GET, POST, HEAD, OPTIONS")
    await harness.close()
  }

  @Test func `when too much waits a search is refused at once`() async throws {
    let harness = try Harness { settings in
      settings.searchThreads = 1
      settings.searchQueue = 1
    }
    let gate = Gate()
    async let running: Void = harness.api.engine.searches.run { gate.wait() }
    await gate.waitUntilEntered()
    async let waiting = harness.ask("GET", "/v1/search?q=x")
    while harness.api.engine.searches.load.waiting < 1 { await Task.yield() }
    let refused = try await harness.ask("GET", "/v1/search?q=x")
    #expect(refused.code == "overloaded")
    #expect(refused.header("retry-after") == "1")
    gate.open()
    try await running
    #expect(try await waiting.status == 200)
    await harness.close()
  }

  @Test func `time spent waiting counts, and what was found so far is returned`() async throws {
    let harness = try Harness { $0.searchThreads = 1 }
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#)
    let gate = Gate()
    async let running: Void = harness.api.engine.searches.run { gate.wait() }
    await gate.waitUntilEntered()
    async let partial = harness.ask("GET", "/v1/search?q=mat&timeout_ms=1")
    async let whole = harness.ask("GET", "/v1/search?q=mat&timeout_ms=1&partial=false")
    while harness.api.engine.searches.load.waiting < 2 { await Task.yield() }
    let waited = ContinuousClock.now + .milliseconds(2)
    while ContinuousClock.now < waited { await Task.yield() }
    gate.open()
    try await running
    let reply = try await partial
    #expect(reply.status == 200)
    #expect(reply["timed_out"] == .bool(true), "\(reply.text)")
    #expect(reply["total"]?["relation"] == .string("gte"))
    #expect(try await whole.code == "timed_out")
    await harness.close()
  }

  @Test func `after the end a request is told that the daemon is stopping`() async throws {
    let harness = try Harness()
    await harness.close()
    #expect(try await harness.ask("GET", "/v1/search?q=x").code == "shutting_down")
  }

  @Test func `a damaged collection is named, and the others go on`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "tot")
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "hong")
    await harness.close()
    try Damage.corruptFiles(in: harness.folder.path + "/data/collections/hong")

    let again = try Harness(sharing: harness.folder)
    let broken = try await again.ask("GET", "/v1/search?q=mat&collection=hong")
    #expect(broken.code == "index_corrupt", "\(broken.text)")
    #expect(try await again.ask("GET", "/v1/search?q=mat&collection=tot").total == 1)
    #expect(try await again.ask("GET", "/v1/health/ready").status == 503)
    #expect(try await again.ask("GET", "/v1/health/live").status == 200)
    #expect(try await again.ask("GET", "/v1/search?q=mat&collections=*").total == 1)
    await again.close()
  }

  @Test(arguments: [
    (IndexError.io(operation: "write", file: "log", code: ENOSPC), "disk_full"),
    (.io(operation: "write", file: "log", code: EIO), "internal"),
    (.damaged(file: "s", offset: 3, reason: "checksum"), "index_corrupt"),
    (.version(file: "s", found: 9, supported: 1), "index_version"),
    (.outdated(file: "s", reason: "analysis 1"), "index_version"),
    (.documentTooLarge(reason: "x"), "body_too_large"),
    (.readOnly(reason: "x"), "read_only"),
    (.closed, "shutting_down"),
  ])
  func `what the index throws has a code`(error: IndexError, code: String) {
    #expect(Problem(error).code.rawValue == code)
    #expect(Problem(error).detail == error.description)
  }
}
