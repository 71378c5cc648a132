import TestSupport
import Testing
import Wire

@Suite struct MarksRouteTests {
  private static let path = "/v1/collections/main/documents/a%2F1/marks"
  private static let document =
    #"{"id":"a/1","title":"Mặt trận tổ quốc","body":"Ông Mặt.\n\nUỷ ban Mặt trận 🌾 họp mặt trận.\n\nKết."}"#

  @Test func `every place of a document that a query means is marked`() async throws {
    let harness = try Harness()
    try await harness.add(Self.document, #"{"id":"2","body":"Giá vàng tăng."}"#)
    let reply = try await harness.ask("POST", Self.path, #"{"q":"mat tran","offsets":"utf16"}"#)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply["title"] == .array([Self.range(0, 8)]))
    // A lone "Mặt" is not meant where the two stand together.
    let blocks = try #require(reply["blocks"]?.array)
    #expect(blocks.map { $0.array?.count } == [1, 2, 0])
    #expect(blocks[1] == .array([Self.range(7, 15), Self.range(23, 31)]))
    #expect(reply["query"]?["words"]?.int == 2)
    await harness.close()
  }

  @Test func `the marks of a title are those of a search`() async throws {
    let harness = try Harness()
    try await harness.add(Self.document)
    for query in ["tổ quốc", "mặt", "to", "title:trận", "quoc -vàng"] {
      let json = JSONValue.object([.init("q", .string(query))])
      let body = #"{"q":"\#(query)"}"#
      let marks = try await harness.ask("POST", Self.path, body)
      let search = try await harness.ask("POST", "/v1/search", body)
      let found = search["hits"]?.array?.first?["title_marks"] ?? .array([])
      #expect(marks["title"] == found, "\(json)")
    }
    await harness.close()
  }

  @Test func `a document that is no hit has marks of the words it has`() async throws {
    let harness = try Harness()
    try await harness.add(Self.document)
    let reply = try await harness.ask("GET", Self.path + "?q=%2Bv%C3%A0ng%20h%E1%BB%8Dp")
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply["count"]?.int == 1)
    await harness.close()
  }

  @Test func `what cannot be marked is refused`() async throws {
    let harness = try Harness()
    try await harness.add(Self.document)
    #expect(try await harness.ask("GET", Self.path).code == "invalid_field")
    #expect(try await harness.ask("GET", Self.path + "?q=a&limit=1").code == "unknown_field")
    #expect(
      try await harness.ask("POST", Self.path, #"{"q":"a","offsets":"utf32"}"#).code
        == "invalid_field")
    #expect(
      try await harness.ask("POST", Self.path, #"{"q":"\"a","syntax":"strict"}"#).code
        == "query_syntax")
    let missing = "/v1/collections/main/documents/x/marks?q=a"
    #expect(try await harness.ask("GET", missing).code == "document_not_found")
    await harness.close()
  }

  @Test func `a collection names the fields that can be compared`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"Một.","author":"An","section":"Thể thao"}"#)
    let reply = try await harness.ask("GET", "/v1/collections/main")
    let fields = reply["fields"]?.array?.compactMap(\.string) ?? []
    #expect(fields.contains("author") && fields.contains("section") && fields.contains("date"))
    #expect(reply["documents"]?.int == 1)
    await harness.close()
  }

  private static func range(_ from: Int, _ to: Int) -> JSONValue {
    .array([.number(String(from)), .number(String(to))])
  }
}
