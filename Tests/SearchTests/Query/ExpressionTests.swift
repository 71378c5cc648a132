import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// The query language as people write it.
@Suite struct ExpressionTests {
  private func read(_ text: String, _ syntax: SearchRequest.Syntax = .strict) throws -> String {
    try QueryParser.parse(text, syntax: syntax).root?.description ?? ""
  }

  @Test(arguments: [
    ("title:mưa to", "title:mưa to"),
    ("title:\"mưa to\" gió", "title:\"mưa to\" gió"),
    ("title:(mưa OR nắng)^2", "title:(mưa OR nắng)^2"),
    ("-source:tin +body:mưa", "-source:tin +body:mưa"),
    ("source:/srv/tin/*", "source:/srv/tin/*"),
    ("date:2022-11..2023-03", "date:2022-11..2023-03"),
    ("date:>=2020 mưa", "date:>=2020 mưa"),
    ("date:\"tháng 3 năm 2022\"", "date:\"tháng 3 năm 2022\""),
    ("size:1000..2000^2", "(size:1000..2000)^2"),
    ("mưa to NEAR/5 gió", "mưa to NEAR/5 gió"),
    ("mưa NEAR gió", "mưa NEAR/10 gió"),
    ("(mưa OR \"nắng to\") ONEAR/3 gió NEAR/0 bão", "(mưa OR \"nắng to\") ONEAR/3 gió NEAR/0 bão"),
    ("ng*n h?c *ương", "ng*n h?c *ương"),
    ("từ~ từ~2 từ~1", "từ~ từ~2 từ~"),
    ("mưa^2 \"mưa to\"^0.5 (a b)^3", "mưa^2 \"mưa to\"^0.5 (a b)^3"),
    ("2 of (mưa \"nắng to\" gió)", "2 of (mưa \"nắng to\" gió)"),
    ("2 of (mưa OR nắng)", "2 of (mưa nắng)"),
  ])
  func `well-formed queries are read as meant`(text: String, expected: String) throws {
    let parsed = try QueryParser.parse(text, syntax: .strict)
    #expect(parsed.root?.description == expected)
    #expect(parsed.warnings.isEmpty)
  }

  @Test(arguments: [
    ("http://a.vn/x?y=1", 0), ("họp lúc 10:30", 0), ("TP:HCM", 1), ("Ghi chú: mưa", 1),
    ("giá 5~10 nghìn", 0), ("3 of them", 0), ("Ai đó?", 1), ("NEAR", 1), ("title:", 1),
    ("tilte:mưa", 1), ("date:hôm", 1), ("id:a*", 1), ("mưa^x", 1), ("mưa~5", 1),
    ("(a AND b) NEAR/2 c", 1), ("5 of (mưa to)", 1), ("C:\\Windows", 1),
  ])
  func `what is not meant as an expression is text`(text: String, warnings: Int) throws {
    let parsed = try QueryParser.parse(text, syntax: .lenient)
    #expect(parsed.root != nil)
    #expect(parsed.warnings.count == warnings, "\(parsed.warnings)")
  }

