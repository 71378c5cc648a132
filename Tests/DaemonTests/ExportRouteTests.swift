import Daemon
import TestSupport
import Testing
import Wire

/// All hits as lines, and all hits deleted.
@Suite struct ExportRouteTests {
  @Test func `what is exported can be added again`() async throws {
    let harness = try await Self.filled(300)
    let lines = try await harness.lines("GET", "/v1/export")
    #expect(lines.count == 300)
    let other = try Harness()
    try await other.add(lines.joined(separator: "\n"))
    #expect(try await other.lines("GET", "/v1/export") == lines)
    await other.close()
    await harness.close()
  }

  @Test func `an export has the hits of a search in its order`() async throws {
    let harness = try await Self.filled(40)
    let query = #""q":"tin ba","filter":"year >= 2005","sort":"-year""#
    let page = try await harness.ask("POST", "/v1/search", "{\(query),\"limit\":100}")
    let lines = try await harness.lines(
      "POST", "/v1/export", #"{\#(query),"fields":["id","year"]}"#)
    #expect(page.ids.count > 5)
    #expect(lines.first == #"{"id":"\#(page.ids[0])","year":"2009"}"#)
    #expect(lines.count == page.ids.count)
    for (line, id) in zip(lines, page.ids) { #expect(line.hasPrefix(#"{"id":"\#(id)""#)) }
    let some = try await harness.lines("POST", "/v1/export", "{\(query),\"limit\":3}")
    #expect(some.count == 3)
    await harness.close()
  }

  @Test func `CSV has a head, and quotes where they are needed`() async throws {
    let harness = try Harness()
    try await harness.add(
      #"{"id":"a,1","title":"Nói \"không\"","body":"tin\n\nhai","date":"2023-01-04","tag":["x","y"]}"#
    )
    let reply = try await harness.ask(
      "GET", "/v1/export?format=csv&fields=id,title,date,tag,body,no")
    #expect(reply.mediaType == "text/csv; charset=utf-8")
    #expect(
      try await harness.text("GET", "/v1/export?format=csv&fields=id,title,date,tag,body,no")
        == "id,title,date,tag,body,no\r\n\"a,1\",\"Nói \"\"không\"\"\",2023-01-04,x; y,"
        + "\"tin\n\nhai\",\r\n")
    #expect(
      try await harness.text("GET", "/v1/export?format=csv&q=kh%C3%B4ngc%C3%B3")
        == "id,title,date,source\r\n")
    await harness.close()
  }

  @Test(arguments: [
    ("offset=3", "unknown_field"), ("highlight=true", "unknown_field"),
    ("format=xml", "invalid_field"), ("sort=year&collections=main,two", "invalid_field"),
    ("q=%22a&syntax=strict", "query_syntax"), ("filter=yeer=1", "unknown_column"),
  ])
  func `an export that cannot be is refused before it begins`(
    query: String, code: String
  ) async throws {
    let harness = try await Self.filled(3)
    #expect(try await harness.ask("GET", "/v1/export?\(query)").code == code)
    await harness.close()
  }

