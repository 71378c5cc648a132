import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct SimilarTests {
  private static func archive() throws -> TestArchive {
    try TestArchive(
      "Bão số 3 đổ bộ vào Quảng Ninh, gió giật cấp 15.",
      "Quảng Ninh thiệt hại nặng sau khi bão số 3 đổ bộ.",
      "Giá vàng trong nước tăng mạnh.", "Giá vàng thế giới giảm.", "Đội tuyển bóng đá thắng.",
      "Trận bóng đá tối nay.")
  }

  private static func similar(
    _ key: String, _ archive: TestArchive, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> (reply: SearchReply, terms: [CharacteristicTerm])? {
    var request = SearchRequest("")
    change(&request)
    return try Search.similar(to: DocumentKey(key), request, in: archive.snapshot)
  }

  @Test func `texts about the same come first, the text itself never`() throws {
    let archive = try Self.archive()
    let found = try #require(try Self.similar("1", archive))
    #expect(found.reply.hits.first?.key == "2")
    #expect(!found.reply.hits.contains { $0.key == "1" })
    #expect(found.terms.contains { $0.text == "quảng ninh" }, "\(found.terms)")
    #expect(found.terms.map(\.weight) == found.terms.map(\.weight).sorted(by: >))
    #expect(try Self.similar("4", archive)?.reply.hits.map(\.key) == ["3"])
  }

  @Test func `a filter leaves out what it leaves out, and no document has no likeness`() throws {
    let archive = try Self.archive()
    let found = try Self.similar("1", archive) { $0.filter = .not(.equals("id", "2")) }
    #expect(found?.reply.hits.contains { $0.key == "2" } == false)
    #expect(try Self.similar("99", archive) == nil)
    let alone = try TestArchive("Một mình một chợ.")
    #expect(try Self.similar("1", alone)?.terms == [])
    #expect(try Self.similar("1", alone)?.reply.total == 0)
  }

  @Test(arguments: Seed.some(6))
  func `hits are those of a search for the terms, without the document`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    for document in plain.documents.filter(\.isLive).prefix(8) {
      var request = SearchRequest("")
      request.limit = 1000
      request.content = .keys
      let key = try DocumentKey(document.key)
      guard let found = try Search.similar(to: key, request, in: snapshot), !found.terms.isEmpty
      else {
        continue
      }
      request.text = found.terms.map { "\"\($0.text)\"" }.joined(separator: " ")
      request.match = .any
      request.weights.pairs = 0
      let expected = try search(request, in: snapshot).hits.filter { $0.key != document.key }
      #expect(found.reply.hits.map(\.key) == expected.map(\.key))
      #expect(found.reply.total == expected.count)
    }
  }
}
