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

  @Test func `a filter and an order survive the wire`() throws {
    let filters: [Filter] = [
      "date >= 2020 AND source = \"a b\"", .not("a = 1"), .exists(field: "tác giả"),
      .equals(field: "id", values: ["a", "b"]), .prefix(field: "source", text: "/srv/"),
      .range(field: "date", .init(greaterOrEqual: "2020", less: "2021-06")),
      .or([.range(field: "n", .init(greater: "3", lessOrEqual: "5")), "x = 1", .and([])]),
      .not(.and([.equals(field: "a", values: ["1"]), .not(.exists(field: "b"))])),
    ]
    for filter in filters {
      var query = SearchQuery("mặt trận")
      query.filter = filter
      query.sort = Sort("date", isDescending: true)
      #expect(try SearchQuery(json: query.json.span) == query, "\(filter)")
    }
  }

  @Test func `facets are read from URLs, lists and objects alike`() throws {
    let target = try RequestTarget("/v1/search?facets=source,date:year,author:20,size:1000:5")
    let query = try SearchQuery(RequestFields(query: target.query))
    #expect(
      query.facets == [
        FacetQuery("source"), FacetQuery("date", interval: .year),
        FacetQuery("author", limit: 20), FacetQuery("size", interval: .step(1_000), limit: 5),
      ])
    #expect(try read(#"{"facets":["source","date:year","author:20","size:1000:5"]}"#) == query)
    let object =
      #"{"source":{},"date":"year","author":20,"size":{"interval":1000,"limit":5}}"#
    #expect(try read(#"{"facets":\#(object)}"#) == query)
    var ordered = query
    ordered.facets[0].order = .value
    #expect(try SearchQuery(json: ordered.json.span) == ordered)
  }

  @Test(arguments: [
    (#"["source:x"]"#, "/facets"), (#"[":year"]"#, "/facets"), (#"["a:1:2:3"]"#, "/facets"),
    (#"["a","a"]"#, "/facets"), (#"{"a":-1}"#, "/facets/a"), (#"{"a":"week"}"#, "/facets/a"),
    (#"{"a":{"limt":3}}"#, "/facets/a/limt"), (#"{"a":{"interval":0}}"#, "/facets/a/interval"),
  ])
  func `a facet that is wrong is told with its place`(json: String, pointer: String) throws {
    let problem = #expect(throws: Problem.self) { try read(#"{"facets":\#(json)}"#) }
    #expect(problem?.pointer == pointer)
  }

  @Test func `a filter may be text or JSON, in a URL text`() throws {
    let target = try RequestTarget("/v1/search?filter=date%3E%3D2020&sort=-date")
    let query = try SearchQuery(RequestFields(query: target.query))
    #expect(query == (try read(#"{"filter":"date>=2020","sort":"date:desc"}"#)))
    #expect(query.text.isEmpty && query.filter == "date>=2020")
    #expect(query.sort == Sort("date", isDescending: true))
    let json = #"{"date":{"gte":2020,"lt":"2021"},"author":["An","Bình"],"x":true,"not":["a=1"]}"#
    #expect(
      try read(#"{"filter":\#(json)}"#).filter
        == .and([
          .range(field: "date", .init(greaterOrEqual: "2020", less: "2021")),
          .equals(field: "author", values: ["An", "Bình"]),
          .equals(field: "x", values: ["true"]), .not(.and(["a=1"])),
        ]))
    #expect(
      try read(#"{"filter":{"a":{"prefix":"x","exists":false}}}"#).filter
        == .and([.prefix(field: "a", text: "x"), .not(.exists(field: "a"))]))
    #expect(try read(#"{"q":"x","sort":"score"}"#).sort == nil)
    #expect(try read(#"{"q":"x","sort":"year:asc"}"#).sort == Sort("year"))
  }

  @Test(arguments: [
    (#"3"#, "/filter"), (#"{"a":{}}"#, "/filter/a"), (#"{"a":{"gt":1,"gte":2}}"#, "/filter/a"),
    (#"{"a":{"exists":1}}"#, "/filter/a/exists"), (#"{"or":{"a":1}}"#, "/filter/or"),
    (#"{"a":[[1]]}"#, "/filter/a/0"), (#"["x=1",null]"#, "/filter/1"),
    (#"{"and":[{"a":{"gt":{}}}]}"#, "/filter/and/0/a/gt"),
  ])
  func `a filter in JSON that is wrong is refused by place`(json: String, pointer: String) {
    let problem = #expect(throws: Problem.self) { try self.read(#"{"filter":\#(json)}"#) }
    #expect(problem?.code == .invalidField)
    #expect(problem?.pointer == pointer)
  }

  @Test func `a comparison that there is not is refused with what it may have meant`() {
    let problem = #expect(throws: Problem.self) {
      try self.read(#"{"filter":{"date":{"get":"2020"}}}"#)
    }
    #expect(problem?.code == .unknownField)
    #expect(problem?.pointer == "/filter/date/get")
    #expect(problem?.hint?.hasPrefix("did you mean \"g") == true)
    let nested =
      String(repeating: #"{"not":"#, count: 40) + #""a=1""# + String(repeating: "}", count: 40)
    #expect(throws: Problem.self) { try self.read(#"{"filter":\#(nested)}"#) }
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
