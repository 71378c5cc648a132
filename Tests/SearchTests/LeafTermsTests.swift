import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// What is looked up for a word is what comparing it with every term of the segment tells.
@Suite struct LeafTermsTests {
  @Test(arguments: Seed.some(4), SearchRequest.Accents.allCases)
  func `the terms of a word are those that comparing finds`(
    seed: Seed, accents: SearchRequest.Accents
  ) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random).snapshot()
    let words = SampleText.words + ["khôngcó", "duòng", "bán"]
    for text in words + words.map({ "\"\($0)\"" }) {
      guard let word = try QueryParser.parse(text, syntax: .lenient).root?.words.first else {
        continue
      }
      var request = SearchRequest(text)
      request.accents = accents
      for isWidened in [false, true] {
        let leaf = AccentRule([word], request, isWidened: isWidened).leaf(word)
        for view in snapshot.segments { Self.compare(leaf, in: view.segment) }
      }
    }
  }

  private static func compare(_ leaf: Leaf, in segment: Segment) {
    let lists = segment.lists(for: leaf, typed: segment.foldedTerm(leaf.word.folded))
    for worth in [0, Leaf.leastPairWorth] {
      let found = Set(segment.ordinals(for: leaf, above: worth).joined())
      let expected = (0..<UInt32(segment.canonicalTermCount)).filter {
        Self.worth(of: $0, leaf, in: segment) > worth
      }
      #expect(found == Set(expected), "\(leaf.word.surface) \(worth)")
    }
    for ordinal in 0..<UInt32(segment.canonicalTermCount) {
      let folded = segment.foldedOrdinal(ofCanonical: ordinal)
      let sum = lists.reduce(Float(0)) { sum, list in
        let isOwn =
          list.term == segment.canonicalTerm(at: ordinal)
          || list.term == segment.foldedTerm(at: folded)
        return isOwn ? sum + list.weight : sum
      }
      #expect(abs(sum - worth(of: ordinal, leaf, in: segment)) < 1e-6, "\(leaf.word.surface)")
    }
  }

  private static func worth(of ordinal: UInt32, _ leaf: Leaf, in segment: Segment) -> Float {
    leaf.worth(
      canonical: segment.canonicalKey(at: ordinal),
      folded: segment.foldedKey(at: segment.foldedOrdinal(ofCanonical: ordinal)))
  }
}
