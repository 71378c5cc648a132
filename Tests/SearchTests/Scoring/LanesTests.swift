import TestSupport
import Testing

@testable import Search

@Suite struct LanesTests {
  /// Both ways where the processor has both; the plain one everywhere.
  @Test(arguments: Seed.some(24), [false, true])
  func `lanes add up impacts as plain numbers do`(seed: Seed, wide: Bool) {
    var random = seed
    let lanes = Lanes(wide: wide)
    for _ in 0..<3 {
      lanes.clear()
      let sums = Self.fill(lanes, &random)
      for least in [0, 1, 255, 30_000, 65_535] + sums {
        let reaching = lanes.reaching(UInt16(least))
        #expect(
          sums.indices.allSatisfy { (reaching >> UInt64($0) & 1 == 1) == (sums[$0] >= least) })
      }
    }
  }

  /// Adds random lists with factors that make 257 together.
  private static func fill(_ lanes: borrowing Lanes, _ random: inout Seed) -> [Int] {
    var sums = [Int](repeating: 0, count: 64)
    var left = 257
    while left > 0 {
      let factor = Int.random(in: 1...left, using: &random)
      left -= factor
      let documents = Self.bytes(64, &random)
      let ofCounts = Self.bytes(16, &random)
      let bounds = Self.bytes(256, &random)
      let codes = (0..<64).map { _ in UInt8.random(in: 1..<16, using: &random) }
      let bits = UInt64.random(in: 0...UInt64.max, using: &random)
      let present = (0..<64).filter { bits >> UInt64($0) & 1 == 1 }
      let largest = UInt8.random(in: 0...255, using: &random)
      let impacts = (0..<64).map { document in
        let steps = Int(ofCounts[Int(codes[document])]) + Int(documents[document])
        return min(largest, bounds[min(255, steps)])
      }
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        // No byte behind the last one is read: the array ends there.
        let packed = stride(from: 0, to: present.count, by: 2).map { place in
          codes[present[place]]
            | (place + 1 < present.count ? codes[present[place + 1]] << 4 : 0)
        }
        for index in present { sums[index] += factor * Int(impacts[index]) }
        unsafe Self.withBases(packed, documents, ofCounts, bounds) { packed, documents, tables in
          unsafe lanes.add(
            bits, packed, documents: documents, bounds: tables, largest: largest, UInt16(factor))
        }
      default:
        for (index, impact) in impacts.enumerated() {
          sums[index] += factor * Int(impact)
          lanes.add(UInt16(impact) * UInt16(factor), at: index)
        }
      }
    }
    return sums
  }

  private static func bytes(_ count: Int, _ random: inout Seed) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private static func withBases(
    _ codes: [UInt8], _ documents: [UInt8], _ ofCounts: [UInt8], _ bounds: [UInt8],
    _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>, ImpactTables) -> Void
  ) {
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe documents.withUnsafeBufferPointer { documents in
        unsafe ofCounts.withUnsafeBufferPointer { ofCounts in
          unsafe bounds.withUnsafeBufferPointer { bounds in
            guard let codes = codes.baseAddress, let documents = documents.baseAddress,
              let ofCounts = ofCounts.baseAddress, let bounds = bounds.baseAddress
            else { return }
            unsafe body(codes, documents, ImpactTables(ofCounts: ofCounts, bounds: bounds))
          }
        }
      }
    }
  }
}
