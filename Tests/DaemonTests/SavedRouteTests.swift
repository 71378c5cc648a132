import TestSupport
import Testing
import Wire

@testable import Daemon

/// Searches kept under names, and what they find from then on.
@Suite struct SavedRouteTests {
  @Test func `a search is kept for its user alone, also over a restart`() async throws {
    let harness = try Harness()
    let put = try await harness.ask("PUT", "/v1/saved/lu", #"{"q":"lũ quét","match":"any"}"#)
    #expect(put.status == 201, "\(put.text)")
    #expect(try await harness.ask("PUT", "/v1/saved/lu", #"{"q":"lũ"}"#).status == 200)
    #expect(
      try await harness.ask("GET", "/v1/saved/lu", peer: .root).code == "saved_search_not_found")
    #expect(
      try await harness.ask("DELETE", "/v1/saved/lu", peer: .root).code == "saved_search_not_found")
    await harness.close()
    let again = try Harness(sharing: harness.folder)
    let all = try await again.ask("GET", "/v1/saved")
    #expect(all["saved"]?.array?.count == 1)
    #expect(all["saved"]?.array?.first?["query"]?["q"]?.string == "lũ")
    #expect(try await again.ask("GET", "/v1/saved", peer: .root)["saved"]?.array?.isEmpty == true)
    #expect(try await again.ask("DELETE", "/v1/saved/lu").status == 200)
    #expect(try await again.ask("GET", "/v1/saved/lu").code == "saved_search_not_found")
    await again.close()
  }

  @Test(arguments: [
    ("/v1/saved/A%20B", #"{"q":"x"}"#, "invalid_field"),
    ("/v1/saved/x", #"{"q":"\"x","syntax":"strict"}"#, "query_syntax"),
    ("/v1/saved/x", #"{"q":"x","filter":"date >="}"#, "filter_syntax"),
    ("/v1/saved/x", #"{"q":"x","collection":"khong"}"#, "collection_not_found"),
    ("/v1/saved/x", #"{"q":"x","limt":1}"#, "unknown_field"),
  ])
  func `what cannot be searched for is not kept`(
    path: String, body: String, code: String
  ) async throws {
    let harness = try Harness()
    #expect(try await harness.ask("PUT", path, body).code == code)
    #expect(try await harness.ask("GET", "/v1/saved")["saved"]?.array?.isEmpty == true)
    await harness.close()
  }

  @Test func `one user keeps so many and no more`() async throws {
    let harness = try Harness()
    for number in 0..<SavedSearches.maximumPerUser {
      #expect(try await harness.ask("PUT", "/v1/saved/s\(number)", #"{"q":"x"}"#).status == 201)
    }
    #expect(try await harness.ask("PUT", "/v1/saved/more", #"{"q":"x"}"#).code == "conflict")
    #expect(try await harness.ask("PUT", "/v1/saved/s0", #"{"q":"y"}"#).status == 200)
    await harness.close()
  }

  /// Reads lines of a stream until so many are alerts.
  private func alerts(_ reply: APIReply, _ count: Int) async throws -> [String] {
    var found: [String] = []
    while found.count < count, let piece = try await reply.pieces?.next() {
      for line in piece.split(separator: UInt8(ascii: "\n")) {
        let json = try JSONValue(parsing: Array(line).span)
        if let id = json["id"]?.string { found.append("\(json["saved"]?.string ?? ""):\(id)") }
      }
    }
    return found
  }

  private func watch(
    _ harness: Harness, _ query: String = "", as peer: Peer = .someone
  ) async throws -> APIReply {
    let reply = await harness.api.answer(
      APIRequest("GET", try RequestTarget("/v1/watch" + query), peer: peer))
    try #require(reply.status == 200, "\(String(decoding: reply.body, as: UTF8.self))")
    // Once it says what it watches, everything written later is new.
    let first = try await reply.pieces?.next()
    #expect(String(decoding: first ?? [], as: UTF8.self).hasPrefix(#"{"watching":["#))
    return reply
  }

  @Test func `what is written from now on is told once, and only what matches`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"cu","body":"lũ quét Mường La"}"#)
    _ = try await harness.ask("PUT", "/v1/saved/lu", #"{"q":"lũ quét"}"#)
    _ = try await harness.ask("PUT", "/v1/saved/bao", #"{"q":"bão OR áp thấp"}"#)
    let stream = try await watch(harness)
    try await harness.add(
      #"{"id":"1","body":"chỉ có lũ"}"#, #"{"id":"2","body":"lũ quét ở Sơn La"}"#)
    #expect(try await alerts(stream, 1) == ["lu:2"])
    // Merging brings old documents together with new ones.
    _ = try await harness.ask("POST", "/v1/collections/main/optimize")
    try await harness.add(#"{"id":"3","body":"bão số 3"}"#)
    _ = try await harness.ask("POST", "/v1/collections/main/optimize")
    #expect(try await alerts(stream, 1) == ["bao:3"])
    // Changed documents are new; what is sent again as it was is not.
    try await harness.add(
      #"{"id":"2","body":"lũ quét ở Sơn La"}"#, #"{"id":"cu","body":"lũ quét Mường La, thêm tin"}"#)
    #expect(try await alerts(stream, 1) == ["lu:cu"])
    harness.api.engine.stopping.cancel()
    #expect(try await stream.pieces?.next() == nil)
    await harness.close()
  }

  @Test func `who loses the right to read is told no more`() async throws {
    let harness = try Harness { settings in
      settings.access.collections["main"] = .init(read: [.user(7)])
    }
    let reader = Peer(process: 1, user: 7, group: 7)
    _ = try await harness.ask("PUT", "/v1/saved/lu", #"{"q":"lũ"}"#, peer: reader)
    let stream = try await watch(harness, "?names=lu", as: reader)
    var settings = harness.api.engine.live.current
    settings.access.collections["main"] = .init(read: [])
    harness.api.engine.live.follow(settings)
    await #expect(throws: Problem.self) { try await stream.pieces?.next() }
    #expect(
      try await harness.ask("GET", "/v1/watch?names=khac", peer: reader).code
        == "saved_search_not_found")
    await harness.close()
  }
}
