import Testing
import Vietnamese

/// Unicode documents: marks, UTF-16, broken UTF-8, U+0000.
@Suite struct DecodeTests {
  @Test func `strict UTF-8 comes out as it went in`() {
    let decoded = decode(Array(SampleText.vietnamese.utf8), declared: "windows-1252")
    #expect(scalars(decoded.text) == scalars(SampleText.vietnamese))
    #expect(decoded.charset == .utf8 && decoded.confidence == 1 && decoded.evidence == .valid)
    #expect(decoded.repair == .none)
  }

  @Test func `ASCII is ASCII whatever it is declared`() {
    for label in [nil, "utf-8", "utf-7", "utf-16", "tcvn3", "nonsense"] {
      let decoded = decode(Array("Plain +AGE- text, 100 %".utf8), declared: label)
      #expect(decoded.text == "Plain +AGE- text, 100 %" && decoded.charset == .ascii)
    }
  }

  @Test func `nothing is nothing`() {
    let decoded = decode([])
    #expect(decoded.text.isEmpty && decoded.charset == .ascii)
    #expect(decode([0xEF, 0xBB, 0xBF]).text.isEmpty)
    #expect(decode([0xFF, 0xFE]).text.isEmpty)
  }

  @Test func `a byte order mark decides and goes`() {
    let text = "Đất nước"
    let marked = decode(([0xEF, 0xBB, 0xBF] + Array(text.utf8)), declared: "viscii")
    #expect(scalars(marked.text) == scalars(text) && marked.evidence == .byteOrderMark)
    let little = decode(([0xFF, 0xFE] + utf16(text, bigEndian: false)))
    #expect(scalars(little.text) == scalars(text) && little.charset == .utf16LE)
    let big = decode(([0xFE, 0xFF] + utf16(text, bigEndian: true)))
    #expect(scalars(big.text) == scalars(text) && big.charset == .utf16BE)
  }

  @Test func `a UTF-8 mark before legacy bytes is not believed`() throws {
    let bytes = try #require(FactEncoder("tcvn3").encode("nghị quyết của thành phố về học phí"))
    let decoded = decode(([0xEF, 0xBB, 0xBF] + bytes))
    #expect(decoded.text == "nghị quyết của thành phố về học phí" && decoded.charset == .tcvn3)
  }

  @Test(arguments: [false, true])
  func `UTF-16 is known without its mark`(bigEndian: Bool) {
    for text in [SampleText.vietnamese, "Tờ trình", "plain text"] {
      let decoded = decode(utf16(text, bigEndian: bigEndian), declared: "utf-8")
      #expect(scalars(decoded.text) == scalars(text))
      #expect(decoded.charset == (bigEndian ? .utf16BE : .utf16LE))
    }
  }

  @Test func `surrogates pair up, and lone ones are counted`() {
    let decoded = decode([0xFF, 0xFE, 0x3D, 0xD8, 0x00, 0xDE, 0x3D, 0xD8, 0x61, 0x00, 0x62])
    #expect(decoded.text == "😀\u{FFFD}a\u{FFFD}" && decoded.replacedByteCount == 3)
  }

  @Test func `zero bytes go and are counted`() {
    let decoded = decode(Array("Hà\0 Nội\0\0".utf8))
    #expect(decoded.text == "Hà Nội" && decoded.nulCount == 3 && decoded.charset == .utf8)
  }

  @Test func `broken UTF-8 stays UTF-8, with what is broken replaced`() {
    var bytes = Array(SampleText.vietnamese.utf8)
    bytes.insert(contentsOf: [0xE1, 0xBB], at: bytes.count)
    bytes.insert(0xFF, at: 0)
    let decoded = decode(bytes, declared: "iso-8859-1")
    #expect(decoded.charset == .utf8 && decoded.replacedByteCount == 3)
    #expect(decoded.text == "\u{FFFD}" + SampleText.vietnamese + "\u{FFFD}")
  }

  @Test func `what is replaced is what the standard library replaces`() {
    var random = SeededNumbers(seed: 7)
    let parts: [UInt8] = [
      0x41, 0x80, 0xBF, 0xC0, 0xC3, 0xA1, 0xE0, 0xA0, 0xE1, 0xBB, 0x87, 0xED, 0x9F, 0xF0, 0x90,
      0xF4, 0x8F, 0xF5,
    ]
    for _ in 0..<2000 {
      let bytes = (0..<12).map { _ in parts.randomElement(using: &random) ?? 0 }
      #expect(
        scalars(decode(bytes, as: .utf8).text)
          == scalars(String(decoding: bytes, as: UTF8.self)))
    }
  }

  @Test(arguments: 0..<48)
  func `random bytes always make text`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for length in [1, 2, 3, 7, 64, 1000, 5000] {
      // Every other run keeps to bytes of words, so that detectors and repairs have work.
      let bytes = (0..<length).map { _ -> UInt8 in
        let byte = UInt8.random(in: 0...255, using: &random)
        return seed % 2 == 0 ? byte : byte < 0x30 ? 0x20 : byte < 0x60 ? byte | 0x61 : byte
      }
      for label in [nil, "utf-8", "tcvn3", "utf-16le", "viqr", "windows-1258"] {
        let decoded = decode(bytes, declared: label)
        #expect(!decoded.text.unicodeScalars.contains("\0"))
        #expect((0...1).contains(decoded.confidence))
        #expect(decoded.text.utf8.count <= bytes.count * 3 + 8)
      }
    }
  }

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      return bigEndian ? bytes.reversed() : bytes
    }
  }
}
