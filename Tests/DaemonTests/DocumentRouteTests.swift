import Daemon
import TestSupport
import Testing
import Wire

@Suite struct DocumentRouteTests {
  static let documents = "/v1/collections/main/documents"

  @Test func `a document is put, found, read, replaced and deleted`() async throws {
    let harness = try Harness()
    let one = Self.documents + "/tin%2F1%20%E1%BB%A7"
    let first = try await harness.ask("PUT", one, #"{"title":"Tin","body":"mặt trận"}"#)
    #expect(first.status == 201)
    #expect(first["id"] == .string("tin/1 ủ"))
    #expect(
      try await harness.ask("PUT", one, #"{"title":"Tin","body":"mặt trận"}"#)["result"]
        == .string("unchanged"))
    #expect(
      try await harness.ask("PUT", one, #"{"title":"Tin","body":"tổ quốc"}"#)["result"]
        == .string("updated"))
    let read = try await harness.ask("GET", one)
    #expect(read["blocks"]?.array?.first?["text"] == .string("tổ quốc"))
    #expect(try await harness.ask("GET", "/v1/search?q=mat%20tran").total == 0)
    #expect(try await harness.ask("GET", "/v1/search?q=to%20quoc").ids == ["tin/1 ủ"])
    #expect(try await harness.ask("DELETE", one)["result"] == .string("deleted"))
    #expect(try await harness.ask("GET", one).code == "document_not_found")
    #expect(try await harness.ask("GET", "/v1/search?q=to%20quoc").total == 0)
    await harness.close()
  }

  @Test func `bad lines are named and the rest goes in`() async throws {
    let harness = try Harness()
    let lines = [
      #"{"id":"1","body":"một"}"#, #"{"id":"2","body":"#, "", #"{"body":"không có id"}"#,
      #"{"id":"4","body":4}"#, #"{"id":"","body":"x"}"#, #"{"id":"6","body":"sáu"}"#, "  \r",
      #"{"id":"9","blocks":[{"kind":"strange","text":"x"}]}"#, #"{"id":"10","text":"mười"}"#,
    ]
    let reply = try await harness.ask(
      "POST", Self.documents, lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(reply.status == 200)
    #expect(reply["received"]?.int == 8)
    #expect(reply["created"]?.int == 3)
    #expect(reply["rejected"]?.int == 5)
    let errors = reply["errors"]?.array ?? []
    #expect(errors.compactMap { $0["line"]?.int } == [2, 4, 5, 6, 9])
    #expect(
      errors.compactMap { $0["code"]?.string }
        == ["bad_json", "invalid_field", "invalid_field", "invalid_field", "invalid_field"])
    #expect(errors.last?["id"] == .string("9"))
    #expect(try await harness.ask("GET", "/v1/search?q=m%E1%BB%99t").ids == ["1"])
    await harness.close()
  }

  @Test func `an array and a single object are taken too`() async throws {
    let harness = try Harness()
    let array = try await harness.ask(
      "POST", Self.documents, #" [{"id":1,"body":"x"}, {"id":2}, {"id":3,"body":7}]"#,
      type: "application/json")
    #expect(array["created"]?.int == 2)
    #expect(array["errors"]?.array?.first?["line"]?.int == 3)
    let pretty = try await harness.ask(
      "POST", Self.documents, "{\n  \"id\": \"p\",\n  \"body\": \"x\"\n}", type: "application/json")
    #expect(pretty["created"]?.int == 1)
    // Undeclared: a bracket begins an array.
    let sniffed = try await harness.ask("POST", Self.documents, "\n [{\"id\":9}]")
    #expect(sniffed["created"]?.int == 1)
    let broken = try await harness.ask(
      "POST", Self.documents, #"[{"id":7},{"id":8}"#, type: "application/json")
    #expect(broken.code == "bad_json")
    #expect(try await harness.ask("GET", Self.documents + "/7").code == "document_not_found")
    await harness.close()
  }

  @Test func `a stream is cut into lines wherever its pieces end`() async throws {
    let harness = try Harness()
    let text = (1...300).map { #"{"id":"\#($0)","body":"dòng số \#($0)"}"# }.joined(separator: "\n")
    let bytes = Array(text.utf8)
    let pieces = Pieces(
      stride(from: 0, to: bytes.count, by: 7).map { Array(bytes[$0..<min($0 + 7, bytes.count)]) })
    let request = APIRequest(
      "POST", try RequestTarget(Self.documents),
      body: Body { () async throws(Problem) in pieces.next() }, peer: .someone)
    let reply = Reply(await harness.api.answer(request))
    #expect(reply["created"]?.int == 300)
    await harness.close()
  }

  @Test func `many documents are deleted at once`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"1","body":"x"}"#, #"{"id":"2","body":"x"}"#, #"{"id":"3","body":"x"}"#)
    let reply = try await harness.ask(
      "POST", Self.documents + ":delete", #"{"ids":["1","3","nope"]}"#)
    #expect(reply["deleted"]?.int == 2)
    #expect(reply["not_found"]?.int == 1)
    #expect(try await harness.ask("GET", "/v1/search?q=x").ids == ["2"])
    await harness.close()
  }

  @Test func `what was added is there after a restart`() async throws {
    let first = try Harness()
    try await first.add(#"{"id":"1","body":"bền vững"}"#)
    await first.close()
    let second = try Harness(sharing: first.folder)
    #expect(try await second.ask("GET", "/v1/search?q=ben%20vung").ids == ["1"])
    await second.close()
  }

  @Test func `a second engine on the same data is refused and the first unharmed`() async throws {
    let first = try Harness()
    try await first.add(#"{"id":"1","body":"một"}"#)
    #expect(throws: DaemonError.self) { _ = try Harness(sharing: first.folder) }
    try await first.add(#"{"id":"2","body":"hai"}"#)
    #expect(try await first.ask("GET", "/v1/search?q=hai").ids == ["2"])
    await first.close()
  }

  @Test func `fields and dates survive the archive`() async throws {
    let harness = try Harness()
    let full =
      #"{"title":"T","blocks":[{"kind":"lead","text":"L"},{"kind":"caption","text":"C"}],"#
      + #""author":"An","dates":[{"iso":"2023-01-04","role":"event","raw":"4/1","confidence":0.5}],"#
      + #""source":"/s","modified":"2023-01-04T00:00:00.5Z","size":7,"media_type":"text/html","#
      + #""charset":"vni","charset_confidence":0.5,"status":"partial","warnings":["w"]}"#
    try await harness.ask("PUT", Self.documents + "/x", full)
    let read = try await harness.ask("GET", Self.documents + "/x")
    var wanted = try DocumentRecord(json: Array(full.utf8).span, defaultID: "x")
    let found = try DocumentRecord(json: Array(read.text.utf8).span)
    #expect(found.version != nil)
    wanted.version = found.version
    #expect(found == wanted, "\(read.text)")
    await harness.close()
  }
}

/// A body in pieces.
final class Pieces: @unchecked Sendable {
  // Read by the one task that reads the body.
  private var pieces: [[UInt8]]

  init(_ pieces: [[UInt8]]) {
    self.pieces = pieces.reversed()
  }

  func next() -> [UInt8]? { pieces.popLast() }
}
