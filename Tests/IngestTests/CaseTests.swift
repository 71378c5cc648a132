import Testing

@testable import Ingest

/// Small letters as the standard library makes them.
@Suite struct CaseTests {
  @Test func `every character alone and between others is made small alike`() {
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      #expect(text.lowered().utf8.elementsEqual(text.lowercased().utf8), "U+\(value)")
      #expect(text.isUpperCased == (text == text.uppercased()), "U+\(value)")
    }
  }

  @Test(arguments: 0..<64) func `texts of any characters are made small alike`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xC0...0x1FF, 0x300...0x36F, 0x1EA0...0x1EF9, 0x2010...0x2030, 0x4E00...0x4E20,
      0x370...0x3FF,
    ]
    // Half of the texts have only what is known.
    let kinds = UInt64(seed.isMultiple(of: 2) ? ranges.count : ranges.count - 1)
    for _ in 0..<200 {
      var text = ""
      for _ in 0..<Int(random.next() % 30) {
        let range = ranges[Int(random.next() % kinds)]
        let value = range.lowerBound + UInt32(random.next() % UInt64(range.count))
        Unicode.Scalar(value).map { text.unicodeScalars.append($0) }
      }
      #expect(text.lowered().utf8.elementsEqual(text.lowercased().utf8))
      #expect(text.isUpperCased == (text == text.uppercased()))
    }
  }

  @Test func `parts of texts are made small`() {
    let text = "ỦY BAN NHÂN DÂN XÃ ĐẤT MŨI"
    #expect(text.dropFirst(3).lowered() == "ban nhân dân xã đất mũi")
    #expect(text.isUpperCased)
    #expect(!text.lowered().isUpperCased)
  }
}
