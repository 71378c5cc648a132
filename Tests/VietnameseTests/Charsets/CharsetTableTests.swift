import Testing
import Vietnamese

/// The tables against the facts they are made of, and labels.
@Suite struct CharsetTableTests {
  @Test(
    arguments: [
      ("tcvn3", .tcvn3), ("tcvn5712", .tcvn5712), ("vni", .vni), ("viscii", .viscii),
      ("vps", .vps), ("windows1258", .windows1258), ("windows1252", .windows1252),
      ("bkhcm2", .bkhcm2),
    ] as [(String, Charset)])
  func `every code decodes to its letter`(name: String, charset: Charset) throws {
    let rows = FactEncoder.rows(name)
    try #require(rows.count > 70)
    for (bytes, scalar) in rows {
      let text = decode(bytes, as: charset).text
      #expect(scalars(text) == [scalar], "\(bytes) of \(name)")
    }
  }

  @Test func `a VNI mark may come in the other case`() {
    #expect(decode([0x56, 0x49, 0x45, 0xE4, 0x54], as: .vni).text == "VIỆT")
  }

  @Test func `all 256 bytes of every charset make text`() {
    let all = (0...255).map { UInt8($0) }
    for charset in Charset.allCases {
      let decoded = decode(all, as: charset)
      #expect(!decoded.text.isEmpty && !decoded.text.unicodeScalars.contains("\0"))
    }
  }

  @Test(
    arguments: [
      ("UTF-8", .utf8), ("utf8", .utf8), (" Windows-1252", .windows1252),
      ("ISO-8859-1", .windows1252), ("latin1", .windows1252), ("windows-1258", .windows1258),
      ("x-viet-tcvn5712", .tcvn5712), ("TCVN3", .tcvn3), ("x_viet_vni", .vni),
      ("VISCII", .viscii), ("us-ascii", .ascii), ("x-viet-vps", .vps), ("VIQR", .viqr),
      ("utf-16le", .utf16LE), ("UTF-16BE", .utf16BE), ("utf-7", nil), ("unicode-1-1-utf-7", nil),
      ("x-user-defined", nil), ("", nil), ("gbk", nil),
    ] as [(String, Charset?)])
  func `labels name charsets`(label: String, charset: Charset?) {
    #expect(Charset(label: label) == charset)
  }
}
