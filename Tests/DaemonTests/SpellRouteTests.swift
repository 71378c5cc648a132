import TestSupport
import Testing
import Wire

@Suite struct SpellRouteTests {
  @Test func `a misspelled query gets what it was meant to be`() async throws {
    let harness = try Harness()
    let lines = (0..<20).map { #"{"id":"\#($0)","body":"Chính phủ họp lần \#($0)."}"# }
    try await harness.add(lines.joined(separator: "\n"))
    let reply = try await harness.ask("POST", "/v1/spell", #"{"q":"chính phũ"}"#)
    let found = try #require(reply["corrections"]?.array?.first)
    #expect(found["text"] == .string("chính phủ"))
    #expect(found["count"]?.int == 20)
    #expect(found["changes"]?.array?.first?["from"] == .string("phũ"))
    let right = try await harness.ask("GET", "/v1/spell?q=ch%C3%ADnh%20ph%E1%BB%A7")
    #expect(right["corrections"] == .array([]))
    let page = try await harness.ask("POST", "/v1/search", #"{"q":"chính phũ"}"#)
    #expect(
      page["query"]?["corrections"]?.array?.first?["text"] == .string("chính phủ"))
    #expect(try await harness.ask("GET", "/v1/spell").code == "invalid_field")
    await harness.close()
  }
}
