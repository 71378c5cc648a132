import Daemon
import TestSupport
import Testing
import Wire

@Suite struct SearchRouteTests {
  @Test func `GET and POST give the same reply, with the fixed members`() async throws {
    let harness = try await Self.filled()
    let get = try await harness.ask("GET", "/v1/search?q=uy%20ban&limit=1&collection=main")
    let post = try await harness.ask(
      "POST", "/v1/search", #"{"q":"uy ban","limit":1,"collection":"main"}"#)
    #expect(get.status == 200)
    #expect(get.ids == post.ids)
    #expect(get.total == 2)
    #expect(get.mediaType == "application/json")
    let hit = try #require(get["hits"]?.array?.first)
    #expect(hit["score"]?.double ?? 0 > 0)
    #expect(hit["title"]?.string != nil)
    #expect(hit["source"] == .string("/srv/a.txt"))
    let snippet = try #require(hit["snippets"]?.array?.first)
    #expect(snippet["html"]?.string?.contains("<em>") == true)
    await harness.close()
  }

  @Test func `marks lie on the words, in the unit asked for`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","title":"Ủy ban 😀","body":"😀 Uỷ ban <b>nhân dân</b> & bạn"}"#)
    for unit in ["utf8", "utf16", "codepoint"] {
      let reply = try await harness.ask(
        "GET",
        "/v1/search?q=nhan%20dan&highlight.offsets=\(unit)&highlight.pre=%5B&highlight.post=%5D")
      let snippet = try #require(reply["hits"]?.array?.first?["snippets"]?.array?.first)
      let text = try #require(snippet["text"]?.string)
      let pair = try #require(snippet["marks"]?.array?.first?.array)
      let mark = pair.compactMap { $0.int }
      let marked =
        switch unit {
        case "utf8": String(decoding: Array(text.utf8)[mark[0]..<mark[1]], as: UTF8.self)
        case "utf16": String(decoding: Array(text.utf16)[mark[0]..<mark[1]], as: UTF16.self)
        default:
          String(String.UnicodeScalarView(Array(text.unicodeScalars)[mark[0]..<mark[1]]))
        }
      #expect(marked.hasPrefix("nhân"), "\(unit): \(marked)")
      let html = try #require(snippet["html"]?.string)
      #expect(html.contains("[nhân"))
      #expect(html.contains("&lt;b&gt;"))
      #expect(html.contains("&amp;"))
    }
    await harness.close()
  }

  @Test func `without highlight there are no snippets`() async throws {
    let harness = try await Self.filled()
    let reply = try await harness.ask("GET", "/v1/search?q=uy&highlight=false")
    #expect(reply["hits"]?.array?.first?["snippets"] == .array([]))
    #expect(reply["hits"]?.array?.first?["title"]?.string?.isEmpty == false)
    await harness.close()
  }

  @Test func `paging covers every hit once`() async throws {
    let harness = try Harness()
    let lines = (0..<25).map { #"{"id":"d\#($0)","body":"tin tức số \#($0)"}"# }
    try await harness.add(lines.joined(separator: "\n"))
    var seen: [String] = []
    for offset in stride(from: 0, to: 30, by: 10) {
      let reply = try await harness.ask("GET", "/v1/search?q=tin%20tuc&limit=10&offset=\(offset)")
      #expect(reply.total == 25)
      seen += reply.ids
    }
    #expect(seen.count == 25)
    #expect(Set(seen).count == 25)
    await harness.close()
  }

  @Test func `several collections are searched together`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    try await harness.add(#"{"id":"1","body":"mặt trận tổ quốc"}"#, to: "luat")
    let both = try await harness.ask("GET", "/v1/search?q=mat%20tran&collections=bao,luat")
    #expect(both.total == 2)
    #expect(
      Set(both["hits"]?.array?.compactMap { $0["collection"]?.string } ?? []) == ["bao", "luat"])
    #expect(try await harness.ask("GET", "/v1/search?q=mat%20tran&collections=*").total == 2)
    #expect(try await harness.ask("GET", "/v1/search?q=mat%20tran").total == 0)
    await harness.close()
  }

