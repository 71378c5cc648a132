import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct PhraseTests {
  @Test(arguments: Seed.some(12))
  func `the automaton counts what a plain walk counts`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<40 {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
    }
    try index.refresh()
    let segment = index.snapshot().segments[0].segment
    let all = UInt32(segment.canonicalTermCount)
    for length in 1...5 {
      let words = (0..<length).map { _ -> [Range<UInt32>] in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          let first = UInt32.random(in: 0..<all, using: &random)
          return first..<min(all, first + UInt32.random(in: 1...3, using: &random))
        }
      }
      var matcher = PhraseMatcher(words, in: segment)
      for document in 0..<DocID(segment.documentCount) {
        #expect(try matcher.count(in: document) == matcher.plainCount(in: document))
      }
    }
  }

  @Test func `a phrase of more words than the automaton has bits is found`() throws {
    let text = (1...20).map { "từ\($0)" }.joined(separator: " ")
    let archive = try TestArchive("đầu " + text + " cuối", "từ1 từ2 từ3")
    #expect(try archive.keys("\"\(text)\"") == ["1"])
  }
}
