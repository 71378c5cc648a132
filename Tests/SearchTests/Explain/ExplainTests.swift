import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct ExplainTests {
  private static func explained(
    _ key: String, _ query: String, in archive: TestArchive,
    _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> Explanation {
    var request = SearchRequest(query)
    change(&request)
    return try explain(try DocumentKey(key), for: request, in: archive.snapshot)
  }

  @Test func `a missing word is named, with the marks that are there instead`() throws {
    let archive = try TestArchive("Mật ong rừng.", "Mặt trận họp.")
    let lacking = try Self.explained("1", "mặt trận", in: archive) { $0.match = .all }
    #expect(lacking.outcome == .notMatched)
    #expect(
      lacking.reasons == [
        "it has no \"mặt\" with these marks; it has \"mật\"", "it has no \"trận\"",
      ])
  }

  @Test func `too few words are counted`() throws {
    let archive = try TestArchive("hà nội", "hà nội mùa thu đẹp lắm")
    let lacking = try Self.explained("1", "hà nội mùa thu", in: archive)
    #expect(lacking.reasons.first == "it has 2 of 4 words, 3 are needed")
  }

  @Test func `an excluded word and a broken phrase are told`() throws {
    let archive = try TestArchive("lan tỏa covid", "tỏa lan rộng", "lan tỏa")
    #expect(
      try Self.explained("1", "lan -covid", in: archive).reasons
        == ["it has \"covid\", which is excluded"])
    #expect(
      try Self.explained("2", "\"lan tỏa\"", in: archive).reasons
        == ["it has all words of the phrase \"lan tỏa\", but nowhere one behind the other"])
    #expect(
      try Self.explained("2", "covi*", in: archive).reasons
        == ["it has no word that \"covi*\" stands for"])
  }

  @Test func `a filter that leaves it out names its field`() throws {
    let archive = try TestArchive("lan tỏa", "lan tỏa")
    let left = try Self.explained("1", "lan", in: archive) { $0.filter = .equals("id", "2") }
    #expect(left.outcome == .filteredOut)
    #expect(left.reasons == ["the filter leaves it out: its id does not fit"])
  }

  @Test func `a hit below the page has its rank`() throws {
    let archive = try TestArchive("lan lan lan", "lan tỏa khắp nơi trong cả nước")
    let below = try Self.explained("2", "lan", in: archive) { $0.limit = 1 }
    #expect(below.outcome == .offPage)
    #expect(below.rank == 2)
    #expect(below.reasons == ["it is hit 2 of 2: below the page"])
  }

  @Test func `an id that is not there has a nearest one`() throws {
    var document = Document(key: try DocumentKey("tin-2023-01"))
    document.blocks = [Block(.paragraph, "lan tỏa")]
    let archive = try TestArchive(document)
    let missing = try Self.explained("tin-2032-01", "lan", in: archive)
    #expect(missing.outcome == .missing)
    #expect(missing.nearest == "tin-2023-01")
    #expect(try Self.explained("quite another", "lan", in: archive).nearest == nil)
  }

  @Test func `words by field and other words are told apart`() throws {
    var document = Document(key: try DocumentKey("1"))
    document.title = "MTTQ"
    document.blocks = [Block(.paragraph, "Mặt trận Tổ quốc"), Block(.related, "mặt trận")]
    let archive = try TestArchive(document)
    let score = try #require(try Self.explained("1", "mặt trận tổ quốc", in: archive).score)
    let word = try #require(score.parts.first { $0.kind == .word && $0.text == "mặt" })
    let form = try #require(word.parts.first { $0.kind == .form && $0.text == "mặt" })
    #expect(form.places == FieldCounts(body: 1, low: 1))
    #expect(form.frequency == 1.2)
    let short = try #require(word.parts.first { $0.text == "mttq" })
    #expect(short.places == FieldCounts(title: 1))
    #expect(score.parts.contains { $0.kind == .pair && $0.text == "tổ quốc" })
  }

  @Test(arguments: Seed.some(200))
  func `edit distances within a limit are those of the plain recurrence`(seed: Seed) {
    var random = seed
    func text(_ random: inout Seed) -> [Int] {
      (0..<Int.random(in: 0...8, using: &random)).map { _ in Int.random(in: 0..<3, using: &random) }
    }
    let (first, second) = (text(&random), text(&random))
    let exact = Self.plainDistance(first, second)
    for limit in 0...9 {
      #expect(editDistance(first, second, atMost: limit) == (exact <= limit ? exact : nil))
    }
  }

  private static func plainDistance(_ first: [Int], _ second: [Int]) -> Int {
    var table = [[Int]](
      repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
    for row in 0...first.count {
      for column in 0...second.count {
        if row == 0 || column == 0 {
          table[row][column] = row + column
          continue
        }
        let same = first[row - 1] == second[column - 1]
        table[row][column] = min(
          table[row - 1][column] + 1, table[row][column - 1] + 1,
          table[row - 1][column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2],
          first[row - 2] == second[column - 1]
        {
          table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
        }
      }
    }
    return table[first.count][second.count]
  }
}
