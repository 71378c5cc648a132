import TestSupport
import Testing

@testable import Search

@Suite struct ParserTests {
  private func read(_ text: String) throws -> String {
    try QueryParser.parse(text, syntax: .lenient).root?.description ?? ""
  }

  @Test(arguments: [
    ("mặt trận", "mặt trận"),
    ("mặt trận AND hà nội", "(mặt trận) AND (hà nội)"),
    ("a OR b c", "a OR (b c)"),
    ("\"lan tỏa\" tin", "\"lan tỏa\" tin"),
    ("“lan tỏa” tin", "\"lan tỏa\" tin"),
    ("tin +hay -dở", "tin +hay -dở"),
    ("(a b) OR (c)", "(a b) OR c"),
    ("18-CT/TW", "18-CT/TW"),
    ("Hà Nội,Huế", "Hà Nội Huế"),
    ("giá:xăng", "giá xăng"),
    ("họp lúc 14:30", "họp lúc 14 30"),
    ("30,388 tỷ", "30,388 tỷ"),
  ])
  func `well-formed queries are read as meant`(text: String, expected: String) throws {
    #expect(try read(text) == expected)
  }

  @Test(arguments: [
    ("ai là chủ tịch?", "ai là chủ tịch"),
    ("giá \"xăng", "giá xăng"),
    ("Hà Nội:", "Hà Nội"),
    ("AND mưa", "AND mưa"),
    ("mưa OR", "mưa OR"),
    ("((mưa", "mưa"),
    ("mưa ) to", "mưa to"),
    ("mưa - to", "mưa to"),
    ("()", ""),
    ("\"\"", ""),
    ("-", ""),
    ("nắng -", "nắng"),
  ])
  func `what is not well formed is text, with a warning`(text: String, expected: String) throws {
    let parsed = try QueryParser.parse(text, syntax: .lenient)
    #expect((parsed.root?.description ?? "") == expected)
    if text != "\"\"" { #expect(!parsed.warnings.isEmpty) }
  }

  @Test func `a headline in capitals is no expression`() throws {
    #expect(try read("ĐẢNG VÀ NHÀ NƯỚC") == "ĐẢNG VÀ NHÀ NƯỚC")
    #expect(try read("đảng VÀ nhà nước") == "đảng AND (nhà nước)")
  }

  @Test func `strict syntax points at the character`() {
    #expect(
      throws: SearchError.syntax(
        message: "a quote is not closed", byte: 5, character: 4,
        hint: "close the phrase, or leave the quote out")
    ) { try QueryParser.parse("giá \"xăng", syntax: .strict) }
    #expect(throws: SearchError.self) { try QueryParser.parse("mưa AND", syntax: .strict) }
    #expect(throws: SearchError.self) { try QueryParser.parse("(mưa", syntax: .strict) }
  }

  @Test(arguments: Seed.some(20))
  func `lenient syntax never fails`(seed: Seed) throws {
    var random = seed
    let pieces = [
      "mưa", "Hà Nội", "\"", "“", "”", "(", ")", "-", "+", "AND", "OR", "NOT", "VÀ", "?", "*", ":",
      "18-CT/TW", " ", " ", "\u{300}", "😀", "\u{0}", "đ", "~", "^2", "\u{A0}", "title:", "\\",
    ]
    for _ in 0..<100 {
      var text = ""
      for _ in 0..<Int.random(in: 0...14, using: &random) {
        text += pieces.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) { text += " " }
      }
      _ = try QueryParser.parse(text, syntax: .lenient)
      _ = try? QueryParser.parse(text, syntax: .strict)
    }
  }

  @Test func `a very long query keeps its first words`() throws {
    let text = (0..<600).map { "t\($0)" }.joined(separator: " ")
    let parsed = try QueryParser.parse(text, syntax: .lenient)
    #expect(parsed.root?.words.count == SearchLimit.words)
    #expect(parsed.warnings.count == 1)
    let joined = (0..<100).map { "a\($0)-b" }.joined(separator: " ")
    #expect(try QueryParser.parse(joined, syntax: .lenient).root?.words.count == 200)
    #expect(throws: SearchError.self) { try QueryParser.parse(joined, syntax: .strict) }
    let tooLong = String(repeating: "mưa ", count: 1500)
    #expect(throws: SearchError.self) { try QueryParser.parse(tooLong, syntax: .lenient) }
  }
}
