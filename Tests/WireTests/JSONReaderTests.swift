import Testing

@testable import Wire

@Suite struct JSONReaderTests {
  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
    ("0", .number("0")), ("-1.50e+3", .number("-1.50e+3")), ("\"a\"", .string("a")),
    ("[]", .array([])), ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
    ("{}", .object([])),
    ("{\"a\":{\"b\":null}}", .object([.init("a", .object([.init("b", .null)]))])),
    (
      "\"\\u1EE7y \\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\"",
      .string("ủy 😀 \"\\/\u{8}\u{c}\n\r\t")
    ),
    ("\"mặt trận\"", .string("mặt trận")),
  ])
  func `well-formed JSON is read`(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test(arguments: [
    ("", 0), ("  ", 2), ("nul", 0), ("nullx", 4), ("tru e", 0), ("+1", 0), ("01", 0), ("1.", 0),
    (".5", 0), ("1e", 0), ("-", 0), ("[1,]", 3), ("[1 2]", 3), ("[", 1), ("{\"a\"}", 4),
    ("{\"a\":1,}", 7), ("{a:1}", 1), ("{\"a\":1 \"b\":2}", 7), ("\"a", 2), ("\"\\x\"", 1),
    ("\"\\u12g4\"", 5), ("\"a\nb\"", 2), ("1 2", 2), ("{} x", 3), ("NaN", 0), ("'a'", 0),
    ("\"\\", 2), ("\u{FEFF}1", 0),
  ])
  func `malformed JSON is refused at its byte`(text: String, byte: Int) {
    #expect(error(text)?.byte == byte, "\(String(describing: error(text)))")
  }

  @Test(arguments: ["\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\""])
  func `half a surrogate pair is refused`(text: String) {
    #expect(error(text)?.kind == .loneSurrogate)
  }

  @Test func `a member given twice is refused, also deep inside what is skipped`() {
    #expect(error("{\"a\":1,\"\\u0061\":2}")?.kind == .duplicateKey("a"))
    #expect(error("{\"x\":[{\"a\":1,\"a\":2}]}")?.kind == .duplicateKey("a"))
    let many = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(error("{\(many),\"k3\":1}")?.kind == .duplicateKey("k3"))
    #expect(error("{\(many),\"k39\":1}")?.kind == .duplicateKey("k39"))
    #expect(error("{\(many)}") == nil)
  }

  @Test func `bytes that are not UTF-8 are refused where they stand`() {
    let bytes: [UInt8] = Array("{\"a\":\"mặt ".utf8) + [0xFF] + Array("\"}".utf8)
    #expect(throws: JSONError(.invalidUTF8, at: bytes.count - 3)) {
      try JSONValue(parsing: bytes.span)
    }
  }

  @Test func `nesting is followed 64 deep and no deeper`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(error(nested(64)) == nil)
    #expect(error(nested(65))?.kind == .tooDeep(limit: 64))
    #expect(error(nested(1_000_000))?.kind == .tooDeep(limit: 64))
  }

  @Test func `every prefix of a text is refused or read, never crashes`() throws {
    let text = #"{"a":[1,-2.5e3,true,null,"x\u00e9\n"],"b":{"c":"mặt"},"d":false}"#
    let bytes = Array(text.utf8)
    for end in 0..<bytes.count {
      #expect(error(String(decoding: bytes[..<end], as: UTF8.self)) != nil)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: bytes.span) }
  }

  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8).span)
  }

  private func error(_ text: String) -> JSONError? {
    do {
      _ = try JSONValue(parsing: Array(text.utf8).span)
      return nil
    } catch { return error }
  }
}
