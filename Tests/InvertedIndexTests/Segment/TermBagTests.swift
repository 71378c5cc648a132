import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct TermBagTests {
  @Test(arguments: Seed.some(16))
  func `a bag counts the terms of one document after another`(seed: Seed) {
    var random = seed
    var bag = TermBag(termCount: 40)
    for _ in 0..<20 {
      var forward = ForwardDocument()
      var expected: [UInt32: PostingCounts] = [:]
      for kind in [ForwardDocument.Kind.title, .block(.paragraph), .block(.related)] {
        if !forward.slots.isEmpty { forward.slots.append(ForwardDocument.block) }
        let count = Int.random(in: 1...30, using: &random)
        for _ in 0..<count {
          let term = UInt32.random(in: 0...40, using: &random)
          guard term < 40 else {
            forward.slots.append(ForwardDocument.sentence)
            continue
          }
          forward.slots.append(term)
          expected[term, default: PostingCounts()].add(kind.place)
        }
        forward.blocks.append(.init(kind: kind, slotCount: count))
      }
      bag.fill(forward)
      var found: [UInt32: PostingCounts] = [:]
      for index in 0..<bag.count {
        #expect(found.updateValue(bag.counts[index], forKey: bag.terms[index]) == nil)
      }
      #expect(found == expected)
    }
  }

  @Test(arguments: Seed.some(16), [1, 63, 64, 65, 5000])
  func `a union adds up what is counted in a document`(seed: Seed, documentCount: Int) {
    var random = seed
    var union = ListUnion(documentCount: documentCount)
    for _ in 0..<5 {
      var expected: [DocID: PostingCounts] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let share = Double.random(in: 0...1, using: &random)
        let documents = (0..<DocID(documentCount)).filter { _ in
          Double.random(in: 0..<1, using: &random) < share * share
        }
        let counts = documents.map { _ in
          PostingCounts(
            frequency: UInt32.random(in: 1...300, using: &random),
            title: UInt32.random(in: 0...9, using: &random), low: 0)
        }
        for (document, counts) in zip(documents, counts) {
          expected[document, default: PostingCounts()].add(counts)
        }
        union.add(documents.span, counts.span)
      }
      union.finish()
      let documents = (0..<union.documents.count).map { union.documents[$0] }
      #expect(documents == expected.keys.sorted())
      #expect((0..<union.counts.count).map { union.counts[$0] } == documents.map { expected[$0] })
    }
  }
}
