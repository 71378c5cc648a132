import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct PhraseCountsTests {
  private static let phrases = [
    ["mưa", "gió"], ["mưa", "to", "gió"], ["gió"], ["to", "gió", "lớn", "mưa"], ["gió", "to"],
  ].map { $0.map { Array($0.utf8) } }

  @Test(arguments: Seed.some(8))
  func `what is kept of segments adds up to what a whole snapshot has`(seed: Seed) throws {
    var random = seed
    let archive = try TestArchive("mưa to gió lớn")
    let counts = PhraseCounts()
    for round in 0..<12 {
      var operations: [InvertedIndex.Operation] = []
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        // Some are written again, some go: what segments have lost must not count.
        let key = try DocumentKey("\(Int.random(in: 0..<60, using: &random))")
        if Int.random(in: 0..<4, using: &random) == 0 {
          operations.append(.delete(key))
          continue
        }
        let words = (0..<12).map { _ in
          ["mưa", "to", "gió", "lớn"].randomElement(using: &random) ?? "mưa"
        }
        let block = Block(.paragraph, words.joined(separator: " "))
        operations.append(.put(Document(key: key, blocks: [block])))
      }
      try archive.change(operations)
      if round % 2 == 0 { counts.keep(archive.snapshot) }
      for phrase in Self.phrases {
        let expected = try archive.snapshot.phraseCount(phrase, deadline: nil)
        for _ in 0..<2 {
          #expect(try counts.count(phrase, in: archive.snapshot, deadline: nil) == expected)
        }
      }
    }
  }

  @Test func `a new segment is counted alone, and one that is gone is forgotten`() throws {
    let archive = try TestArchive("mưa to gió", "mưa to gió lớn")
    let counts = PhraseCounts()
    let phrase = Self.phrases[1]
    #expect(try counts.count(phrase, in: archive.snapshot, deadline: nil) == 2)
    #expect(counts.known == 1)
    // Over at once: what is known needs no time.
    let late = Deadline(after: .zero)
    counts.keep(archive.snapshot)
    #expect(try counts.count(phrase, in: archive.snapshot, deadline: late) == 2)
    try archive.change([
      .put(
        Document(key: try DocumentKey("neu"), blocks: [Block(.paragraph, "Mưa to gió giật.")]))
    ])
    #expect(try counts.count(phrase, in: archive.snapshot, deadline: late) == nil)
    #expect(try counts.count(phrase, in: archive.snapshot, deadline: nil) == 3)
    #expect(counts.known == 2)
    try archive.change([.delete(try DocumentKey("1"))])
    counts.keep(archive.snapshot)
    #expect(counts.known == 1)
    #expect(try counts.count(phrase, in: archive.snapshot, deadline: nil) == 2)
  }
}
