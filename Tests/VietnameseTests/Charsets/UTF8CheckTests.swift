import Testing

@testable import Vietnamese

/// The look at sixteen bytes at a time against the plain way, one scalar after the other.
@Suite struct UTF8CheckTests {
  @Test func `every pair and triple that decides is judged as the table of Unicode does`() {
    let leads: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
      0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    let others: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC3, 0xE1, 0xF0]
    for lead in leads {
      for second in others {
        for third in others {
          for fourth: UInt8 in [0x41, 0x80, 0xC3] {
            expectSame([lead, second, third, fourth])
            expectSame([0x61, 0x62, 0x63, lead, second, third, fourth, 0x64])
          }
        }
      }
    }
  }

  @Test(arguments: 0..<32)
  func `random texts of every length are judged alike wherever they are damaged`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<60 {
      var bytes = randomText(using: &random)
      expectSame(bytes)
      for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: index)
        default: bytes.removeLast(bytes.count - index)
        }
        expectSame(bytes)
      }
    }
  }

  @Test func `a scalar across the border of a block is judged whole`() {
    for scalar in ["à", "ạ", "\u{800}", "\u{FFFD}", "😀"] {
      for start in 500...530 {
        let bytes = Array(repeating: UInt8(ascii: "a"), count: start) + Array(scalar.utf8)
        for cut in 0...scalar.utf8.count { expectSame(bytes.dropLast(cut) + [0x62, 0x63]) }
        for cut in 0...scalar.utf8.count { expectSame(Array(bytes.dropLast(cut))) }
      }
    }
  }

  @Test func `the first byte of a kind is found wherever it stands`() {
    for count in [0, 1, 7, 63, 64, 65, 128, 200] {
      for place in 0...count {
        var bytes = Array(repeating: UInt8(0x8A), count: count)
        if place < count { bytes[place] = 0x0A }
        for start in [0, place / 2, place] {
          #expect(firstIndex(of: 0x0A, in: bytes.span, from: start) == place)
        }
      }
    }
  }

  private func expectSame(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) {
    let check = UTF8Check(bytes.span)
    let isValid = isValidScalarByScalar(bytes.span)
    #expect(check.isValid == isValid, "\(bytes)", sourceLocation: location)
    guard isValid else { return }
    #expect(check.isASCII == bytes.allSatisfy { $0 < 0x80 }, "\(bytes)", sourceLocation: location)
    #expect(check.hasNul == bytes.contains(0), "\(bytes)", sourceLocation: location)
  }

  private func isValidScalarByScalar(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let length = UTF8Decoding.sequenceLength(bytes, at: index)
      if length == 0 { return false }
      index += length
    }
    return true
  }

  private func randomText(using random: inout SeededNumbers) -> [UInt8] {
    let letters: [String] =
      Bool.random(using: &random)
      ? ["a", " ", "b", "à", "ạ", "ư", "”"] : ["a", "à", "ế", "\u{0}", "\u{FEFF}", "😀", "ह", "한"]
    var bytes: [UInt8] = []
    let count = Int.random(in: 0..<1400, using: &random)
    while bytes.count < count {
      bytes += Array((letters.randomElement(using: &random) ?? "a").utf8)
    }
    return bytes
  }
}

/// The search for suspects in whole blocks against the look at each byte.
@Suite struct SuspectTests {
  @Test(arguments: 0..<32)
  func `a word of mojibake is repaired wherever it stands in clean text`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    let clean = ["nước ", "là” ", "rồi ", "à “", "đã ", "ấy. ", "Âu ", "xã… ", "a "]
    for _ in 0..<40 {
      func words(_ count: Int) -> String {
        (0..<count).map { _ in clean.randomElement(using: &random) ?? "" }.joined()
      }
      let before = words(Int.random(in: 0..<200, using: &random))
      let after = words(Int.random(in: 0..<200, using: &random))
      let (text, repair) = repair(before + "Viá»‡t " + after)
      #expect(text == before + "Việt " + after)
      #expect(repair.mojibakeWords == 1)
      #expect(Vietnamese.repair(before + after).repair == .none)
    }
  }
}
