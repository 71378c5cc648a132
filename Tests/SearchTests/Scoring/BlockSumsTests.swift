import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// What the kernels do is what the plain ways do; where the processor has no kernels both are the
/// plain way.
@Suite struct BlockSumsTests {
  @Test(arguments: Seed.some(8))
  func `lists added in registers lead to the documents that plain sums lead to`(
    seed: Seed
  ) throws {
    var random = seed
    let segment = try Self.segment(&random)
    let weights = RankingWeights()
    let norms = EffectiveLengths(segment, weights, average: 40)
    for _ in 0..<6 {
      let store = ListStore(segment, weights, norms)
      let lists = try Self.lists(in: store, &random)
      for list in lists { list.list.prepareBounds(norms) }
      let fast = BlockSums(lists, in: store)
      let plain = BlockSums(lists, in: store, wide: false)
      var bounds = [UInt16](repeating: 0, count: (segment.documentCount + 63) / 64)
      unsafe bounds.withUnsafeMutableBufferPointer { bounds in
        guard let base = bounds.baseAddress else { return }
        for list in lists { unsafe list.list.addBounds(list.factor, to: base) }
      }
      for block in 0..<(segment.documentCount + 63) / 64 {
        for _ in 0..<20 {
          let least = UInt16.random(in: 1...40_000, using: &random)
          let wanted = UInt64.random(in: 0...UInt64.max, using: &random)
          #expect(
            fast.documents(
              of: block, bound: bounds[block], reaching: least, among: wanted)
              == plain.documents(
                of: block, bound: bounds[block], reaching: least, among: wanted))
        }
      }
    }
  }

  @Test(arguments: Seed.some(8))
  func `short lists bound a block by the largest sum of a document`(seed: Seed) throws {
    var random = seed
    let segment = try Self.segment(&random)
    let weights = RankingWeights()
    let norms = EffectiveLengths(segment, weights, average: 40)
    let store = ListStore(segment, weights, norms)
    let blocks = (segment.documentCount + 63) / 64
    var expected = [Int](repeating: 0, count: blocks * 64)
    let sums = SparseSums.take(blockCount: blocks)
    for factor in [UInt16(3), 50, 120] {
      let documents = (0..<DocID(segment.documentCount)).filter { _ in
        Int.random(in: 0..<20, using: &random) == 0
      }
      let list = ScoredList(
        CountedList(documents: documents, frequencies: documents.map { _ in 2 }), in: store)
      list.prepareBounds(norms)
      let postings = try #require(list.counted)
      sums.add(postings, factor: factor)
      for document in documents {
        expected[Int(document)] += Int(factor) * Int(norms.impact(2, document))
      }
    }
    var bounds = [UInt16](repeating: 1, count: blocks)
    unsafe bounds.withUnsafeMutableBufferPointer { bounds in
      if let base = bounds.baseAddress { unsafe sums.addBounds(to: base) }
    }
    for block in 0..<blocks {
      let own = expected[(block * 64)..<(block * 64 + 64)]
      #expect(Int(bounds[block]) == 1 + (own.max() ?? 0))
      #expect(unsafe (sums.sums(of: block) != nil) == own.contains { $0 > 0 })
    }
    for document in 0..<segment.documentCount {
      #expect(sums.contains(DocID(document)) == (expected[document] > 0))
    }
    sums.putBack()
    let again = SparseSums.take(blockCount: blocks)
    #expect((0..<segment.documentCount).allSatisfy { !again.contains(DocID($0)) })
    again.putBack()
  }

  @Test(arguments: Seed.some(12), [false, true])
  func `every block comes once, those with the largest bounds before the others`(
    seed: Seed, wide: Bool
  ) {
    var random = seed
    let count = Int.random(in: 1...3000, using: &random)
    let limit = UInt16.random(in: 1...UInt16.max, using: &random)
    let bounds = (0..<count).map { _ in UInt16.random(in: 0...limit, using: &random) }
    let least = UInt16.random(in: 0...2, using: &random)
    var order = BlockOrder(bounds, least: least, wide: wide)
    var seen: [UInt32] = []
    var last = UInt16.max
    while order.advance(from: 0) {
      #expect(order.blocks.allSatisfy { bounds[Int($0)] <= last })
      last = order.blocks.map { bounds[Int($0)] }.min() ?? last
      seen += order.blocks
    }
    #expect(seen.sorted() == bounds.indices.filter { bounds[$0] >= least }.map { UInt32($0) })
  }

  @Test(arguments: Seed.some(8))
  func `blocks below the bar are left out`(seed: Seed) {
    var random = seed
    let bounds = (0..<2000).map { _ in UInt16.random(in: 0...9999, using: &random) }
    let bar = UInt16.random(in: 5000...9999, using: &random)
    var order = BlockOrder(bounds, least: 0)
    var seen: [UInt32] = []
    while order.advance(from: bar) { seen += order.blocks }
    #expect(seen.sorted() == bounds.indices.filter { bounds[$0] >= bar }.map { UInt32($0) })
  }

  @Test(arguments: Seed.some(8))
  func `bits are counted as one by one`(seed: Seed) {
    var random = seed
    let words = (0..<Int.random(in: 0...70, using: &random)).map { _ in
      UInt64.random(in: 0...UInt64.max, using: &random)
    }
    let set = DocumentSet(words: words)
    #expect(set.count == words.reduce(0) { $0 + $1.nonzeroBitCount })
    #expect(set.plainCount == set.count)
  }

  /// Many documents of few words: lists of every layout.
  private static func segment(_ random: inout Seed) throws -> Segment {
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<Int.random(in: 200...500, using: &random) {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
    }
    try index.refresh()
    return try #require(index.snapshot().segments.first).segment
  }

  /// Some lists of the segment and one in memory, with factors that make 257 together at most.
  private static func lists(
    in store: ListStore, _ random: inout Seed
  ) throws -> [BoundedList] {
    let segment = store.segment
    var lists: [BoundedList] = []
    var left: UInt16 = 257
    while left > 0 {
      let factor = UInt16.random(in: 1...left, using: &random)
      left -= factor
      let list: ScoredList
      if Int.random(in: 0..<5, using: &random) == 0 {
        let documents = (0..<DocID(segment.documentCount)).filter { _ in
          Bool.random(using: &random)
        }
        list = ScoredList(
          CountedList(documents: documents, frequencies: documents.map { _ in 1 }), in: store)
      } else {
        let term = segment.canonicalTerm(
          at: UInt32.random(in: 0..<UInt32(segment.canonicalTermCount), using: &random))
        list = try ScoredList(WeightedTerm(term: term, weight: 1), in: store)
      }
      lists.append(BoundedList(list: list, factor: factor))
    }
    return lists
  }
}
