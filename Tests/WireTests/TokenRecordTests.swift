import Testing
import Wire

@Suite struct TokenRecordTests {
  @Test func `tokens are written with all their members`() throws {
    let token = TokenRecord(
      surface: "Hoà", canonical: "hoà", folded: "hoa", marks: ["grave"], markByte: 32, start: 3,
      end: 7, position: 1, span: 1, kind: "word")
    let reply = try JSONValue(parsing: TokenRecord.json([token]).span)
    let written = try #require(reply["tokens"]?.array?.first)
    #expect(written["surface"]?.string == "Hoà")
    #expect(written["canonical"]?.string == "hoà")
    #expect(written["folded"]?.string == "hoa")
    #expect(written["marks"]?.array == [.string("grave")])
    for (name, value) in [
      ("mark_byte", 32), ("start", 3), ("end", 7), ("position", 1), ("span", 1),
    ] {
      #expect(written[name]?.int == value)
    }
    #expect(written["kind"]?.string == "word")
  }

  @Test func `no tokens are an empty list`() {
    #expect(String(decoding: TokenRecord.json([]), as: UTF8.self) == #"{"tokens":[]}"#)
  }
}
