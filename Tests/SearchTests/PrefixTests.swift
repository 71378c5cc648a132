import Documents
import InvertedIndex
import TestSupport
import Testing
import Vietnamese

@testable import Search

@Suite struct PrefixTests {
  @Test(arguments: [
    ("mặt tr*", "mặt tr*"),
    ("+đầu +vậ*", "+đầu +vậ*"),
    ("mưa AND (nắ* OR gi*)", "mưa AND (nắ* OR gi*)"),
    ("-bão*", "-bão*"),
    ("TP.HC*", "TP HC*"),
    ("18-CT*", "18 CT*"),
    ("mưa**", "mưa*"),
    ("2023*", "2023*"),
  ])
  func `a star right behind a word leaves its end open`(text: String, expected: String) throws {
    let parsed = try QueryParser.parse(text, syntax: .strict)
    #expect(parsed.root?.description == expected)
    #expect(parsed.warnings.isEmpty)
  }

  @Test(arguments: [
    ("*", ""), ("mưa *", "mưa"), ("mưa-*", "mưa"), ("giá:*", "giá"), ("+*", "+"),
  ])
  func `other stars are left out, with a warning`(text: String, expected: String) throws {
    let parsed = try QueryParser.parse(text, syntax: .lenient)
    #expect((parsed.root?.description ?? "") == (expected == "+" ? "" : expected))
    #expect(!parsed.warnings.isEmpty)
  }

