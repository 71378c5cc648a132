import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct SnippetTests {
  /// The snippet with its marks in square brackets.
  private func shown(_ text: String, _ marks: [Range<Int>]) -> String {
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var place = 0
    for mark in marks {
      shown += bytes[place..<mark.lowerBound] + [UInt8(ascii: "[")] + bytes[mark]
      shown.append(UInt8(ascii: "]"))
      place = mark.upperBound
    }
    return String(decoding: shown + bytes[place...], as: UTF8.self)
  }

  private func snippets(_ document: Document, _ query: String) throws -> [String] {
    let hit = try #require(try TestArchive(document).reply(query).hits.first)
    return hit.snippets.map { shown($0.text, $0.marks) }
  }

  private func document(_ bodies: String...) throws -> Document {
    Document(
      key: try DocumentKey("1"), title: "Uỷ ban họp",
      blocks: bodies.map { Block(.paragraph, $0) })
  }

  @Test func `the document's own spelling is kept`() throws {
    let body = try document("Trưa nay, U\u{309}y ban nhân dân tỉnh họp bàn việc HÒA giải.")
    #expect(
      try snippets(body, "uy ban nhan dan hoa")
        == ["Trưa nay, [U\u{309}y ban nhân dân] tỉnh họp bàn việc [HÒA] giải."])
  }

  @Test func `a passage tells the page of its first match, where the document has pages`() throws {
    var paged = try document(
      "Trang đầu kể chuyện bến đò.", "Đoạn này sang trang: đình làng ở bờ sông.", "Cây đa.")
    #expect(try pages(paged, "bến đò") == [nil])
    // The second page begins with "đình", the third with the last block.
    paged.fields = [Field(.pageStarts, ["0", "1:25", "2"])]
    #expect(try pages(paged, "bến đò") == [1])
    #expect(try pages(paged, "đoạn này") == [1])
    #expect(try pages(paged, "đình làng") == [2])
    #expect(try pages(paged, "sông") == [2])
    #expect(try pages(paged, "bến OR đa") == [1, 3])
    // Only the title matches: the beginning is shown.
    #expect(try pages(paged, "uỷ ban") == [1])
    paged.fields = [Field(.pageStarts, ["một"])]
    #expect(try pages(paged, "bến đò") == [nil])
  }

  private func pages(_ document: Document, _ query: String) throws -> [Int?] {
    try #require(try TestArchive(document).reply(query).hits.first).snippets.map(\.page)
  }

  @Test func `lone syllables of a run are not marked`() throws {
    let body = try document("Mặt trận Tổ quốc tổ chức lễ, tổ một tham dự.")
    #expect(
      try snippets(body, "mat tran to quoc")
        == ["[Mặt trận Tổ quốc] tổ chức lễ, tổ một tham dự."])
  }

  @Test func `where a short form stands for the words, lone ones are not marked`() throws {
    let body = try document("MTTQ xã tổ chức lễ, tổ một tham dự.")
    #expect(
      try snippets(body, "mat tran to quoc") == ["[MTTQ] xã tổ chức lễ, tổ một tham dự."])
  }

  @Test func `a fraction in one character is found as two numbers, and marked once`() throws {
    let body = try document("Hơn ½ số hộ, cả thôn 1/2 làng.")
    #expect(try snippets(body, "1/2") == ["Hơn [½] số hộ, cả thôn [1/2] làng."])
    #expect(try snippets(body, "½ làng") == ["Hơn [½] số hộ, cả thôn [1/2 làng]."])
  }

  @Test func `a phrase is marked only where it stands whole`() throws {
    let body = try document("Hà Nội và tỉnh Hà Nam, nội thành Hà Nội.")
    #expect(try snippets(body, "\"hà nội\"") == ["[Hà Nội] và tỉnh Hà Nam, nội thành [Hà Nội]."])
  }

  @Test func `the passage that says most is shown, cut at words`() throws {
    let filler = String(repeating: "chuyện khác không liên quan gì cả, ", count: 20)
    let body = try document(filler + "lễ hội đua thuyền trên sông, " + filler)
    let hit = try #require(try TestArchive(body).reply("đua thuyền").hits.first)
    let snippet = try #require(hit.snippets.first)
    #expect(shown(snippet.text, snippet.marks).contains("[đua thuyền]"))
    #expect(snippet.isCutBefore && snippet.isCutAfter)
    #expect(snippet.text.utf8.count < 300)
    #expect(!snippet.text.hasPrefix(" "))
  }

  @Test func `a match in the title alone shows how the text begins`() throws {
    let body = try document("Nội dung cuộc họp rất dài.")
    let hit = try #require(try TestArchive(body).reply("uỷ ban").hits.first)
    #expect(shown(hit.title, hit.titleMarks) == "[Uỷ ban] họp")
    #expect(hit.snippets.map(\.text) == ["Nội dung cuộc họp rất dài."])
    #expect(hit.snippets[0].marks.isEmpty)
  }

  @Test(arguments: Seed.some(30))
  func `marks and cuts fall between characters`(seed: Seed) throws {
    var random = seed
    var document = try SampleText.document("1", using: &random)
    document.blocks.append(
      Block(.paragraph, String(repeating: "𡨸喃", count: 200) + " tổ quốc 😀"))
    let archive = try TestArchive(document)
    for query in ["tổ quốc", "to quoc mat tran", "hòa", "喃"] {
      for hit in try archive.reply(query).hits {
        for snippet in hit.snippets {
          #expect(!snippet.text.unicodeScalars.contains("\u{FFFD}"))
          let bytes = Array(snippet.text.utf8)
          for mark in snippet.marks {
            #expect(mark.upperBound <= bytes.count && !mark.isEmpty)
            #expect(String(validating: bytes[mark], as: UTF8.self) != nil)
          }
        }
      }
    }
  }
}

