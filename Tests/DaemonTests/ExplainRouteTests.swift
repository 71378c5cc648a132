import TestSupport
import Testing
import Wire

@Suite struct ExplainRouteTests {
  @Test func `a hit is explained, and its parts add up`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"1","title":"Mặt trận","body":"Mặt trận Tổ quốc họp."}"#,
      #"{"id":"2","body":"Tổ quốc và nhân dân."}"#)
    let reply = try await harness.ask("GET", "/v1/explain?id=1&q=mat%20tran%20to%20quoc")
    #expect(reply["outcome"] == .string("found"))
    #expect(reply["rank"]?.int == 1)
    let score = try #require(reply["score"])
    let parts = score["parts"]?.array?.compactMap { $0["value"]?.double } ?? []
    #expect(abs(parts.reduce(0, +) - (score["value"]?.double ?? 0)) < 1e-4)
    let page = try await harness.ask(
      "POST", "/v1/search", #"{"q":"mat tran to quoc","explain":true}"#)
    #expect(page["hits"]?.array?.first?["explanation"]?["value"] == score["value"])
    // The sum is made in another order.
    let hit = try #require(page["hits"]?.array?.first?["score"]?.double)
    #expect(abs(hit - (score["value"]?.double ?? 0)) < 1e-5)
    await harness.close()
  }

  @Test func `what is no hit is told in words`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"tin-1","body":"Mặt trận."}"#)
    let other = try await harness.ask("POST", "/v1/explain", #"{"id":"tin-1","q":"báo chí"}"#)
    #expect(other["outcome"] == .string("not_matched"))
    #expect(
      other["reasons"] == .array([.string("it has no \"báo\""), .string("it has no \"chí\"")]))
    let missing = try await harness.ask("POST", "/v1/explain", #"{"id":"tin-2","q":"báo chí"}"#)
    #expect(missing.status == 200)
    #expect(missing["outcome"] == .string("missing"))
    #expect(missing["nearest"] == .string("tin-1"))
    await harness.close()
  }

  @Test func `an explanation needs a document and one collection`() async throws {
    let harness = try Harness()
    #expect(try await harness.ask("GET", "/v1/explain?q=a").code == "invalid_field")
    #expect(
      try await harness.ask("GET", "/v1/explain?q=a&id=1&collections=*").code == "invalid_field")
    #expect(try await harness.ask("GET", "/v1/explain?q=a&id=1&idd=2").code == "unknown_field")
    await harness.close()
  }
}
