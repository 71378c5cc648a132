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

  @Test(arguments: Seed.some(6))
  func `a walk passes over the keys with a prefix that is dead, and over no other`(
    seed: Seed
  ) throws {
    var random = seed
    let words = (0..<600).map { _ in
      (0..<Int.random(in: 1...5, using: &random)).map { _ in
        ["a", "b", "ce", "é"].randomElement(using: &random) ?? "a"
      }.joined()
    }
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply([
      .put(
        Document(
          key: try DocumentKey("1"), blocks: [Block(.paragraph, words.joined(separator: " "))]))
    ])
    try index.refresh()
    let segment = try #require(index.snapshot().segments.first).segment
    let count = UInt32(segment.foldedTermCount)
    for _ in 0..<20 {
      let first = UInt32.random(in: 0..<count, using: &random)
      let range = first..<UInt32.random(in: first...count, using: &random)
      // Of each key, by its length, so many first bytes are dead.
      let dead = (0..<12).map { Int.random(in: 0...max(1, $0), using: &random) / 2 }
      var expected: [UInt32] = []
      var passed: [UInt8]?
      for ordinal in range {
        let key = segment.foldedKey(at: ordinal)
        if let passed, key.starts(with: passed) { continue }
        expected.append(ordinal)
        let length = min(dead[key.count % 12], key.count)
        passed = length > 0 ? Array(key.prefix(length)) : nil
      }
      var walked: [UInt32] = []
      segment.walkFoldedKeys(range) { ordinal, key in
        #expect(key.indices.map { key[$0] } == segment.foldedKey(at: ordinal))
        walked.append(ordinal)
        return min(dead[key.count % 12], key.count)
      }
      #expect(walked == expected)
    }
  }
}