  @Test func `fields come when they are asked for`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"1","body":"mặt trận","author":["An","Bình"],"date":"2023-01-04"}"#)
    let reply = try await harness.ask("GET", "/v1/search?q=mat&fields=author,none")
    let hit = try #require(reply["hits"]?.array?.first)
    #expect(hit["fields"]?["author"] == .array([.string("An"), .string("Bình")]))
    #expect(hit["date"] == .string("2023-01-04"))
    await harness.close()
  }

  @Test func `a filter serves searches, counts and batches`() async throws {
    let harness = try await Self.filed()
    for filter in [
      "date%3E%3D2022", "year=2022..2023", "NOT%20source:%22An%20Ninh%22", "id+IN+[b,c]",
    ] {
      let get = try await harness.ask("GET", "/v1/search?q=tin&filter=\(filter)")
      #expect(Set(get.ids) == ["b", "c"], "\(filter) \(get.text)")
      #expect(get.total == 2)
      #expect(try await harness.ask("GET", "/v1/count?filter=\(filter)").total == 2)
    }
    let post = try await harness.ask(
      "POST", "/v1/search",
      #"{"q":"tin","filter":{"or":[{"year":2021},{"date":{"gt":"2022"}}]},"sort":"-date"}"#)
    #expect(post.ids == ["c", "a"], "\(post.text)")
    let batch = try await harness.ask(
      "POST", "/v1/msearch",
      """
      {"id":"1","q":"tin","filter":"year > 2021","sort":"date","content":"keys"}
      {"id":"2","filter":"yaer > 2021"}
      """, type: "application/x-ndjson")
    let lines = try batch.text.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8).span)
    }
    #expect(lines[0]["hits"]?.array?.compactMap { $0["id"]?.string } == ["b", "c"])
    #expect(lines[1]["code"] == .string("unknown_column"))
    #expect(lines[1]["hint"]?.string?.hasPrefix("did you mean \"year\"?") == true)
    await harness.close()
  }

  @Test func `values are counted over all that match, in one collection and in several`()
    async throws
  {
    let harness = try await Self.filed()
    try await harness.add(
      #"{"id":"z","body":"tin khác","year":2022,"date":"2022-12-31","source":"Báo Mới"}"#,
      to: "luat")
    let one = try await harness.ask("GET", "/v1/search?q=tin&limit=0&facets=year,date:year:1")
    #expect(one["facets"]?["year"]?.array?.count == 3, "\(one.text)")
    #expect(one["facets"]?["date"]?.array?.first?["value"] == .string("2021"))
    #expect(one["facet_totals"]?["date"]?["values"]?.int == 3)
    let both = try await harness.ask(
      "POST", "/v1/search",
      #"{"collections":["main","luat"],"limit":0,"facets":{"year":1,"nothing":1}}"#)
    #expect(both.code == "unknown_column", "\(both.text)")
    let sum = try await harness.ask(
      "POST", "/v1/search", #"{"collections":["main","luat"],"limit":0,"facets":{"year":1}}"#)
    let value = sum["facets"]?["year"]?.array?.first
    #expect(value?["value"] == .string("2022") && value?["count"]?.int == 2, "\(sum.text)")
    #expect(sum["facet_totals"]?["year"]?["missing"]?.int == 0)
    let results = try SearchResults(parsing: Array(sum.text.utf8).span)
    #expect(
      results.facets == [FacetCounts("year", [.init("2022", count: 2)], valueCount: 3, missing: 0)])
    await harness.close()
  }

  @Test func `a filter that is wrong is answered with its place`() async throws {
    let harness = try await Self.filed()
    let reply = try await harness.ask(
      "POST", "/v1/search", #"{"q":"tin","filter":"năm >= 2020 AND source = An Ninh"}"#)
    #expect(reply.status == 400 && reply.code == "filter_syntax")
    #expect(reply["position"]?["char"]?.int == 28)
    #expect(reply["position"]?["byte"]?.int == 29)
    #expect(reply["hint"]?.string?.contains("quotes") == true)
    let unknown = try await harness.ask(
      "POST", "/v1/count", #"{"q":"tin","filter":"date > 2020 AND sorce = x"}"#)
    #expect(unknown.code == "unknown_column")
    #expect(unknown["position"]?["char"]?.int == 16)
    #expect(unknown["hint"]?.string?.hasPrefix("did you mean \"source\"? known: ") == true)
    await harness.close()
  }

  @Test func `hits of several collections are in one order`() async throws {
    let harness = try await Self.filed()
    try await harness.add(
      #"{"id":"x","body":"tin","date":"2022-01-01","chapter":"1"}"#, #"{"id":"y","body":"tin"}"#,
      to: "luat")
    let target = "/v1/search?q=tin&collections=main,luat&sort=-date"
    #expect(try await harness.ask("GET", target).ids == ["c", "b", "x", "a", "y"])
    #expect(try await harness.ask("GET", target + "&limit=2&offset=1").ids == ["b", "x"])
    // A field that only one of them has.
    let one = try await harness.ask("GET", target + "&filter=chapter=1")
    #expect(one.ids == ["x"], "\(one.text)")
    await harness.close()
  }

  @Test(arguments: ["", "&sort=-date", "&explain=true", "&facets=source"])
  func `later pages of several collections are parts of one long page`(
    options: String
  ) async throws {
    let harness = try Harness()
    for collection in ["bao", "luat", "van-ban"] {
      let lines = (0..<17).map { number in
        let words = Array(repeating: "mặt trận", count: number % 5 + 1).joined(separator: " ")
        return #"{"id":"\#(number)","title":"Số \#(number)","body":"\#(words) tổ quốc","#
          + #""date":"20\#(number + 10)-01-01","source":"\#(collection)"}"#
      }
      try await harness.add(lines.joined(separator: "\n"), to: collection)
    }
    let target = "/v1/search?q=mat%20tran&collections=*" + options
    let all = try await harness.ask("GET", target + "&limit=51")
    let hits = try #require(all["hits"]?.array)
    #expect(hits.count == 51)
    for offset in stride(from: 0, to: 51, by: 7) {
      let page = try await harness.ask("GET", target + "&limit=7&offset=\(offset)")
      #expect(page["hits"]?.array == Array(hits[offset..<min(51, offset + 7)]))
      #expect(page["facets"] == all["facets"])
    }
    await harness.close()
  }

  private static func filed() async throws -> Harness {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"a","body":"tin một","date":"2021-03-04","source":"An Ninh","year":2021}"#,
      #"{"id":"b","body":"tin hai","date":"2022-05-06","source":"Tuổi Trẻ","year":2022}"#,
      #"{"id":"c","body":"tin ba","date":"2023-07-08","source":"Tuổi Trẻ","year":2023}"#)
    return harness
  }

  @Test func `count gives the total alone`() async throws {
    let harness = try await Self.filled()
    let reply = try await harness.ask("GET", "/v1/count?q=uy%20ban")
    #expect(reply.total == 2)
    #expect(reply["hits"] == nil)
    #expect(try await harness.ask("POST", "/v1/count", #"{"q":"uy ban"}"#).total == 2)
    await harness.close()
  }

  @Test func `a batch answers line by line, the bad ones too`() async throws {
    let harness = try await Self.filled()
    let reply = try await harness.ask(
      "POST", "/v1/msearch",
      """
      {"id":"q1","q":"uy ban","highlight":false}
      {"id":"q2"}
      not json
      {"id":"q4","q":"nhân dân","content":"keys"}
      """, type: "application/x-ndjson")
    let lines = try reply.text.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8).span)
    }
    #expect(lines.count == 4)
    #expect(lines[0]["id"] == .string("q1"))
    #expect(lines[0]["total"]?["value"]?.int == 2)
    #expect(lines[1]["code"] == .string("invalid_field"))
    #expect(lines[2]["code"] == .string("bad_json"))
    #expect(lines[3]["id"] == .string("q4"))
    #expect(lines[3]["hits"]?.array?.first?["id"]?.string?.isEmpty == false)
    await harness.close()
  }

  @Test(arguments: [
    "covid?", "\"", "\"mat tran", "a:b", "mat - tran", "-", "++", "()", "(", "", "%%", "100%",
    "AND", "mặt AND", "\"\"", "*", "~", "\\", "\u{0}", "😀", "a\"b\"c",
  ])
  func `typed text never fails`(text: String) async throws {
    let harness = try await Self.filled()
    let target = "/v1/search?q=\(PercentCoding.encode(text))"
    #expect(try await harness.ask("GET", target).status == 200)
    await harness.close()
  }

  @Test func `analyze shows the words with their places`() async throws {
    let harness = try Harness()
    let reply = try await harness.ask("POST", "/v1/analyze", #"{"text":"Uỷ ban"}"#)
    let tokens = try #require(reply["tokens"]?.array)
    #expect(tokens.count == 2)
    #expect(tokens[0]["surface"] == .string("Uỷ"))
    #expect(tokens[0]["canonical"] == .string("uỷ"))
    #expect(tokens[0]["folded"] == .string("uy"))
    #expect(tokens[0]["start"]?.int == 0)
    #expect(tokens[0]["end"]?.int == 4)
    #expect(tokens[1]["position"]?.int == 1)
    await harness.close()
  }

  @Test func `the daemon says what it is and holds`() async throws {
    let harness = try await Self.filled()
    let root = try await harness.ask("GET", "/")
    #expect(root["name"] == .string("mucluc"))
    #expect(root["api_extensions"]?.array?.contains(.string("search")) == true)
    let status = try await harness.ask("GET", "/v1/status")
    #expect(status["collections"]?.array?.first?["documents"]?.int == 2)
    #expect(status["api_extensions"] == root["api_extensions"])
    let one = try await harness.ask("GET", "/v1/collections/main")
    #expect(one["documents"]?.int == 2)
    #expect(try await harness.ask("GET", "/v1/health/ready")["ready"] == .bool(true))
    await harness.close()
  }

  @Test func `a client's request id comes back`() async throws {
    let harness = try Harness()
    #expect(harness.api.requestID("abc-1") == "abc-1")
    #expect(harness.api.requestID("xấu") != "xấu")
    #expect(harness.api.requestID(String(repeating: "a", count: 65)).utf8.count < 65)
    #expect(harness.api.requestID(nil) != harness.api.requestID(nil))
    await harness.close()
  }

  static func filled() async throws -> Harness {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"a","title":"Ủy ban nhân dân","body":"Uỷ ban nhân dân xã họp.","source":"/srv/a.txt"}"#,
      #"{"id":"b","title":"Tin","body":"Ủy ban","source":"/srv/a.txt"}"#)
    return harness
  }
}
