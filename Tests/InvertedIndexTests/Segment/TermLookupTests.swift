import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct TermLookupTests {
  /// Many words with the same first eight letters, and many with others: look-ups begin in samples
  /// of the heads of keys.
  @Test(arguments: Seed.some(6))
  func `every term is found by its key, and no other`(seed: Seed) throws {
    var random = seed
    let words = (0..<900).map { _ in
      let head = ["abcdefgh", "abcdefghk", "x", ""].randomElement(using: &random) ?? ""
      return head
        + (0..<Int.random(in: 1...4, using: &random)).map { _ in
          ["a", "b", "k", "z"].randomElement(using: &random) ?? "a"
        }.joined()
    }
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply([
      .put(
        Document(
          key: try DocumentKey("1"), title: "",
          blocks: [Block(.paragraph, words.joined(separator: " "))]))
    ])
    try index.refresh()
    let segment = try #require(index.snapshot().segments.first).segment
    #expect(segment.foldedTermCount > 200)
    for ordinal in 0..<UInt32(segment.foldedTermCount) {
      let key = segment.foldedKey(at: ordinal)
      #expect(segment.foldedTerm(key)?.ordinal == ordinal)
      let other = key + Array("q".utf8)
      let isKnown = (0..<UInt32(segment.foldedTermCount)).contains {
        segment.foldedKey(at: $0) == other
      }
      #expect((segment.foldedTerm(other) != nil) == isKnown)
      #expect(segment.foldedTerm(Array(key.dropLast()) + [0x21]) == nil)
    }
  }
}
