import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct BoundScaleTests {
  @Test(arguments: Seed.some(10))
  func `a finer scale bounds scores, and its sums stay within sixteen bits`(seed: Seed) throws {
    var random = seed
    let archive = try TestArchive("một hai ba bốn", "hai ba bốn năm")
    let segment = try #require(archive.snapshot.segments.first).segment
    let weights = RankingWeights()
    let store = ListStore(segment, weights, EffectiveLengths(segment, weights, average: 4))
    let count = Int.random(in: 1...40, using: &random)
    let clauses = (0..<count).map { _ in
      Clause(
        lists: [ScoredList(CountedList(documents: [0], frequencies: [1]), in: store)],
        scale: Float.random(in: 0.2...20, using: &random))
    }
    let scale = try #require(BoundScale(clauses, drift: 1))
    // The lists of a block: some, with impacts that are no larger than 255.
    for _ in 0..<50 {
      let impacts = (0..<count).map { _ in
        Bool.random(using: &random) ? UInt16.random(in: 0...255, using: &random) : 0
      }
      func sum(_ scale: BoundScale) -> Int {
        zip(scale.lists, impacts).reduce(0) { $0 + Int($1.0.factor) * Int($1.1) }
      }
      let fine = scale.refined(clauses, drift: 1, largest: UInt16(sum(scale)))
      #expect(fine.unit >= scale.unit)
      #expect(sum(fine) <= 65_535)
      #expect(fine.lists.allSatisfy { $0.factor <= 257 })
      let score = zip(clauses, impacts).reduce(Float(0)) { $0 + $1.0.scale * Float($1.1) / 255 }
      if score > 0, let least = fine.least(reaching: score) { #expect(sum(fine) >= Int(least)) }
    }
  }
}
