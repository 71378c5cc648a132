import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct SynonymTests {
  private static func sets() -> SynonymSets {
    var sets = SynonymSets()
    sets.add(from: ["xe máy", "mô tô"], to: ["xe máy", "mô tô"], weight: 0.8)
    sets.add(from: ["sài gòn"], to: ["hòn ngọc viễn đông"], weight: 0.5)
    return sets
  }

  @Test func `words that mean the same find each other, the exact form first`() throws {
    let archive = try TestArchive("Anh đi mô tô.", "Anh đi xe máy.", "Anh đi bộ.")
    let found = try archive.reply("xe máy") { $0.synonyms = Self.sets() }
    #expect(found.hits.map(\.key) == ["2", "1"])
    #expect(found.expansions == [.init(words: "xe máy", also: "mô tô", reason: .synonym)])
    #expect(try archive.keys("mô tô") { $0.synonyms = Self.sets() } == ["1", "2"])
    #expect(try archive.keys("xe may") { $0.synonyms = Self.sets() } == ["2", "1"])
    #expect(try archive.keys("xe máy") == ["2"])
  }

  @Test func `one way is not the other, and quotes and exact marks bind`() throws {
    let archive = try TestArchive("Hòn ngọc Viễn Đông.", "Sài Gòn mưa.")
    #expect(try archive.keys("sài gòn") { $0.synonyms = Self.sets() } == ["2", "1"])
    #expect(try archive.keys("hòn ngọc viễn đông") { $0.synonyms = Self.sets() } == ["1"])
    #expect(try archive.keys("\"sài gòn\"") { $0.synonyms = Self.sets() } == ["2"])
    let exact = try archive.keys("sài gòn") {
      $0.synonyms = Self.sets()
      $0.accents = .exact
    }
    #expect(exact == ["2"])
  }

  @Test(arguments: Seed.some(8))
  func `hits with synonyms are those of a plain search`(seed: Seed) throws {
    var random = seed
    let alternatives = [
      PlainAlternative("mặt trận", "báo chí", 0.8), PlainAlternative("báo chí", "mặt trận", 0.8),
      PlainAlternative("học sinh", "covid", 0.5), PlainAlternative("tin", "thành phố", 0.6),
    ]
    var sets = SynonymSets()
    sets.add(from: ["mặt trận", "báo chí"], to: ["mặt trận", "báo chí"], weight: 0.8)
    sets.add(from: ["học sinh"], to: ["covid"], weight: 0.5)
    sets.add(from: ["tin"], to: ["thành phố"], weight: 0.6)
    var plain = PlainSearch(weights: RankingWeights(), alternatives: alternatives)
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    for text in ["mặt trận", "báo chí nhân dân", "học sinh", "tin tức", "Hà Nội tin"] {
      var request = SearchRequest(text)
      request.match = .any
      request.synonyms = sets
      request.limit = 30
      request.content = .keys
      // All are looked at again.
      request.weights.pairDepth = 30
      let reply = try search(request, in: snapshot)
      if reply.widened || reply.relaxed { continue }
      let expected = try plain.run(text, match: .any)
      #expect(reply.total == expected.count, "\(text)")
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
      for hit in reply.hits {
        let score = try #require(scores[hit.key])
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(text) \(hit.key)")
      }
    }
  }
}