  @Test func `a dry run says what would be deleted, and deletes nothing`() async throws {
    let harness = try await Self.filled(30)
    let target = "/v1/collections/main/documents:delete"
    let dry = try await harness.ask(
      "POST", target, #"{"q":"tin","filter":"year=2003","dry_run":true}"#)
    #expect(dry["matched"]?.int == 3, "\(dry.text)")
    #expect(dry["documents"]?.array?.count == 3)
    #expect(try await harness.ask("GET", "/v1/search?q=tin").total == 30)
    let real = try await harness.ask("POST", target, #"{"q":"tin","filter":"year=2003"}"#)
    #expect(real["deleted"]?.int == 3, "\(real.text)")
    #expect(try await harness.ask("GET", "/v1/search?q=tin").total == 27)
    #expect(try await harness.ask("GET", "/v1/count?filter=year=2003").total == 0)
    await harness.close()
  }

  @Test func `nothing is relaxed where documents are deleted`() async throws {
    let harness = try await Self.filled(30)
    let target = "/v1/collections/main/documents:delete"
    for query in ["tin không hề có ở đâu", "\"tin không\""] {
      #expect(
        try await harness.ask("POST", target, #"{"q":\#(query.debugDescription)}"#)["deleted"]?.int
          == 0)
    }
    for body in [#"{"q":"a","ids":["1"]}"#, "{}", #"{"ids":["1"],"dry_run":true}"#] {
      #expect(try await harness.ask("POST", target, body).code == "invalid_field")
    }
    #expect(
      try await harness.ask("POST", target, #"{"q":"","filter":"yaer=1"}"#).code == "unknown_column"
    )
    // A name that is none would be read as one more word.
    #expect(
      try await harness.ask("POST", target, #"{"q":"titl:tin"}"#).code == "query_syntax")
    #expect(try await harness.ask("GET", "/v1/search?q=tin").total == 30)
    await harness.close()
  }

  @Test func `pages by cursor show every hit of their moment once`() async throws {
    let harness = try await Self.filled(95)
    var seen: [String] = []
    var cursor = "*"
    var round = 0
    while true {
      let reply = try await harness.ask(
        "POST", "/v1/search", #"{"q":"tin ba","match":"any","limit":10,"cursor":"\#(cursor)"}"#)
      #expect(reply.total == 95, "\(reply.text)")
      seen += reply.ids
      guard let next = reply["cursor"]?.string else { break }
      cursor = next
      // What is written meanwhile would change the order.
      round += 1
      try await harness.add(#"{"id":"new\#(round)","body":"ba ba ba ba"}"#)
    }
    #expect(seen.count == 95 && Set(seen).count == 95)
    #expect(!seen.contains { $0.hasPrefix("new") })
    #expect(try await harness.ask("GET", "/v1/search?q=tin&limit=1").header("cursor") == nil)
    await harness.close()
  }

  @Test func `a cursor outlives the daemon: it goes on behind the last hit shown`() async throws {
    let folder = TemporaryFolder()
    var harness = try await Self.filled(50, in: folder)
    let first = try await harness.ask("GET", "/v1/search?q=tin&sort=year&limit=20&cursor=*")
    let cursor = try #require(first["cursor"]?.string)
    let all = try await harness.ask("GET", "/v1/search?q=tin&sort=year&limit=100").ids
    await harness.close()
    harness = try Harness(sharing: folder)
    // Before the place: the next page must not begin one too early.
    try await harness.add(#"{"id":"older","body":"tin","year":1990}"#)
    let target = "/v1/search?q=tin&sort=year&limit=100&cursor="
    let second = try await harness.ask("GET", target + cursor)
    #expect(first.ids + second.ids == all)
    // The last hit shown is gone: its number says where to go on.
    try await harness.ask("DELETE", "/v1/collections/main/documents/\(first.ids[19])")
    try await harness.ask("DELETE", "/v1/collections/main/documents/older")
    #expect(try await harness.ask("GET", target + cursor).ids == Array(all.dropFirst(21)))
    await harness.close()
  }

  @Test func `a cursor of something else is refused`() async throws {
    let harness = try await Self.filled(30)
    let first = try await harness.ask("GET", "/v1/search?q=tin&cursor=*")
    let cursor = try #require(first["cursor"]?.string)
    for query in ["q=tin%20ba&cursor=\(cursor)", "q=tin&cursor=x", "q=tin&cursor="] {
      #expect(try await harness.ask("GET", "/v1/search?\(query)").code == "bad_cursor", "\(query)")
    }
    #expect(
      try await harness.ask("GET", "/v1/search?q=tin&offset=1&cursor=\(cursor)").code
        == "invalid_field")
    // Another limit is no other query.
    #expect(
      try await harness.ask("GET", "/v1/search?q=tin&limit=3&cursor=\(cursor)").ids.count == 3)
    await harness.close()
  }

  private static func filled(
    _ count: Int, in folder: TemporaryFolder = TemporaryFolder()
  ) async throws -> Harness {
    let harness = try Harness(sharing: folder)
    let lines = (0..<count).map { number in
      let words = ["một", "hai", "ba", "bốn"][number % 4] + (number % 3 == 0 ? " ba" : "")
      return
        #"{"id":"d\#(number)","title":"Tin số \#(number)","body":"tin \#(words)","year":\#(2000 + number % 10)}"#
    }
    try await harness.add(lines.joined(separator: "\n"))
    return harness
  }
}

extension Harness {
  /// Everything that is sent, pieces too.
  func text(
    _ method: String, _ target: String, _ body: String = "", peer: Peer = .someone
  ) async throws -> String {
    let reply = await api.answer(
      APIRequest(method, try RequestTarget(target), body: Body(Array(body.utf8)), peer: peer))
    var bytes = reply.body
    while let piece = try await reply.pieces?.next() { bytes += piece }
    return String(decoding: bytes, as: UTF8.self)
  }

  fileprivate func lines(
    _ method: String, _ target: String, _ body: String = ""
  ) async throws -> [String] {
    try await text(method, target, body).split(separator: "\n").map(String.init)
  }
}
