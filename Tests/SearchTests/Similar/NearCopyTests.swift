import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct NearCopyTests {
  private static let story = """
    Sáng nay Thủ tướng chủ trì phiên họp về phòng chống bão lũ ở miền Trung, yêu cầu các tỉnh
    di dời dân khỏi vùng sạt lở và chuẩn bị lương thực cho mười ngày tới.
    """

  private static func copies(
    of key: String, _ archive: TestArchive, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> SearchReply? {
    var request = SearchRequest("")
    change(&request)
    return try Search.copies(of: DocumentKey(key), request, in: archive.snapshot)?.reply
  }

  @Test func `the copies of a story are found, the nearest first, and nothing else`() throws {
    let archive = try TestArchive(
      Self.story, Self.story + " Theo thông tấn xã.", "Bão lũ ở miền Trung làm sập nhiều nhà dân.",
      "Thủ tướng họp về bão lũ ở miền Trung sáng nay.", Self.story, "Giá vàng tăng mạnh.")
    let reply = try #require(try Self.copies(of: "1", archive))
    #expect(reply.hits.map(\.key) == ["5", "2"])
    #expect(reply.total == 2)
    #expect(reply.hits[0].score == 1)
    #expect((0.7..<1).contains(reply.hits[1].score))
    let page = try #require(
      try Self.copies(of: "1", archive) {
        $0.offset = 1
        $0.limit = 1
      })
    #expect(page.hits.map(\.key) == ["2"])
    #expect(page.total == 2)
    let some = try Self.copies(of: "1", archive) { $0.filter = .not(.equals("id", "5")) }
    #expect(some?.hits.map(\.key) == ["2"])
    #expect(try Self.copies(of: "6", archive)?.total == 0)
    #expect(try Self.copies(of: "9", archive) == nil)
  }

  @Test(arguments: Seed.some(4), [true, false])
  func `copies are those of a plain comparison of all texts`(seed: Seed, isSmall: Bool) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    var texts: [String: WordShingles] = [:]
    var last = ""
    let count = isSmall ? 40 : 600
    for number in 0..<count {
      if number % 4 == 0 { last = SampleText.sentence(30, using: &random) }
      let more = SampleText.sentence(Int.random(in: 0..<16, using: &random), using: &random)
      let key = try DocumentKey("\(number)")
      _ = try index.apply([.put(Document(key: key, blocks: [Block(.paragraph, last + " " + more)]))]
      )
      if number % (count / 4) == 3 { try index.refresh() }
    }
    try index.refresh()
    let snapshot = index.snapshot()
    for number in 0..<count {
      let place = try #require(try snapshot.place(of: DocumentKey("\(number)")))
      var reader = ShingleReader(snapshot.segments[place.segment].segment)
      texts["\(number)"] = try reader.shingles(of: place.document)
    }
    for (key, own) in texts.sorted(by: { $0.key < $1.key }).prefix(60) {
      var request = SearchRequest("")
      request.limit = 100
      request.content = .keys
      let found = try Search.copies(of: DocumentKey(key), request, in: snapshot)?.reply.hits ?? []
      let expected = texts.filter { $0.key != key && $0.value.resemblance(own) >= 0.7 }
      #expect(Set(found.map(\.key)) == Set(expected.keys))
    }
  }
}
