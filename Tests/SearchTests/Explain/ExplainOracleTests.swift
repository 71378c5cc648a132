import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct ExplainOracleTests {
  @Test(arguments: Seed.some(16))
  func `the parts of a score add up to that of the hit`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    let model = try ReadingModel(snapshot)
    for _ in 0..<12 {
      var request = SearchRequest(Self.query(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.accents = SearchRequest.Accents.allCases.randomElement(using: &random) ?? .auto
      request.content = .keys
      request.limit = 60
      // So that some hits are looked at again and others are not.
      request.weights.pairDepth = [4, 32].randomElement(using: &random) ?? 32
      if Bool.random(using: &random) { request.readings = model }
      let reply = try search(request, in: snapshot)
      for (place, hit) in reply.hits.enumerated() {
        let explained = try explain(try DocumentKey(hit.key), for: request, in: snapshot)
        #expect(explained.outcome == .found)
        #expect(explained.rank == place + 1)
        #expect(explained.total == reply.total)
        #expect(explained.reasons == [])
        let score = try #require(explained.score)
        let difference = abs(score.value - hit.score)
        #expect(
          difference <= 1e-5 * max(1, hit.score),
          "\(request.text) \(hit.key): \(hit.score), \(score)")
        Self.expectSums(score)
      }
    }
  }

  @Test(arguments: Seed.some(6))
  func `each hit explains itself as it is explained alone`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    for _ in 0..<6 {
      var request = SearchRequest(Self.query(&random))
      request.explains = true
      request.offset = 2
      request.limit = 5
      for hit in try search(request, in: snapshot).hits {
        let alone = try explain(try DocumentKey(hit.key), for: request, in: snapshot)
        #expect(hit.explanation == alone.score)
      }
    }
  }

  @Test(arguments: Seed.some(8))
  func `a document is explained as no hit exactly where it is none`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    for _ in 0..<6 {
      var request = SearchRequest(Self.query(&random))
      request.limit = 1000
      request.content = .keys
      let found = Set(try search(request, in: snapshot).hits.map(\.key))
      for document in plain.documents {
        let explained = try explain(try DocumentKey(document.key), for: request, in: snapshot)
        if found.contains(document.key) {
          #expect(explained.outcome == .found)
        } else {
          #expect(explained.outcome == (document.isLive ? .notMatched : .deleted))
          #expect(explained.reasons != [], "\(request.text) \(document.key)")
        }
      }
    }
  }

  private static func expectSums(_ part: Contribution) {
    if part.parts.isEmpty { return }
    let sum = part.parts.reduce(0) { $0 + $1.value }
    #expect(abs(sum - part.value) <= 1e-5 * max(1, part.value), "\(part)")
    for inner in part.parts { expectSums(inner) }
  }

  /// Words, phrases, near words, beginnings, with signs.
  private static func query(_ random: inout Seed) -> String {
    func word(_ random: inout Seed) -> String {
      SampleText.words.randomElement(using: &random) ?? "to"
    }
    var parts: [String] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: parts.append("\"\(word(&random)) \(word(&random))\"")
      case 1: parts.append("\"\(word(&random)) \(word(&random)) \(word(&random))\"~4")
      case 2: parts.append(String(word(&random).prefix(2)) + "*")
      case 3: parts.append("-" + word(&random))
      case 4: parts.append("+" + word(&random))
      case 5: parts.append("MTTQ")
      default: parts.append(word(&random))
      }
    }
    return parts.joined(separator: " ")
  }
}
