import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct NearTests {
  @Test func `words of a phrase may be as far apart as the number behind it says`() throws {
    let archive = try TestArchive(
      "bảo vệ môi trường", "bảo vệ tốt môi trường", "bảo vệ thật tốt môi trường",
      "môi trường bảo vệ", "bảo vệ rừng. Môi trường")
    #expect(try archive.keys("\"bảo vệ môi trường\"") == ["1"])
    #expect(try archive.keys("\"bảo vệ môi trường\"~1") == ["1", "2"])
    #expect(try archive.keys("\"bảo vệ môi trường\"~2") == ["1", "2", "3"])
    // Both words of môi trường came four places too early.
    #expect(try archive.keys("\"bảo vệ môi trường\"~4") == ["1", "2", "3", "4"])
    #expect(try archive.keys("+\"bảo trường\"~3 -tốt") == ["1", "4"])
  }

  @Test func `what is behind a phrase and no number is left out with a warning`() throws {
    let archive = try TestArchive("bảo vệ môi trường", "bảo vệ tốt môi trường")
    for text in ["\"bảo vệ môi\"~", "\"bảo vệ môi\"~x"] {
      let reply = try search(SearchRequest(text), in: archive.snapshot)
      #expect(reply.warnings.contains { $0.message.contains("no number") })
    }
    var request = SearchRequest("\"bảo vệ môi trường\"~500")
    let reply = try search(request, in: archive.snapshot)
    #expect(reply.total == 2)
    #expect(reply.understood == "\"bảo vệ môi trường\"~100")
    request.syntax = .strict
    #expect(throws: SearchError.self) { try search(request, in: archive.snapshot) }
  }

  /// Sentences of few different words, so that words meet in all orders.
  @Test(arguments: Seed.some(24))
  func `the nearest match of each first word is that of trying all places`(seed: Seed) throws {
    var random = seed
    for _ in 0..<40 {
      let different = (0..<6).map { UInt32($0) }.shuffled(using: &random)
      let words = different.prefix(Int.random(in: 2...4, using: &random)).map { [$0..<($0 + 1)] }
      let slop = Int.random(in: 1...6, using: &random)
      let slots = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        Int.random(in: 0..<12, using: &random) == 0
          ? ForwardDocument.sentence : UInt32.random(in: 0..<8, using: &random)
      }
      var matcher = NearMatcher(words, slop: slop)
      let expected = Self.plain(words.map { $0[0].lowerBound }, slop, slots)
      #expect(abs(matcher.frequency(of: slots) - expected) < 1e-4)
    }
  }

  /// Tries every place of every word.
  private static func plain(_ words: [UInt32], _ slop: Int, _ slots: [UInt32]) -> Float {
    var sum: Float = 0
    for sentence in slots.split(
      separator: ForwardDocument.sentence, omittingEmptySubsequences: false)
    {
      let text = Array(sentence)
      func distances(_ word: Int, _ low: Int, _ high: Int) -> [Int] {
        if word == words.count { return [high - low] }
        return text.indices.filter { text[$0] == words[word] }.flatMap {
          distances(word + 1, min(low, $0 - word), max(high, $0 - word))
        }
      }
      for first in text.indices where text[first] == words[0] {
        if let nearest = distances(1, first, first).min(), nearest <= slop {
          sum += 1 / Float(1 + nearest)
        }
      }
    }
    return sum
  }

  @Test func `a word that is twice in the phrase stands twice in the text`() throws {
    let archive = try TestArchive("ngày ấy", "ngày qua ngày")
    #expect(try archive.keys("\"ngày ngày\"~2") == ["2"])
  }

  @Test func `all words of a near phrase are marked where they stand in one sentence`() throws {
    let archive = try TestArchive("Bảo vệ tốt môi trường. Trường học khác.")
    let reply = try search(SearchRequest("\"bảo vệ môi trường\"~2"), in: archive.snapshot)
    let snippet = try #require(reply.hits.first?.snippets.first)
    let bytes = Array(snippet.text.utf8)
    #expect(
      snippet.marks.map { String(decoding: bytes[$0], as: UTF8.self) } == ["Bảo vệ", "môi trường"])
  }
}
