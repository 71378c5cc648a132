import Daemon
import TestSupport
import Testing
import Wire

@Suite struct ReadingRouteTests {
  @Test func `a reply says what else was searched for`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Mặt trận Tổ quốc xã họp."}"#)
    let reply = try await harness.ask("GET", "/v1/search?q=MTTQ")
    #expect(reply.ids == ["1"])
    let expansion = try #require(reply["query"]?["expansions"]?.array?.first)
    #expect(expansion["words"] == .string("MTTQ"))
    #expect(expansion["also"] == .string("mặt trận tổ quốc"))
    #expect(expansion["because"] == .string("acronym"))
    await harness.close()
  }

  @Test func `unaccented words are read once enough documents are there`() async throws {
    let harness = try Harness()
    let few = try await harness.ask("GET", "/v1/diacritics?q=mat%20tran")
    #expect(few["known"] == .bool(false))
    #expect(few["readings"] == .array([]))
    let lines = (0..<200).map { #"{"id":"\#($0)","body":"Mặt trận Tổ quốc họp lần \#($0)."}"# }
    try await harness.add(lines.joined(separator: "\n"))
    let collection = try harness.api.engine.collection(.main, for: .own)
    // Quiet is what looks the same twice.
    try collection.learnReadings { true }
    try collection.learnReadings { true }
    let text = try await harness.ask("POST", "/v1/diacritics", #"{"q":"Mat tran to quoc"}"#)
    #expect(text["known"] == .bool(true))
    let best = try #require(text["readings"]?.array?.first)
    #expect(best["text"] == .string("Mặt trận tổ quốc"))
    let reply = try await harness.ask("GET", "/v1/search?q=mat%20tran")
    let reading = try #require(reply["query"]?["readings"]?.array?.first)
    #expect(reading["text"] == .string("mặt trận"))
    #expect(reading["probability"]?.double ?? 0 > 0.5)
    await harness.close()
  }

  @Test func `learning stops when it is told to`() async throws {
    let harness = try Harness()
    let lines = (0..<200).map { #"{"id":"\#($0)","body":"Tổ quốc \#($0)."}"# }
    try await harness.add(lines.joined(separator: "\n"))
    let collection = try harness.api.engine.collection(.main, for: .own)
    try collection.learnReadings { false }
    try collection.learnReadings { false }
    #expect(try await harness.ask("GET", "/v1/diacritics?q=to")["known"] == .bool(false))
    await harness.close()
  }
}
