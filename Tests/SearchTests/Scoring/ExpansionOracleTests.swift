import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// Searches where other words may stand for those of the query, against a plain search.
@Suite struct ExpansionOracleTests {
  @Test(arguments: Seed.some(6))
  func `hits, scores and totals are those of a plain search`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights(), alternatives: Self.alternatives)
    var settings = IndexSettings()
    settings.merging.deletedShare = 2
    let index = try Index.open(in: SimulatedDisk(), settings: settings)
    for number in 0..<Int.random(in: 12...30, using: &random) {
      let document = try Self.document("\(number)", &random)
      _ = try index.apply([.put(document)])
      plain.add(document, isLive: true)
      if Int.random(in: 0..<10, using: &random) == 0 { try index.refresh() }
    }
    try index.refresh()
    var expanded = 0
    for _ in 0..<12 {
      var request = SearchRequest(Self.words(Int.random(in: 1...5, using: &random), &random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.limit = 100
      request.content = .keys
      request.weights.widenBelow = 0
      // All are looked at again.
      request.weights.pairDepth = 100
      let reply = try search(request, in: index.snapshot())
      if reply.relaxed { continue }
      if !reply.expansions.isEmpty { expanded += 1 }
      let expected = try plain.run(request.text, match: request.match)
      #expect(reply.total == expected.count, "\(request.text) \(request.match)")
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
      for hit in reply.hits {
        let score = try #require(scores[hit.key], "\(request.text) finds \(hit.key)")
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text) \(hit.key)")
      }
    }
    #expect(expanded > 2)
    try index.close()
  }

  /// What the tables say of the words below, both ways.
  private static let alternatives: [PlainAlternative] = [
    .init("mặt trận tổ quốc", "mttq", 0.8), .init("mttq", "mặt trận tổ quốc", 0.8),
    .init("kon tum", "kontum", 0.8), .init("kontum", "kon tum", 0.8),
    .init("đắk", "đắc", 0.8), .init("đắc", "đắk", 0.8),
    .init("đắk lắk", "đắc lắc", 0.8), .init("đắc lắc", "đắk lắk", 0.8),
    .init("chính phủ", "cp", 0.4), .init("cp", "chính phủ", 0.4),
    .init("cổ phần", "cp", 0.4), .init("cp", "cổ phần", 0.4),
  ]

  private static let vocabulary = [
    "mặt trận tổ quốc", "mặt trận", "tổ quốc", "MTTQ", "kon tum", "kontum", "kon", "đắk lắk",
    "đắc lắc", "đắk", "đắc", "lắc", "chính phủ", "cổ phần", "CP", "phủ", "họp", "xã", "tỉnh",
    "hồ", "tổ",
  ]

  private static func words(_ count: Int, _ random: inout Seed) -> String {
    (0..<count).map { _ in vocabulary.randomElement(using: &random) ?? "" }.joined(separator: " ")
  }

  private static func document(_ key: String, _ random: inout Seed) throws -> Document {
    var document = Document(key: try DocumentKey(key))
    document.title = words(Int.random(in: 0...3, using: &random), &random)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let text = words(Int.random(in: 1...12, using: &random), &random)
      let kind: Block.Kind = Bool.random(using: &random) ? .paragraph : .boilerplate
      document.blocks.append(Block(kind, text + ". " + words(2, &random)))
    }
    return document
  }
}
