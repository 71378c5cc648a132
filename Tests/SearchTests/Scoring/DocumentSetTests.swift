import TestSupport
import Testing

@testable import Search

@Suite struct DocumentSetTests {
  @Test(arguments: Seed.some(12))
  func `counting across words is counting document by document`(seed: Seed) {
    var random = seed
    let blocks = Int.random(in: 1...5, using: &random)
    let sets = (0..<Int.random(in: 1...20, using: &random)).map { _ in
      Self.set(blocks, &random)
    }
    var counter = SetCounter(blockCount: blocks)
    for set in sets { counter.add(set) }
    let counts = (0..<blocks * 64).map { document in
      sets.count { $0.contains(document) }
    }
    for minimum in 1...sets.count + 1 {
      let found = counter.atLeast(minimum)
      #expect(counts.indices.allSatisfy { found.contains($0) == (counts[$0] >= minimum) })
    }
    let among = Self.set(blocks, &random)
    let most = counts.indices.filter { among.contains($0) }.map { counts[$0] }.max() ?? 0
    #expect(counter.most(among: among) == most)
  }

  @Test(arguments: Seed.some(6))
  func `sets are combined as sets of numbers are`(seed: Seed) {
    var random = seed
    let (left, right) = (Self.set(3, &random), Self.set(3, &random))
    func numbers(_ set: DocumentSet) -> Set<Int> {
      var result: Set<Int> = []
      set.visit { _ = result.insert($0) }
      return result
    }
    var (union, intersection, difference) = (left, left, left)
    union.formUnion(right)
    intersection.formIntersection(right)
    difference.subtract(right)
    #expect(numbers(union) == numbers(left).union(numbers(right)))
    #expect(numbers(intersection) == numbers(left).intersection(numbers(right)))
    #expect(numbers(difference) == numbers(left).subtracting(numbers(right)))
    #expect(left.isShared(with: right) == !numbers(intersection).isEmpty)
    #expect(union.count == numbers(union).count)
  }

  private static func set(_ blocks: Int, _ random: inout Seed) -> DocumentSet {
    DocumentSet(words: (0..<blocks).map { _ in UInt64.random(in: 0...UInt64.max, using: &random) })
  }
}
