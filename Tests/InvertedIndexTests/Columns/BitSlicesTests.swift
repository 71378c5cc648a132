import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct BitSlicesTests {
  @Test(arguments: [1, 2, 3, 7, 8, 13])
  func `every range finds the numbers in it`(largest: Int) throws {
    var random = Seed(UInt64(largest))
    let owner = try SegmentSamples.small().sections
    for count in [1, 63, 64, 65, 200] {
      let numbers = (0..<count).map { _ in Int.random(in: 0...largest, using: &random) }
      let bytes = BitSlices.encode(numbers, largest: largest)
      unsafe bytes.withUnsafeBytes { raw in
        let slices = unsafe BitSlices(raw, documents: count, largest: largest, owner)
        #expect(numbers.indices.map { slices[$0] } == numbers)
        for low in 1...largest {
          for high in low...(largest + 1) {
            var words = [UInt64](repeating: 0, count: (count + 63) / 64)
            slices.insertDocuments(with: low..<high, into: &words)
            let found = (0..<(words.count * 64)).filter {
              words[$0 / 64] >> UInt64($0 % 64) & 1 == 1
            }
            #expect(found == numbers.indices.filter { (low..<high).contains(numbers[$0]) })
          }
        }
      }
    }
  }
}
