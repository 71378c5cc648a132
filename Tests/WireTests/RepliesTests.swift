import Testing

@testable import Wire

@Suite struct RepliesTests {
  @Test func `a search reply has the fixed members and survives the wire`() throws {
    let results = Self.example
    let value = try JSONValue(parsing: results.json.span)
    #expect(value["total"]?["value"] == .number("87"))
    #expect(value["total"]?["relation"] == .string("eq"))
    let hit = value["hits"]?.array?.first
    #expect(hit?["id"] == .string("a.txt"))
    #expect(hit?["score"] == .number("14.27"))
    #expect(hit?["title"] == .string("Tin"))
    #expect(hit?["source"] == .string("/srv/a.txt"))
    #expect(
      hit?["snippets"]?.array?.first?["marks"] == .array([.array([.number("4"), .number("9")])]))
    #expect(hit?["snippets"]?.array?.first?["page"] == .number("47"))
    let read = try SearchResults(parsing: results.json.span)
    #expect(read.hits.first?.snippets == results.hits.first?.snippets)
    #expect(read.query == results.query)
    #expect(read.total == results.total)
    #expect(read.hits.first?.fields == results.hits.first?.fields)
  }

  @Test func `a bulk report survives the wire and joins another`() throws {
    var report = BulkReport()
    report.received = 3
    report.created = 2
    report.reject(line: 3, id: "x", Problem(.badJSON, "broken", position: .init(byte: 12)))
    #expect(try BulkReport(parsing: report.json.span) == report)
    var sum = report
    sum.add(report, firstLine: 101)
    #expect(sum.received == 6)
    #expect(sum.errors.map(\.line) == [3, 103])
  }

  @Test func `a status survives the wire`() throws {
    let status = DaemonStatus(
      pid: 7, uptimeSeconds: 3, dataDirectory: "/d", socket: "/s",
      collections: [.init(name: "main", documents: 5, deleted: 1, segments: 2, byteCount: 9)],
      requests: .init(
        answered: 1, failed: 0, connections: 1, searchesRunning: 0, searchesWaiting: 0),
      peakMemory: 1)
    #expect(try DaemonStatus(parsing: status.json.span) == status)
  }

  @Test(arguments: Problem.Code.allCases)
  func `every problem survives the wire`(code: Problem.Code) throws {
    let problem = Problem(
      code, "chuyện gì \"đó\"", pointer: "/q", position: .init(byte: 3, character: 2),
      hint: "làm thế này", requestID: "r1")
    #expect(Problem(json: problem.json) == problem)
    let value = try JSONValue(parsing: problem.json.span)
    #expect(value["status"]?.int == code.status)
    #expect(value["type"]?.string == "urn:mucluc:error:\(code.rawValue)")
    #expect((400...599).contains(code.status))
  }

  static let example = SearchResults(
    total: .init(87),
    hits: [
      SearchHit(
        id: "a.txt", score: 14.27, title: "Tin", titleMarks: [0..<3], source: "/srv/a.txt",
        date: "2023-01-04",
        snippets: [
          .init(text: "… uỷ ban", marks: [4..<9], html: "… <em>uỷ</em> ban", kind: "lead", page: 47)
        ],
        fields: [.init("author", ["An"])])
    ],
    query: .init(
      understood: "uỷ ban", match: .most, accents: .auto, words: 2, required: 2, relaxed: false,
      warnings: ["dấu hỏi được coi là chữ"],
      expansions: [.init(words: "MTTQ", also: "mặt trận tổ quốc", because: "acronym")],
      readings: [.init(text: "mặt trận", probability: 0.5)]),
    limit: 10, offset: 0, tookMicroseconds: 412)
}

@Suite struct MarkedTextTests {
  @Test func `html is escaped around the marks`() {
    let text = MarkedText("a<b> ủy & 'ban'", marks: [5..<9, 13..<16])
    #expect(
      text.html(pre: "<em>", post: "</em>")
        == "a&lt;b&gt; <em>ủy</em> &amp; &#39;<em>ban</em>&#39;")
  }

  @Test func `marks that touch stay apart`() {
    #expect(MarkedText("abcd", marks: [0..<2, 2..<4]).html(pre: "[", post: "]") == "[ab][cd]")
  }

  @Test func `marks are counted in other units`() {
    let text = MarkedText("😀ủy x", marks: [4..<8])
    #expect(text.marks(in: .utf8) == [4..<8])
    #expect(text.marks(in: .utf16) == [2..<4])
    #expect(text.marks(in: .codepoint) == [1..<3])
  }
}

@Suite struct SpellingTests {
  @Test func `near words are found and far ones are not`() {
    let words = ["limit", "offset", "q", "match"]
    #expect(Spelling.nearest(to: "limits", in: words) == "limit")
    #expect(Spelling.nearest(to: "ofsett", in: words) == "offset")
    #expect(Spelling.nearest(to: "mathc", in: words) == "match")
    #expect(Spelling.nearest(to: "nothing", in: words) == nil)
  }
}

@Suite struct CollectionNameTests {
  @Test(arguments: ["", "A", "-a", "a b", "../x", "ủ", String(repeating: "a", count: 65)])
  func `a name that is no directory is refused`(name: String) {
    #expect(throws: Problem.self) { try CollectionName(name) }
  }

  @Test func `plain names are taken`() throws {
    #expect(try CollectionName("bao-2019_x").text == "bao-2019_x")
  }
}
