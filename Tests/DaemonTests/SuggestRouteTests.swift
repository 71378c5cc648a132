import TestSupport
import Testing
import Wire

@Suite struct SuggestRouteTests {
  @Test func `suggestions follow what is written and deleted`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"1","body":"Họ ra mặt trận."}"#, #"{"id":"2","body":"Bay quanh mặt trăng."}"#,
      #"{"id":"3","body":"Lên mặt trăng."}"#)
    let reply = try await harness.ask("GET", "/v1/suggest?q=mat%20tr&limit=5")
    #expect(reply.status == 200)
    let first = try #require(reply["suggestions"]?.array?.first)
    #expect(first["text"] == .string("mặt trăng"))
    #expect(first["count"]?.int == 2)
    _ = try await harness.ask("DELETE", "/v1/collections/main/documents/2")
    _ = try await harness.ask("DELETE", "/v1/collections/main/documents/3")
    let later = try await harness.ask("POST", "/v1/suggest", #"{"q":"mat tr"}"#)
    #expect(later["suggestions"]?.array?.compactMap { $0["text"]?.string } == ["mặt trận"])
    #expect(later["timed_out"] == .bool(false))
    await harness.close()
  }

  @Test func `a request that cannot be is refused`() async throws {
    let harness = try Harness()
    #expect(try await harness.ask("GET", "/v1/suggest").code == "invalid_field")
    #expect(try await harness.ask("GET", "/v1/suggest?q=a&limit=0").code == "invalid_field")
    #expect(try await harness.ask("GET", "/v1/suggest?q=a&lim=1").code == "unknown_field")
    await harness.close()
  }
}
