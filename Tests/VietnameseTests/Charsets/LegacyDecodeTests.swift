import Testing
import Vietnamese

/// Documents in legacy charsets, told by what they spell.
@Suite struct LegacyDecodeTests {
  static let charsets: [(String, Charset)] = [
    ("tcvn3", .tcvn3), ("tcvn5712", .tcvn5712), ("vni", .vni), ("viscii", .viscii), ("vps", .vps),
    ("windows1258", .windows1258), ("bkhcm2", .bkhcm2),
  ]

  @Test(arguments: charsets)
  func `a document is told and read without a label`(name: String, charset: Charset) {
    let encoder = FactEncoder(name)
    for line in SampleText.vietnamese.split(separator: "\n") + [SampleText.vietnamese[...]] {
      // TCVN3 has no toned capitals, VPS few punctuation marks.
      let text = String(line).unicodeScalars.filter { encoder.encode(String($0)) != nil }
      let gold = String(String.UnicodeScalarView(text))
      let decoded = decode((encoder.encode(gold) ?? []), declared: nil)
      #expect(decoded.text == gold)
      let isPlainTCVN = charset == .tcvn5712 && decoded.charset == .tcvn3
      #expect(decoded.charset == charset || isPlainTCVN)
      #expect(decoded.confidence > 0.9 && decoded.evidence == .detected)
    }
  }

  @Test(arguments: charsets)
  func `all letters come back`(name: String, charset: Charset) throws {
    for text in [SampleText.pangram, SampleText.pangram.uppercased()] {
      guard let bytes = FactEncoder(name).encode(text) else {
        // TCVN3 has no codes for toned capitals.
        #expect(charset == .tcvn3)
        continue
      }
      #expect(decode(bytes, as: charset).text == text)
    }
  }

  @Test func `a label is weaker than what the bytes spell`() throws {
    let text = "Hội đồng nhân dân thành phố thông qua nghị quyết về ngân sách"
    for (name, charset) in Self.charsets where charset != .tcvn5712 {
      let bytes = try #require(FactEncoder(name).encode(text))
      for label in ["utf-8", "windows-1252", "tcvn3", "vni", "viscii", "x-user-defined", "utf-7"] {
        let decoded = decode(bytes, declared: label)
        #expect(decoded.text == text, "\(name) declared \(label)")
      }
    }
  }

  @Test func `a label decides between readings as good`() {
    // E1 is á in VPS, VISCII and windows-1258 alike.
    let bytes: [UInt8] = Array("s".utf8) + [0xE1] + Array("ch b".utf8) + [0xE1] + Array("o".utf8)
    for (label, charset) in [("viscii", Charset.viscii), ("windows-1258", .windows1258)] {
      let decoded = decode(bytes, declared: label)
      #expect(decoded.text == "sách báo" && decoded.charset == charset)
      #expect(decoded.evidence == .declared)
    }
  }

