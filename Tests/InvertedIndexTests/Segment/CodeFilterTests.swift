import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct CodeFilterTests {
  /// Lengths around the ends of words and vectors, and codes that only the filter takes for others.
  @Test(arguments: Seed.some(16))
  func `no code is missed, and both ways let the same ones pass`(seed: Seed) {
    var random = seed
    let wanted = (0..<Int.random(in: 1...30, using: &random)).map { _ in
      UInt16.random(in: 0...UInt16.max, using: &random) >> UInt16.random(in: 0..<10, using: &random)
    }
    var fast = CodeFilter()
    var plain = CodeFilter(wide: false)
    for code in wanted {
      fast.insert(code)
      plain.insert(code)
    }
    for count in [0, 1, 31, 32, 33, 63, 64, 65, 200, 128] {
      let codes = (0..<count).map { _ in
        Bool.random(using: &random)
          ? wanted.randomElement(using: &random) ?? 0
          : UInt16.random(in: 0...UInt16.max, using: &random)
      }
      var found: [UInt64] = [1, 2, 3]
      var expected: [UInt64] = []
      unsafe codes.withUnsafeBytes { bytes in
        unsafe fast.find(in: bytes, into: &found)
        unsafe plain.find(in: bytes, into: &expected)
      }
      #expect(found == expected)
      #expect(found.count == (count + 63) / 64)
      for (place, code) in codes.enumerated() where wanted.contains(code) {
        #expect(found[place / 64] >> UInt64(place % 64) & 1 == 1)
      }
    }
  }

  @Test(arguments: Seed.some(16), [false, true])
  func `a phrase is counted as by looking at every place`(seed: Seed, wide: Bool) {
    var random = seed
    let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      (0..<Int.random(in: 1...3, using: &random)).map { _ in
        UInt16.random(in: 0..<6, using: &random)
      }
    }
    let table = PhraseTable(words, wide: wide)
    var places: [UInt64] = []
    for count in [0, 1, 3, 64, 150] {
      let text = (0..<count).map { _ in UInt16.random(in: 0..<6, using: &random) }
      unsafe text.withUnsafeBytes { text in
        #expect(unsafe table.count(text, &places) == table.plainCount(text))
      }
    }
  }
}
