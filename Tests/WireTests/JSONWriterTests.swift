import Testing

@testable import Wire

@Suite struct JSONWriterTests {
  @Test func `values are separated and nested`() {
    var json = JSONWriter()
    json.object { json in
      json.member("a", 1)
      json.array("b") { json in
        json.string("x")
        json.array { _ in }
        json.null()
      }
      json.object("c") { _ in }
      json.member("d", true)
      json.member("e", ["p", "q"])
    }
    #expect(text(json) == #"{"a":1,"b":["x",[],null],"c":{},"d":true,"e":["p","q"]}"#)
  }

  @Test func `control characters and line separators are escaped, other text is not`() {
    var json = JSONWriter()
    json.string("a\"b\\c\n\r\t\u{0}\u{1B}[31m\u{7F}\u{85}\u{9B}\u{2028}\u{2029} mặt trận /é\u{A0}😀")
    #expect(
      text(json)
        == #""a\"b\\c\n\r\t\u0000\u001b[31m\u007f\u0085\u009b\u2028\u2029 mặt trận /é"#
        + "\u{A0}😀\"")
  }

  @Test func `numbers are as short as they can be`() {
    var json = JSONWriter()
    json.array { json in
      json.double(14)
      json.double(0.1)
      json.float(0.1)
      json.float(14.27)
      json.double(.infinity)
      json.double(.nan)
      json.int(Int64.min)
      json.double(1e300)
    }
    #expect(text(json) == "[14,0.1,0.1,14.27,null,null,-9223372036854775808,1e+300]")
  }

  @Test func `what is written reads back`() throws {
    let strings = [
      "", "ủy ban", "\u{0}\u{1F}\u{7F}\u{80}\u{9F}\u{A0}", "\u{2027}\u{2028}\u{202A}", "\"\\",
    ]
    for string in strings + (0..<0x300).compactMap({ Unicode.Scalar($0) }).map({ "x\($0)y" }) {
      var json = JSONWriter()
      json.string(string)
      #expect(try JSONValue(parsing: json.bytes.span) == .string(string))
      #expect(json.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  }

  private func text(_ json: JSONWriter) -> String { String(decoding: json.bytes, as: UTF8.self) }
}