  @Test(arguments: SampleText.foreign.prefix(8))
  func `Western text in windows-1252 is left to it`(text: String) {
    let encoder = FactEncoder("windows1252")
    let gold = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { encoder.encode(String($0)) != nil }))
    for label in [nil, "utf-8", "iso-8859-1", "windows-1252"] {
      let decoded = decode((encoder.encode(gold) ?? []), declared: label)
      #expect(decoded.text == gold && decoded.charset == .windows1252)
    }
  }

  @Test(
    arguments: [
      "Il ne peut pas être là", "die Auflösung", "das Menü öffnen", "raison d'être", "à la carte",
      "le nom de l'école, c'est-à-dire le nom de base", "inférieure à 600, ou", "Müller", "Zoë",
      "thanks to Loïc Minier and all others who sent patches",
    ])
  func `one letter of a Western line is enough to be read`(text: String) throws {
    let bytes = try #require(FactEncoder("windows1252").encode(text))
    #expect(decode(bytes).text == text)
  }

  @Test(arguments: ["tcvn3", "vni", "viscii"])
  func `a name beside a few words does not hide the charset`(name: String) throws {
    for text in ["phòng khám Wilmington", "Phòng GD-ĐT huyện Cẩm Thuỷ", "thư gửi Charlotte Brown"] {
      let bytes = try #require(FactEncoder(name).encode(text.lowercased()))
      #expect(decode(bytes).text == text.lowercased())
    }
  }

  @Test func `a page of English with a few signs stays English`() {
    let page = String(
      repeating: "The meeting of the council was held on Friday, with all members present.\n",
      count: 40)
    let bytes = Array(page.utf8) + [0xA9] + Array(" 2009 by Lo".utf8) + [0xEF, 0x63, 0x0A]
    let decoded = decode(bytes)
    #expect(decoded.charset == .windows1252 && decoded.text.hasSuffix("© 2009 by Loïc\n"))
  }

  @Test func `what fits nothing is said to`() {
    // windows-1251: Russian is not what this program reads.
    let russian: [UInt8] = [0xCF, 0xF0, 0xE8, 0x92, 0xE2, 0xE5, 0xF2, 0x81, 0xAC, 0x20, 0xA8, 0xB3]
    let decoded = decode(russian)
    #expect(decoded.confidence < 0.9 && decoded.replacedByteCount == 0)
  }

  @Test func `a few words of VISCII that are UTF-8 by chance are VISCII`() throws {
    for text in ["người", "nước Việt", "Người xưa"] {
      let bytes = try #require(FactEncoder("viscii").encode(text))
      #expect(decode(bytes).text == text)
    }
  }

  @Test func `TCVN3 keeps its curly quotes, TCVN 5712 its capitals`() throws {
    let quoted = [0x93] + (FactEncoder("tcvn3").encode("ngày mai trời lại sáng") ?? []) + [0x94]
    #expect(decode(quoted).text == "“ngày mai trời lại sáng”")
    let text = "Ảnh của Ủy ban; Ông Ẩn, bà Ái và anh Ứng ở Ấp Bắc"
    let bytes = try #require(FactEncoder("tcvn5712").encode(text))
    let decoded = decode(bytes)
    #expect(decoded.text == text && decoded.charset == .tcvn5712)
  }

  @Test func `capitals of TCVN3 are found by their neighbours`() throws {
    let bytes = try #require(
      FactEncoder("tcvn3").encode("CỘNG HOÀ XÃ HỘI: Hà Nội, tỉnh".lowercased()))
    let shouted = zip(bytes, "CỘNG HOÀ XÃ HỘI: Hà Nội, tỉnh".unicodeScalars).map { byte, scalar in
      byte < 0x80 && scalar.properties.isUppercase ? byte & ~0x20 : byte
    }
    #expect(decode(shouted).text == "CỘNG HOÀ XÃ HỘI: Hà Nội, tỉnh")
  }

  @Test func `lines of two charsets are read each in its own`() throws {
    let lines = SampleText.vietnamese.split(separator: "\n").map(String.init)
    let second = lines[1].replacing("“", with: "").replacing("”", with: "")
    let legacy = try #require(FactEncoder("tcvn3").encode(second))
    let bytes = Array(lines[0].utf8) + [0x0A] + legacy + [0x0A] + Array(lines[2].utf8)
    let decoded = decode(bytes)
    #expect(decoded.text == [lines[0], second, lines[2]].joined(separator: "\n"))
    #expect(decoded.charset == .utf8 && decoded.otherCharset == .tcvn3)
  }

  @Test func `a large document is told by a sample and read whole`() throws {
    let head = String(
      repeating: "<!-- plain markup without a letter of Vietnamese -->\n", count: 9000)
    let line = "Ủy ban nhân dân huyện báo cáo kết quả sản xuất vụ đông xuân\n".lowercased()
    let body = try #require(FactEncoder("vni").encode(String(repeating: line, count: 5000)))
    let decoded = decode((Array(head.utf8) + body), declared: "utf-8")
    #expect(decoded.charset == .vni)
    #expect(decoded.text == head + String(repeating: line, count: 5000))
  }
}
