import Client
import TestSupport
import Testing
import Wire

/// The commands that help to find what was meant.
@Suite struct FindingCommandTests {
  private static func daemon(_ lines: [String]) throws -> RunningDaemon {
    let daemon = try RunningDaemon()
    let added = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    try #require(added.code == 0, "\(added.errors)")
    return daemon
  }

  @Test func `spell and search say what was meant`() throws {
    let daemon = try Self.daemon(
      (0..<20).map { #"{"id":"\#($0)","body":"Chính phủ họp lần \#($0)."}"# })
    let found = try daemon.run("spell", "chính", "phũ")
    #expect(found.output == "chính phủ\n", "\(found.errors)")
    #expect(try daemon.run("spell", "chính phủ").code == 1)
    let search = try daemon.run("search", "chính phũ")
    #expect(search.output.contains("Có phải ý bạn là: chính phủ (20 documents)"))
    let json = try daemon.run("spell", "--json", "chính phũ")
    let result = try SpellResult(parsing: Array(json.output.utf8).span)
    #expect(try daemon.archive.corrections(of: "chính phũ").corrections == result.corrections)
    daemon.end()
  }

  @Test func `similar and collapse put together what belongs together`() throws {
    let daemon = try Self.daemon([
      #"{"id":"1","body":"Bão số 3 đổ bộ vào Quảng Ninh sáng nay."}"#,
      #"{"id":"2","body":"Bão số 3 đổ bộ vào Quảng Ninh sáng nay."}"#,
      #"{"id":"3","body":"Giá vàng tăng."}"#, #"{"id":"4","body":"Giá vàng giảm."}"#,
    ])
    let similar = try daemon.run("similar", "1")
    #expect(similar.code == 0)
    #expect(similar.output.contains("by: ") && similar.output.contains("quảng ninh"))
    #expect(try daemon.run("similar", "9").code == 1)
    #expect(try daemon.archive.similar(to: "1")?.results.hits.map(\.id) == ["2"])
    #expect(try daemon.archive.similar(to: "9") == nil)
    let json = try daemon.run("similar", "--json", "1", "--filter", "NOT id = 2")
    #expect(try SimilarResult(parsing: Array(json.output.utf8).span).results.hits == [])
    #expect(try daemon.archive.similar(to: "1", copies: true)?.results.total.value == 1)
    let copies = try daemon.run("similar", "--copies", "1")
    #expect(copies.output.contains("1 document"), "\(copies.output)")
    #expect(copies.output.contains("1.00"))
    #expect(try daemon.run("similar", "--copies", "3").code == 1)
    let once = try daemon.run("search", "--collapse", "bão số 3")
    #expect(once.output.contains("+1 nearly the same"), "\(once.output)")
    daemon.end()
  }

  @Test func `synonyms are put, listed and forgotten`() throws {
    let daemon = try Self.daemon([#"{"id":"1","body":"Đi mô tô."}"#])
    #expect(try daemon.run("synonyms", "list").code == 1)
    let put = try daemon.run("synonyms", "put", "-", input: "xe máy = mô tô\na > b ^0.5\n")
    #expect(put.code == 0, "\(put.errors)")
    #expect(try daemon.run("synonyms", "list").output == "xe máy = mô tô\na > b ^0.5\n")
    #expect(try daemon.run("search", "xe máy", "--format", "ids").output == "1\n")
    let bad = try daemon.run("synonyms", "put", "-", input: "xe máy\n")
    #expect(bad.code == 2)
    #expect(bad.errors.contains("line 1"))
    #expect(try daemon.archive.synonyms().sets.count == 2)
    #expect(try daemon.run("synonyms", "rm").code == 0)
    #expect(try daemon.run("search", "xe máy").code == 1)
    daemon.end()
  }
}