  @Test(arguments: [
    ("mưa tilte:to", 4, "did you mean \"title\"?"), ("date:hôm", 5, "2020-01"),
    ("date:>nay", 5, "2020"), ("mưa NEAR/500 to", 4, "NEAR/100"), ("a NEAR (b AND c)", 2, "AND"),
    ("4 of (a b)", 0, "write 2"), ("2 of (a AND b)", 0, "2 of"), ("mưa^", 3, "^2"),
    ("m5~", 2, "~2"), ("\"a\"^9999", 3, "^2"), ("a-*b", 2, "beginning"),
  ])
  func `strict syntax points at the place and says what would be right`(
    text: String, character: Int, hint: String
  ) throws {
    let error = #expect(throws: SearchError.self) {
      try QueryParser.parse(text, syntax: .strict)
    }
    guard case .syntax(_, let byte, let found, let told) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == character)
    #expect(String(decoding: Array(text.utf8)[..<byte], as: UTF8.self).count == character)
    #expect(told.contains(hint), "\(told)")
  }

  @Test func `a field is that of the next word only`() throws {
    let archive = try filed()
    #expect(try archive.keys("author:ha an") == ["2"])
    #expect(try archive.keys("author:\"ha an\"") == ["1"])
    #expect(Set(try archive.keys("author:(ha an)")) == ["1"])
    #expect(Set(try archive.keys("author:hà")) == ["1", "2"])
    #expect(try archive.keys("author:Hạ").isEmpty == false)
    #expect(Set(try archive.keys("author:h*")) == ["1", "2"])
    #expect(try archive.keys("-author:hà bình") == ["3"])
    #expect(try archive.keys("title:bão") == ["1"])
    #expect(try archive.keys("body:bão") == ["3"])
    #expect(try archive.keys("source:*/a/*.html") == ["1"])
    #expect(try archive.keys("id:3") == ["3"])
    #expect(try archive.keys("date:3/2022 OR date:>2022") == ["1", "2"])
  }

  @Test func `fields are no part of the score and always bind`() throws {
    let archive = try filed()
    let plain = try archive.reply("bình")
    let bound = try archive.reply("author:hà bình") { $0.match = .any }
    #expect(bound.hits.map(\.key) == ["2"])
    #expect(bound.hits.first?.score == plain.hits.first { $0.key == "2" }?.score)
    #expect(try archive.reply("date:2022").hits.map(\.score) == [0])
  }

  private func filed() throws -> TestArchive {
    var documents: [Document] = []
    for (key, title, body, author, date) in [
      ("1", "Bão lớn", "Mưa to", "Hà An", "2022-03-05"),
      ("2", "Tin", "An bình", "Trần Hà", "2023-01-01"), ("3", "", "Bão bình thường", "", "2019"),
    ] {
      var document = Document(key: try DocumentKey(key), blocks: [Block(.paragraph, body)])
      document.title = title
      if !author.isEmpty { document.fields.append(Field(.author, [author])) }
      document.fields.append(Field("date", [date]))
      document.provenance.source = "/srv/a/\(key).\(key == "1" ? "html" : "txt")"
      documents.append(document)
    }
    return try TestArchive(documents)
  }

  @Test func `an unknown word of a phrase field, a far word and another order are not found`()
    throws
  {
    let archive = try TestArchive(
      "mưa to gió lớn", "gió lớn rồi mưa to", "mưa một hai ba bốn năm gió", "mưa. Gió")
    #expect(Set(try archive.keys("mưa NEAR/2 gió")) == ["1", "2"])
    #expect(try archive.keys("mưa ONEAR/2 gió") == ["1"])
    #expect(Set(try archive.keys("mưa NEAR gió")) == ["1", "2", "3"])
    #expect(try archive.keys("mưa to NEAR/0 gió lớn") == ["1"])
    #expect(Set(try archive.keys("m?a NEAR/3 (bão OR gi*)")) == ["1", "2"])
  }

  @Test func `nearer spellings come first`() throws {
    let archive = try TestArchive(
      "sương muối", "xương muối", "trương muối", "sương mù", "tương muối", "lạ muối")
    #expect(try archive.keys("xương~").prefix(2) == ["2", "1"])
    #expect(Set(try archive.keys("xương~")) == ["1", "2", "4", "5"])
    #expect(Set(try archive.keys("chương~")) == ["3"])
  }

  @Test func `only some of very many words are searched for, and the reply says so`() throws {
    let archive = try TestArchive(
      (0..<1_100).map { "ma\($0)t" }.joined(separator: " "), "ma5t ma7t")
    let reply = try archive.reply("ma*t")
    #expect(reply.prefixes == [.init(text: "ma*t", words: 1_100, scored: 1_000)])
    #expect(reply.warnings.count == 1)
    #expect(reply.total == 2)
    let late = try archive.reply("ma*t") { $0.deadline = Deadline(after: .zero) }
    #expect(late.timedOut)
  }

  @Test func `what matched is marked, and only where it did`() throws {
    let archive = try TestArchive(
      "Mưa to. Gió mạnh, mưa nhỏ. Sương muối phủ trắng, gió ngừng hẳn sau nhiều ngày.")
    func marks(_ text: String) throws -> [String] {
      let snippet = try #require(try archive.reply(text).hits.first?.snippets.first)
      let bytes = Array(snippet.text.utf8)
      return snippet.marks.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    #expect(try marks("mưa NEAR/2 gió") == ["Gió", "mưa"])
    #expect(try marks("m?a") == ["Mưa", "mưa"])
    #expect(try marks("xương~") == ["Sương"])
    #expect(try marks("body:\"sương muối\"^2") == ["Sương muối"])
    #expect(try marks("2 of (trắng ngừng bão)") == ["trắng", "ngừng"])
  }

  @Test func `a boost counts for the order`() throws {
    let archive = try TestArchive("mưa gió", "nắng gió")
    #expect(try archive.keys("mưa^3 OR nắng").first == "1")
    #expect(try archive.keys("mưa OR nắng^3").first == "2")
    let once = try #require(try archive.reply("\"mưa gió\"").hits.first?.score)
    let twice = try #require(try archive.reply("\"mưa gió\"^2").hits.first?.score)
    #expect(abs(twice - 2 * once) < 1e-4)
    let group = try #require(try archive.reply("(mưa gió)^2").hits.first?.score)
    let plain = try #require(try archive.reply("mưa gió").hits.first?.score)
    #expect(abs(group - 2 * plain) < 1e-4)
    #expect(try archive.reply("mưa^0").hits.map(\.score) == [0])
  }
}
