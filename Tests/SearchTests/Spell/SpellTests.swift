import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct SpellTests {
  /// What the archive is about, often enough that it speaks for itself.
  private static func archive() throws -> TestArchive {
    let texts = [
      "Chính phủ họp bàn về xử lý nước thải.", "Ngành giáo dục nghỉ lễ.",
      "Sử dụng dữ liệu để dành tiền.", "Trường học ở thành phố Hồ Chí Minh mở cửa.",
      "Mạng xã hội facebook đổi tên.",
    ]
    var operations: [InvertedIndex.Operation] = []
    for round in 0..<60 {
      for (number, text) in texts.enumerated() {
        let document = Document(
          key: try DocumentKey("\(round)-\(number)"), blocks: [Block(.paragraph, text)])
        operations.append(.put(document))
      }
    }
    return try TestArchive(operations)
  }

  private static func corrected(_ text: String, _ archive: TestArchive) throws -> String? {
    try SpellingCorrector(archive.snapshot).correction(of: text)?.text
  }

  @Test(arguments: [
    ("chính phũ", "chính phủ"), ("Chính Phũ họp", "Chính Phủ họp"), ("sử lý nước", "xử lý nước"),
    ("nghành giáo dục", "ngành giáo dục"), ("nghĩ lễ", "nghỉ lễ"), ("xử dụng", "sử dụng"),
    ("giữ liệu", "dữ liệu"), ("giành tiền", "dành tiền"), ("chường học", "trường học"),
    ("thàng phố", "thành phố"), ("trinh phu", "chinh phu"), ("truong hocj", "truong hoc"),
    ("facebok", "facebook"), ("mạng xã hội facbook", "mạng xã hội facebook"),
    ("lước thải", "nước thải"), ("dáo dục", "giáo dục"),
  ])
  func `a misspelled query is understood`(typed: String, meant: String) throws {
    #expect(try Self.corrected(typed, Self.archive()) == meant)
  }

  @Test(arguments: [
    "chính phủ", "xử lý", "xử lí nước thải", "xu ly", "chinh phu", "thành phố Hồ Chí Minh",
    "facebook", "TPHCM", "2023", "", "mở cửa", "nghỉ lễ giáo dục", "chính* phũ*",
  ])
  func `what is right stays as it is`(text: String) throws {
    #expect(try Self.corrected(text, Self.archive()) == nil)
  }

  @Test func `what is known of a word is used again, and forgotten when documents come`() throws {
    let archive = try Self.archive()
    let known = KnownSpellings()
    func corrected(_ text: String) throws -> String? {
      try SpellingCorrector(archive.snapshot, known: known).correction(of: text)?.text
    }
    for text in ["chính phũ", "phũ chính", "xử dụng", "chinh phu", "2023", "facebok"] {
      let plain = try Self.corrected(text, archive)
      for _ in 0..<2 { #expect(try corrected(text) == plain, "\(text)") }
    }
    // Marks bind in one of them and not in the other; the year is no word to be checked.
    #expect(known.count == 7)
    // What was asked for is answered from what is known alone.
    let own = SpellingForm(
      canonical: Array("phũ".utf8), folded: Array("phu".utf8), isExact: true)
    known.keep([.typed(own)], for: own, in: archive.snapshot)
    #expect(try corrected("chính phũ") == nil)
    try archive.change([
      .put(Document(key: try DocumentKey("new"), blocks: [Block(.paragraph, "Tin mới.")]))
    ])
    #expect(try corrected("chính phũ") == "chính phủ")
    #expect(known.count == 2)
  }

  @Test func `operators and quotes stay where they are`() throws {
    let archive = try Self.archive()
    #expect(
      try Self.corrected("\"chính phũ\" AND +xử -sử (nghành giáo)", archive)
        == "\"chính phủ\" AND +xử -sử (ngành giáo)")
  }

  @Test
  func `a search that finds little says what may be meant, and one that finds enough does not`()
    throws
  {
    let archive = try Self.archive()
    let few = try archive.reply("chính phũ") { $0.corrects = true }
    #expect(few.corrections.map(\.text) == ["chính phủ"])
    #expect(few.corrections.first?.count == 60)
    #expect(few.corrections.first?.changes == [.init(from: "phũ", to: "phủ")])
    #expect(try archive.reply("chính phủ") { $0.corrects = true }.corrections == [])
    #expect(try archive.reply("chính phũ").corrections == [])
    #expect(
      try archive.reply("chính phũ") {
        $0.corrects = true
        $0.accents = .exact
      }.corrections == [])
  }

  @Test(arguments: Seed.some(6))
  func `the evidence for two neighbours is that of a plain count`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    var evidence = PairEvidence(snapshot)
    for _ in 0..<60 {
      let words = (0..<2).map { _ in
        QueryAnalysis(SampleText.words.randomElement(using: &random) ?? "to").plainWords
          .flatMap(\.words)[0]
      }
      let isExact = Bool.random(using: &random)
      let forms = words.map {
        SpellingForm(canonical: $0.canonical, folded: $0.folded, isExact: isExact)
      }
      func fits(_ word: PlainSearch.PlainDocument.Word?, _ form: SpellingForm) -> Bool {
        guard let word else { return false }
        return form.isExact ? word.canonical == form.canonical : word.folded == form.folded
      }
      let exact = plain.documents.count { document in
        document.words.indices.dropLast().contains {
          fits(document.words[$0], forms[0]) && fits(document.words[$0 + 1], forms[1])
        }
      }
      let only = plain.documents.count { document in
        let places = document.words.indices.dropLast().filter {
          document.words[$0]?.folded == forms[0].folded
            && document.words[$0 + 1]?.folded == forms[1].folded
        }
        return !places.isEmpty
          && places.allSatisfy {
            fits(document.words[$0], forms[0]) && fits(document.words[$0 + 1], forms[1])
          }
      }
      let found = try evidence.count(forms[0], forms[1])
      // Documents with several forms count for none.
      #expect(found == only)
      #expect(found <= exact)
      #expect(
        evidence.count(forms[0])
          == plain.documents.count { document in document.words.contains { fits($0, forms[0]) } })
    }
  }
}
