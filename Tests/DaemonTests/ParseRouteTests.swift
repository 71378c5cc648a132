import Daemon
import TestSupport
import Testing
import Wire

@Suite struct ParseRouteTests {
  @Test func `a query is shown as a tree with places in bytes and UTF-16`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","title":"Mưa","body":"Mưa to, gió lớn.","author":"Hà An"}"#)
    let reply = try await harness.ask(
      "POST", "/v1/parse", #"{"q":"title:mưa^2 -gi* author:an"}"#)
    #expect(reply.status == 200)
    #expect(reply["understood"] == .string("title:mưa^2 -gi* author:an"))
    let tree = try #require(reply["tree"])
    #expect(tree["kind"] == .string("list"))
    let parts = try #require(tree["parts"]?.array)
    #expect(parts.map { $0["kind"]?.string } == ["field", "prefix", "field"])
    #expect(parts[0]["bytes"]?.array?.compactMap(\.int) == [0, 12])
    #expect(parts[0]["utf16"]?.array?.compactMap(\.int) == [0, 11])
    #expect(parts[1]["sign"] == .string("-"))
    #expect(parts[1]["words"]?.array?.compactMap(\.string) == ["gió"])
    #expect(parts[1]["word_count"]?.int == 1)
    let boost = try #require(parts[0]["parts"]?.array?.first)
    #expect(boost["boost"]?.double == 2)
    let word = try #require(boost["parts"]?.array?.first)
    #expect(word["canonical"] == .string("mưa"))
    #expect(word["folded"] == .string("mua"))
    #expect(word["documents"]?.int == 1)
    #expect(reply["notes"] == .array([]))
    await harness.close()
  }

  @Test func `what was read as text is noted with its place`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","title":"Mưa","body":"Mưa to."}"#)
    let lenient = try await harness.ask("GET", "/v1/parse?q=m%C6%B0a%20tilte:to")
    let note = try #require(lenient["notes"]?.array?.first)
    #expect(note["text"]?.string?.contains("did you mean \"title\"?") ?? false)
    #expect(note["byte"]?.int == 5)
    #expect(note["utf16"]?.int == 4)
    let strict = try await harness.ask(
      "GET", "/v1/parse?q=m%C6%B0a%20tilte:to&syntax=strict")
    #expect(strict.code == "query_syntax")
    #expect(strict["position"]?["byte"]?.int == 5)
    #expect(strict["position"]?["char"]?.int == 4)
    #expect(try await harness.ask("GET", "/v1/parse").code == "invalid_field")
    #expect(try await harness.ask("GET", "/v1/parse?q=a&limt=3").code == "unknown_field")
    await harness.close()
  }

  @Test func `fields of any collection that is searched may be named`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Mưa to.","author":"Hà An"}"#)
    _ = try await harness.ask("PUT", "/v1/collections/other")
    try await harness.add(#"{"id":"2","body":"Mưa nhỏ.","section":"Tin"}"#, to: "other")
    let reply = try await harness.ask(
      "POST", "/v1/search",
      #"{"q":"mưa (author:an OR section:tin)","syntax":"strict","collections":["main","other"]}"#)
    #expect(Set(reply.ids) == ["1", "2"], "\(reply.text)")
    await harness.close()
  }
}