  @Test(arguments: [("mưa *", 5, 4), ("*", 0, 0), ("nắng mư-*a", 11, 8)])
  func `strict syntax points at them`(text: String, byte: Int, character: Int) {
    #expect(
      throws: SearchError.syntax(
        message: "a star is not right behind a word", byte: byte, character: character,
        hint: "write it at the end of a word's beginning, or leave it out")
    ) { try QueryParser.parse(text, syntax: .strict) }
  }

  @Test(arguments: [
    ("ho", "hoa", MatchClass.exact), ("ho", "hoàng", .exact), ("ho", "hòa", .exact),
    ("ho", "hội", .wider), ("hò", "hoàng", .exact), ("hò", "hoang", .foldedOnly),
    ("hò", "hoạ", .foldedOnly), ("đ", "đường", .exact), ("d", "đường", .wider),
    ("đ", "dương", .foldedOnly), ("duo", "đường", .wider), ("dươ", "đường", .wider),
    ("đươ", "đường", .wider), ("đươ", "đương", .exact), ("đườ", "đường", .exact),
    ("đướ", "đường", .foldedOnly),
    ("tô", "tốt", .wider), ("tô", "tơ", .foldedOnly), ("20", "2023", .exact),
  ])
  func `the marks of a beginning are compared letter by letter, its tone with the word's`(
    prefix: String, word: String, expected: MatchClass
  ) {
    let canonical = wordForms(of: word).canonical
    #expect(prefixClass(query: prefix.utf8.span, document: canonical.span) == expected)
  }

  @Test func `a beginning finds what whole words of the rule would`() throws {
    let archive = try TestArchive(
      "hoà bình", "hoa hồng", "hoàng hôn", "hội họp", "hoang mang", "HOÀNG HÀ", "nước non")
    let found = { (text: String, accents: SearchRequest.Accents) in
      Set(
        try archive.keys(text) {
          $0.accents = accents
          $0.weights.widenBelow = 1
        })
    }
    #expect(try found("ho*", .auto) == ["1", "2", "3", "4", "5", "6"])
    #expect(try found("hoà*", .auto) == ["1", "3", "6"])
    #expect(try found("hoà*", .fold) == ["1", "2", "3", "5", "6"])
    #expect(try found("hoa*", .exact) == ["2", "5"])
    #expect(try found("+h* -hoa*", .fold) == ["4"])
    #expect(try found("xyz*", .auto).isEmpty)
    let wide = try archive.reply("hoà*")
    #expect(wide.widened)
    #expect(Set(wide.hits.map(\.key)) == ["1", "2", "3", "5", "6"])
  }

  @Test func `the forms of dates are no words`() throws {
    let archive = try TestArchive("Họp ngày 2/9/2023.", "Đã họp hôm qua.", "Kho data")
    #expect(Set(try archive.keys("da*") { $0.accents = .fold }) == ["2", "3"])
    #expect(try archive.keys("date*").isEmpty)
    #expect(try archive.keys("2/9/2023") == ["1"])
  }

  @Test func `words that begin so are marked`() throws {
    let archive = try TestArchive("Hội nghị hôm nay bàn về hoà bình.")
    let reply = try archive.reply("ho*")
    let snippet = try #require(reply.hits.first?.snippets.first)
    let bytes = Array(snippet.text.utf8)
    #expect(
      snippet.marks.map { String(decoding: bytes[$0], as: UTF8.self) } == ["Hội", "hôm", "hoà"])
  }

  @Test func `a limit on scored words finds as much and says so`() throws {
    let archive = try TestArchive("ba bốn", "ba bảy", "ba bát", "bao", "bảo", "to")
    let all = try archive.reply("b*")
    #expect(all.prefixes == [.init(text: "b", words: 5, scored: 5)])
    #expect(all.warnings.isEmpty)
    let capped = try archive.reply("b*") { $0.scoredTerms = 2 }
    #expect(capped.total == all.total)
    #expect(capped.hits.count == all.hits.count)
    #expect(capped.prefixes == [.init(text: "b", words: 5, scored: 2)])
    #expect(!capped.warnings.isEmpty)
  }

  @Test func `a search that is late says so`() throws {
    let archive = try TestArchive("ba bốn", "ba bảy", "bao")
    let reply = try archive.reply("b*") { $0.deadline = Deadline(after: .zero) }
    #expect(reply.timedOut)
  }

  @Test(arguments: Seed.some(8))
  func `hits, scores and totals are those of a plain search`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let size = Bool.random(using: &random) ? 20...150 : 200...400
    let index = try OracleTests.index(&plain, &random, documents: size)
    let snapshot = index.snapshot()
    for _ in 0..<10 {
      var request = SearchRequest(Self.query(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .any
      request.accents = SearchRequest.Accents.allCases.randomElement(using: &random) ?? .auto
      request.limit = [1, 10, 100, 1000].randomElement(using: &random) ?? 10
      request.scoredTerms = [1, 3, 4096].randomElement(using: &random) ?? 4096
      request.content = .keys
      request.weights.pairs = 0
      // Impacts do not bound scores by other weights: all documents are scored then.
      if Int.random(in: 0..<4, using: &random) == 0 { request.weights.b = 0.5 }
      plain.weights = request.weights
      let reply = try search(request, in: snapshot)
      if reply.relaxed || reply.widened { continue }
      let expected = try plain.runPrefixes(request)
      #expect(reply.total == expected.count, "\(request.text) \(request.match)")
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
      let best = expected.map(\.score).sorted(by: >).prefix(request.limit)
      #expect(reply.hits.count == best.count)
      for (hit, score) in zip(reply.hits, best) {
        let own = try #require(scores[hit.key], "\(request.text) finds \(hit.key)")
        #expect(abs(Double(hit.score) - own) < 1e-3 * max(1, own), "\(request.text) \(hit.key)")
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text)")
      }
      var counting = request
      counting.limit = 0
      #expect(try search(counting, in: snapshot).total == reply.total)
      request.countsTotal = false
      #expect(try search(request, in: snapshot).hits.map(\.key) == reply.hits.map(\.key))
    }
  }

  private static func query(_ random: inout Seed) -> String {
    var parts = [prefix(&random)]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      parts.append(SampleText.words.randomElement(using: &random) ?? "to")
    }
    if Int.random(in: 0..<3, using: &random) == 0 { parts.append(prefix(&random)) }
    parts.shuffle(using: &random)
    return parts.map { part in
      ["", "", "+", "-"].randomElement(using: &random).map { $0 + part } ?? part
    }.joined(separator: " ")
  }

  private static func prefix(_ random: inout Seed) -> String {
    let word = SampleText.words.randomElement(using: &random) ?? "to"
    return word.prefix(Int.random(in: 1...3, using: &random)) + "*"
  }
}
