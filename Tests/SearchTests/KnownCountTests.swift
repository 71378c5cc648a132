import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// What dictionaries tell is what counting tells.
@Suite struct KnownCountTests {
  @Test(arguments: Seed.some(8), SearchRequest.Accents.allCases)
  func `a count from the dictionaries is that of the documents found`(
    seed: Seed, accents: SearchRequest.Accents
  ) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let index = try OracleTests.index(&plain, &random)
    let snapshot = index.snapshot()
    let whole = try Self.withoutDeletes(&random).snapshot()
    var known = 0
    for first in SampleText.words + ["khôngcó"] {
      let second = SampleText.words.randomElement(using: &random) ?? "to"
      for text in [first, "\"\(first)\"", "\"\(first) \(second)\"", "\(first) \(second)"] {
        for snapshot in [snapshot, whole] {
          var request = SearchRequest(text)
          request.accents = accents
          request.content = .keys
          // A page decides nothing: the total is counted.
          let expected = try search(request, in: snapshot)
          request.limit = 0
          let reply = try search(request, in: snapshot)
          #expect(reply.total == expected.total, "\(text)")
          #expect(reply.requiredWords == expected.requiredWords)
          #expect(reply.wordCount == expected.wordCount)
          #expect(reply.widened == expected.widened)
          #expect(reply.relaxed == expected.relaxed)
          #expect(reply.understood == expected.understood)
          #expect(reply.expansions == expected.expansions)
          let root = try QueryParser.parse(text, syntax: .lenient).root
          if let root, try request.knownCount(of: root, in: snapshot) != nil { known += 1 }
        }
      }
    }
    #expect(known > 20)
  }

  private static func withoutDeletes(_ random: inout Seed) throws -> Index {
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<60 {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
      if Int.random(in: 0..<20, using: &random) == 0 { try index.refresh() }
    }
    try index.refresh()
    return index
  }
}
