import Client
import TestSupport
import Testing
import Wire

@Suite struct ExplainCommandTests {
  @Test func `explain shows a score's parts, and why a document is no hit`() throws {
    let daemon = try RunningDaemon()
    let lines = [
      #"{"id":"tin-1","title":"Mặt trận","body":"Mặt trận Tổ quốc họp."}"#,
      #"{"id":"tin-2","body":"Báo chí đưa tin."}"#,
    ]
    #expect(try daemon.run("add", "-", input: lines.joined(separator: "\n")).code == 0)
    let hit = try daemon.run("explain", "tin-1", "mặt", "trận")
    #expect(hit.code == 0)
    #expect(hit.lines.first == "tin-1: hit 1 of 1", "\(hit.output)\(hit.errors)")
    #expect(hit.output.contains("title 1, text 1"))
    let other = try daemon.run("explain", "tin-2", "mặt trận")
    #expect(other.code == 1)
    #expect(other.lines.first == "tin-2: no hit")
    #expect(other.output.contains("it has no \"mặt\""))
    let missing = try daemon.run("explain", "tin-3", "mặt trận")
    #expect(missing.output.contains("the nearest id is"))
    let json = try daemon.run("explain", "--json", "tin-1", "mặt trận")
    let result = try ExplainResult(parsing: Array(json.output.utf8).span)
    var query = SearchQuery("mặt trận")
    query.explains = true
    let found = try daemon.archive.search(query)
    #expect(found.hits.first?.explanation == result.score)
    #expect(try daemon.archive.explain("tin-1", for: query).score == result.score)
    #expect(try daemon.run("search", "--explain", "mặt trận").output.contains("score"))
    daemon.end()
  }
}
