import Daemon
import InvertedIndex
import TestSupport
import Testing
import Wire

@Suite struct SynonymRouteTests {
  private static let path = "/v1/collections/main/synonyms"
  private static let list = #"{"sets":[{"words":["xe máy","mô tô"],"weight":0.5}]}"#

  @Test func `synonyms are used at once, and are there after a restart`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Đi mô tô."}"#, #"{"id":"2","body":"Đi xe máy."}"#)
    #expect(try await harness.ask("GET", Self.path)["sets"] == .array([]))
    let put = try await harness.ask("PUT", Self.path, Self.list, type: "application/json")
    #expect(put.status == 200, "\(put.text)")
    let query = #"{"q":"xe máy"}"#
    let reply = try await harness.ask("POST", "/v1/search", query)
    #expect(reply.ids == ["2", "1"])
    #expect(
      reply["query"]?["expansions"]?.array?.first?["because"] == .string("synonym"))
    await harness.close()
    let again = try Harness(sharing: harness.folder)
    #expect(try await again.ask("GET", Self.path).text == Self.list)
    #expect(try await again.ask("POST", "/v1/search", query).ids == ["2", "1"])
    #expect(try await again.ask("DELETE", Self.path).status == 200)
    #expect(try await again.ask("POST", "/v1/search", query).ids == ["2"])
    #expect(try await again.ask("GET", Self.path)["sets"] == .array([]))
    await again.close()
  }

  @Test func `a snapshot has the synonyms, and a check does not mind them`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Đi mô tô."}"#)
    _ = try await harness.ask("PUT", Self.path, Self.list, type: "application/json")
    let check = try await harness.ask("POST", "/v1/collections/main/check")
    #expect(check["findings"] == .array([]), "\(check.text)")
    let target = harness.folder.path + "/copy"
    let index = try harness.api.engine.collection(.main, for: .own).index()
    #expect(try index.snapshot(toNewFolder: target) == 1)
    let copy = try Index.open(in: FileDirectory(path: target))
    #expect(try copy.companion("synonyms.json") == Array(Self.list.utf8))
    try copy.close()
    await harness.close()
  }

  @Test func `what cannot be a set is refused, and the old ones stay`() async throws {
    let harness = try Harness()
    _ = try await harness.ask("PUT", Self.path, Self.list, type: "application/json")
    let bad = try await harness.ask(
      "PUT", Self.path, #"{"sets":[{"words":["a"]}]}"#, type: "application/json")
    #expect(bad.code == "invalid_field")
    #expect(bad["pointer"] == .string("/sets/0"))
    #expect(try await harness.ask("GET", Self.path).text == Self.list)
    await harness.close()
  }
}