/// Blocks that are not read make no difference.
@Suite struct BlockGuideTests {
  @Test(arguments: Seed.some(12))
  func `snippets are those of reading every block`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<60 {
      var document = try SampleText.document("\(number)", using: &random)
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        let kinds: [Block.Kind] = [.paragraph, .related, .titleRepeat, .caption]
        document.blocks.append(
          Block(
            kinds.randomElement(using: &random) ?? .paragraph,
            Self.text(Int.random(in: 1...60, using: &random), &random)))
      }
      // Blocks without words have no place in the forward stream.
      if number % 7 == 0 { document.blocks.insert(Block(.paragraph, "* * *"), at: 0) }
      _ = try index.apply([.put(document)])
      if number == 30 { try index.refresh() }
    }
    try index.refresh()
    let snapshot = index.snapshot()
    let queries = [
      "mat tran to quoc", "hòa bình", "\"uỷ ban\" tin", "t* đường", "covid 2023 dương",
    ]
    for query in queries {
      var request = SearchRequest(query)
      request.match = .any
      request.limit = 60
      request.snippets.count = Int.random(in: 1...3, using: &random)
      let root = try #require(try QueryParser.parse(query, syntax: request.syntax).root)
      let plan = Plan(
        root, request, in: snapshot, isWidened: false, required: nil,
        acronyms: try snapshot.acronyms())
      var guided = 0
      for view in snapshot.segments {
        let guide = try #require(BlockGuide(plan, in: view.segment))
        for document in 0..<DocID(view.segment.documentCount) {
          let stored = try view.segment.storedDocument(document)
          let bounds = try guide.bounds(of: document, stored)
          if bounds != nil { guided += 1 }
          var hits = [Hit(key: "", score: 0), Hit(key: "", score: 0)]
          var one = Highlighter(plan, request.snippets)
          one.highlight(stored, bounds, in: &hits[0])
          var other = Highlighter(plan, request.snippets)
          other.highlight(stored, nil, in: &hits[1])
          #expect(hits[0].snippets == hits[1].snippets, "\(query)")
          #expect(hits[0].titleMarks == hits[1].titleMarks)
        }
      }
      #expect(guided > 40)
    }
  }

  private static func text(_ count: Int, _ random: inout Seed) -> String {
    let filler = ["mưa", "gió", "xanh", "vàng", "sông", "núi"]
    return (0..<count).map { _ in
      (Int.random(in: 0..<4, using: &random) == 0 ? SampleText.words : filler)
        .randomElement(using: &random) ?? ""
    }.joined(separator: " ")
  }
}
