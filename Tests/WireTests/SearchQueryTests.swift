import Testing

@testable import Wire

@Suite struct SearchQueryTests {
  @Test func `the same names serve in a URL and in JSON`() throws {
    let target = try RequestTarget(
      "/v1/search?q=m%E1%BA%B7t+tr%E1%BA%ADn&limit=5&offset=10&match=all&accents=exact"
        + "&collections=a,b&highlight.pre=%3Cb%3E&highlight.offsets=utf16&fields=author")
    let fromURL = try SearchQuery(RequestFields(query: target.query))
    let fromJSON = try read(
      #"{"q":"mặt trận","limit":5,"offset":10,"match":"all","accents":"exact","collections":["a","b"],"#
        + #""highlight":{"pre":"<b>","offsets":"utf16"},"fields":["author"]}"#)
    #expect(fromURL == fromJSON)
    #expect(fromURL.text == "mặt trận")
    #expect(fromURL.highlight?.pre == "<b>")
    #expect(target.path == ["v1", "search"])
  }

  @Test func `a query survives the wire`() throws {
    var query = SearchQuery("\"lan tỏa\" -x")
    query.collections = ["bao"]
    query.match = .any
    query.highlight = nil
    query.limit = 0
    query.id = "q1"
    #expect(try SearchQuery(json: query.json.span) == query)
  }

  @Test func `a mistyped member is refused with what it may have meant`() {
    let problem = #expect(throws: Problem.self) { try self.read(#"{"q":"x","limt":5}"#) }
    #expect(problem?.code == .unknownField)
    #expect(problem?.pointer == "/limt")
    #expect(problem?.hint == "did you mean \"limit\"?")
    let inner = #expect(throws: Problem.self) {
      try self.read(#"{"q":"x","highlight":{"ofsets":"x"}}"#)
    }
    #expect(inner?.pointer == "/highlight/ofsets")
    #expect(inner?.hint == "did you mean \"offsets\"?")
  }

  @Test(arguments: [
    (#"{}"#, "/q"), (#"{"q":3}"#, "/q"), (#"{"q":"x","limit":1001}"#, "/limit"),
    (#"{"q":"x","limit":-1}"#, "/limit"), (#"{"q":"x","limit":2.5}"#, "/limit"),
    (#"{"q":"x","offset":9995,"limit":10}"#, "/offset"), (#"{"q":"x","match":"some"}"#, "/match"),
    (#"{"q":"x","highlight":"maybe"}"#, "/highlight"), (#"{"q":"x","fields":[1]}"#, "/fields"),
    (#"{"q":"x","collection":"a","collections":["b"]}"#, "/collections"),
    (#"{"q":"x","collections":[]}"#, "/collections"), (#"{"q":"x","timeout_ms":0}"#, "/timeout_ms"),
  ])
  func `a wrong value is refused by name`(json: String, pointer: String) {
    let problem = #expect(throws: Problem.self) { try self.read(json) }
    #expect(problem?.code == .invalidField)
    #expect(problem?.pointer == pointer)
  }

  @Test func `an overlong query is too complex`() {
    let text = String(repeating: "ủy ", count: 1_100)
    let problem = #expect(throws: Problem.self) { try self.read(#"{"q":"\#(text)"}"#) }
    #expect(problem?.code == .queryTooComplex)
  }

  @Test func `an item given twice in a URL is refused`() throws {
    let target = try RequestTarget("/v1/search?q=a&q=b")
    let problem = #expect(throws: Problem.self) { try RequestFields(query: target.query) }
    #expect(problem?.code == .invalidField)
  }

  private func read(_ json: String) throws -> SearchQuery {
    try SearchQuery(json: Array(json.utf8).span)
  }
}

@Suite struct RequestTargetTests {
  @Test func `paths are decoded part by part`() throws {
    #expect(
      try RequestTarget("/v1/collections/main/documents/%2Fsrv%2Ftin%20%E1%BB%A7.txt").path
        == ["v1", "collections", "main", "documents", "/srv/tin ủ.txt"])
  }

  @Test func `a stray percent sign is itself`() throws {
    #expect(try RequestTarget("/v1/search?q=100%+%zz+50%2").query == [.init("q", "100% %zz 50%2")])
  }

  @Test func `what is not UTF-8 is refused`() {
    #expect(throws: Problem.self) { try RequestTarget("/v1/search?q=%FF") }
    #expect(throws: Problem.self) { try RequestTarget("http://x/") }
  }

  @Test func `encoding and decoding undo each other`() {
    let text = "/srv/a b/%41?#&=+ủy😀\u{1}"
    #expect(PercentCoding.decode(PercentCoding.encode(text)) == text)
  }
}
