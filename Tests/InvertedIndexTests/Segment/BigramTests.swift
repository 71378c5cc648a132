import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct BigramTests {
  @Test(arguments: Seed.some(8), [30, 200])
  func `neighbours are those of the forward stream`(seed: Seed, count: Int) throws {
    var random = seed
    var builder = SegmentBuilder()
    for number in 0..<count {
      try builder.addSample(try SampleText.document("\(number)", using: &random))
    }
    let file = MemoryFile()
    try SegmentEncoder.encode(
      builder.finish(), id: 1, to: file, postingBudget: Int.random(in: 1...5000, using: &random))
    let segment = try Segment(FileBytes(name: "test", file.bytes))
    let expected = try Self.neighbours(of: segment)
    var found = 0
    for first in 0..<UInt32(segment.foldedTermCount) {
      for second in 0..<UInt32(segment.foldedTermCount) {
        let postings = try Self.postings(of: try segment.bigram(first, second), in: segment)
        #expect(postings == expected[[first, second]] ?? [:])
        if !postings.isEmpty { found += 1 }
      }
    }
    #expect(found == expected.count)
    #expect(segment.bigrams.count == found)
  }

  @Test func `neighbours do not cross sentences or blocks`() throws {
    var builder = SegmentBuilder()
    try builder.addSample(key: "1", title: "Một hai", body: "ba bốn. Năm sáu")
    let file = MemoryFile()
    try SegmentEncoder.encode(builder.finish(), id: 1, to: file)
    let segment = try Segment(FileBytes(name: "test", file.bytes))
    func stands(_ first: String, _ second: String) throws -> Bool {
      let left = try #require(segment.foldedTerm(Array(first.utf8))?.ordinal)
      let right = try #require(segment.foldedTerm(Array(second.utf8))?.ordinal)
      return try segment.bigram(left, right) != nil
    }
    #expect(try stands("mot", "hai"))
    #expect(try stands("ba", "bon"))
    #expect(try stands("nam", "sau"))
    #expect(try !stands("hai", "ba"))
    #expect(try !stands("bon", "nam"))
    #expect(try !stands("hai", "mot"))
  }

  /// What is known of neighbours in one document.
  private struct Known: Equatable {
    var counts = PostingCounts()
    var form: BigramForm
  }

  private static func postings(
    of bigram: Bigram?, in segment: Segment
  ) throws -> [DocID: Known] {
    switch bigram {
    case nil: return [:]
    case .single(let document, let form):
      return [
        document: Known(counts: PostingCounts(frequency: 1, title: 0, low: 0), form: form)
      ]
    case .list(let list):
      let forms = try segment.forms(of: list)
      var found: [DocID: Known] = [:]
      try segment.forEachPosting(of: list.term) {
        found[$0] = Known(counts: $1, form: forms.first)
      }
      #expect(found.count == list.term.documentFrequency)
      for other in forms.others {
        #expect(found[other.document] != nil)
        found[other.document]?.form = other.form
      }
      return found
    }
  }

  /// Counted the plain way, from the slots of every document.
  private static func neighbours(
    of segment: Segment
  ) throws -> [[UInt32]: [DocID: Known]] {
    var found: [[UInt32]: [DocID: Known]] = [:]
    var forward = ForwardDocument()
    for document in 0..<DocID(segment.documentCount) {
      try segment.readForward(document, into: &forward)
      var slot = 0
      for block in forward.blocks {
        let slots = forward.slots[slot..<(slot + block.slotCount)]
        for (left, right) in zip(slots, slots.dropFirst())
        where left < ForwardDocument.block && right < ForwardDocument.block {
          let pair = [left, right].map { segment.foldedOrdinal(ofCanonical: $0) }
          let first = pair.map { segment.variants(of: segment.foldedTerm(at: $0)).lowerBound }
          let form = BigramForm(left - first[0], right - first[1])
          var known = found[pair]?[document] ?? Known(form: form)
          known.counts.add(block.kind.place)
          if known.form != form { known.form = .several }
          found[pair, default: [:]][document] = known
        }
        slot += block.slotCount + 1
      }
    }
    return found
  }
}
