import Analysis
import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct CollapseTests {
  @Test func `a story that was reprinted is shown once`() throws {
    let story = """
      Sáng nay Thủ tướng chủ trì phiên họp về phòng chống bão lũ ở miền Trung, yêu cầu các tỉnh
      di dời dân khỏi vùng sạt lở và chuẩn bị lương thực cho mười ngày tới.
      """
    let archive = try TestArchive(
      story, story + " Theo thông tấn xã.", "Bão lũ ở miền Trung làm sập nhiều nhà dân.",
      "(Tin nhanh) " + story)
    let all = try archive.reply("bão lũ miền Trung")
    #expect(all.hits.count == 4)
    #expect(all.hits.allSatisfy { $0.duplicates == [] })
    let once = try archive.reply("bão lũ miền Trung") { $0.collapse = .nearDuplicate }
    #expect(once.total == 4)
    #expect(once.hits.count == 2)
    let first = try #require(once.hits.first { $0.key != "3" })
    #expect(Set([first.key] + first.duplicates) == ["1", "2", "4"])
  }

  @Test(arguments: Seed.some(10))
  func `groups are those of a plain comparison of all texts`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    var texts: [String: String] = [:]
    for number in 0..<60 {
      var text = SampleText.sentence(Int.random(in: 0..<40, using: &random), using: &random)
      if let other = texts.values.sorted().randomElement(using: &random),
        Bool.random(using: &random)
      {
        text =
          other + " " + SampleText.sentence(Int.random(in: 0..<9, using: &random), using: &random)
      }
      texts["\(number)"] = text
      let document = Document(
        key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, text)])
      _ = try index.apply([.put(document)])
      if Int.random(in: 0..<15, using: &random) == 0 { try index.refresh() }
    }
    try index.refresh()
    for _ in 0..<6 {
      var request = SearchRequest(SampleText.sentence(2, using: &random))
      request.match = .any
      request.content = .keys
      request.limit = 1000
      let snapshot = index.snapshot()
      let expected = Self.plainGroups(try search(request, in: snapshot).hits.map(\.key), texts)
      request.collapse = .nearDuplicate
      let found = try search(request, in: snapshot).hits
      #expect(found.map { [$0.key] + $0.duplicates } == expected)
      // A page of them begins where the one before ends.
      request.offset = 3
      request.limit = 4
      let page = try search(request, in: snapshot).hits.map(\.key)
      #expect(page == Array(expected.map { $0[0] }.dropFirst(3).prefix(4)))
    }
  }

  /// Each text joins the first group whose first text shares 70 % of the three-word runs of both.
  private static func plainGroups(_ keys: [String], _ texts: [String: String]) -> [[String]] {
    var groups: [[String]] = []
    for key in keys {
      let own = shingles(texts[key] ?? "")
      let group = groups.firstIndex { group in
        let first = shingles(texts[group[0]] ?? "")
        let all = own.union(first).count
        return all == 0 || Double(own.intersection(first).count) / Double(all) >= 0.7
      }
      if let group { groups[group].append(key) } else { groups.append([key]) }
    }
    return groups
  }

  private static func shingles(_ text: String) -> Set<[[UInt8]]> {
    let words = QueryAnalysis(text).plainWords.flatMap(\.words).map(\.canonical)
    if words.isEmpty { return [] }
    if words.count < 3 { return [words] }
    return Set((0...(words.count - 3)).map { Array(words[$0..<($0 + 3)]) })
  }
}
