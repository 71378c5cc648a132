import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// The whole query language on random archives of several segments with deleted documents, against
/// every document read word by word.
@Suite struct ExpressionOracleTests {
  @Test(arguments: Seed.some(12))
  func `hits, scores and totals are those of reading every document`(seed: Seed) throws {
    var random = seed
    let archive = try ExpressionArchive(&random, documents: 30...120)
    for _ in 0..<16 {
      let node = PlainNode.random(&random)
      var request = SearchRequest(node.text)
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .any
      request.accents = SearchRequest.Accents.allCases.randomElement(using: &random) ?? .auto
      request.limit = [1, 10, 1000].randomElement(using: &random) ?? 10
      request.syntax = .strict
      request.content = .keys
      request.weights.pairs = 0
      request.weights.widenBelow = 0
      let snapshot = archive.index.snapshot()
      let reply = try search(request, in: snapshot)
      #expect(reply.warnings.isEmpty, "\(request.text): \(reply.warnings)")
      if reply.relaxed { continue }
      let plain = PlainExpression(archive.documents, node, request)
      let expected = plain.run(node)
      #expect(reply.total == expected.count, "\(request.text) \(request.match) \(request.accents)")
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
      let best = expected.map(\.score).sorted(by: >).prefix(request.limit)
      #expect(reply.hits.count == best.count, "\(request.text)")
      for (hit, score) in zip(reply.hits, best) {
        let own = try #require(scores[hit.key], "\(request.text) finds \(hit.key)")
        #expect(
          abs(Double(hit.score) - own) < 1e-3 * max(1, own),
          "\(request.text) \(request.accents) \(hit.key)")
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text) place")
      }
      request.countsTotal = false
      #expect(try search(request, in: snapshot).hits.map(\.key) == reply.hits.map(\.key))
      request.limit = 0
      request.countsTotal = true
      #expect(try search(request, in: snapshot).total == reply.total, "\(request.text)")
    }
  }
}
