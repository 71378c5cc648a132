import TestSupport
import Testing
import Wire

@Suite struct SimilarRouteTests {
  private static let lines = [
    #"{"id":"a/1","body":"Bão số 3 đổ bộ vào Quảng Ninh."}"#,
    #"{"id":"2","body":"Quảng Ninh thiệt hại vì bão số 3."}"#,
    #"{"id":"3","body":"Giá vàng tăng."}"#, #"{"id":"4","body":"Giá vàng giảm."}"#,
  ]

  @Test func `documents like one are found by its terms`() async throws {
    let harness = try Harness()
    try await harness.add(Self.lines.joined(separator: "\n"))
    let path = "/v1/collections/main/documents/a%2F1/similar"
    let reply = try await harness.ask("GET", path + "?limit=2")
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply.ids == ["2"])
    let terms = reply["terms"]?.array?.compactMap { $0["text"]?.string } ?? []
    #expect(terms.contains("quảng ninh"))
    let none = try await harness.ask("POST", path, #"{"filter":"NOT id = 2"}"#)
    #expect(none.ids == [])
    let other = "/v1/collections/main/documents/x/similar"
    #expect(try await harness.ask("GET", other).code == "document_not_found")
    #expect(try await harness.ask("GET", path + "?q=a").code == "unknown_field")
    await harness.close()
  }

  @Test func `texts that are nearly the same are one hit`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"1","body":"Sáng nay mưa lớn gây ngập nhiều tuyến phố ở Hà Nội."}"#,
      #"{"id":"2","body":"Sáng nay mưa lớn gây ngập nhiều tuyến phố ở Hà Nội."}"#,
      #"{"id":"3","body":"Chiều nay Hà Nội lại có mưa lớn."}"#)
    let query = #"{"q":"mưa lớn Hà Nội","collapse":"near_duplicate","duplicate_ids":true}"#
    let reply = try await harness.ask("POST", "/v1/search", query)
    #expect(reply.total == 3)
    #expect(reply.ids.count == 2)
    let first = reply["hits"]?.array?.first { $0["duplicates"] != nil }
    #expect(first?["duplicates"]?.int == 1)
    #expect(first?["duplicate_ids"]?.array?.count == 1)
    let path = "/v1/collections/main/documents/1/similar?copies="
    let copies = try await harness.ask("GET", path + "true")
    #expect(copies.ids == ["2"])
    #expect(copies.total == 1)
    #expect(copies["hits"]?.array?.first?["score"]?.double == 1)
    #expect(try await harness.ask("GET", path + "false").status == 200)
    #expect(try await harness.ask("GET", path + "true&sort=date").code == "invalid_field")
    #expect(
      try await harness.ask("GET", "/v1/search?q=a&collapse=all").code == "invalid_field")
    await harness.close()
  }
}
