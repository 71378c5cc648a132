import TestSupport
import Testing

@testable import Search

/// What is read in one pass is read as the parser of everything reads it.
@Suite struct CommonQueryTests {
  private static let pieces = [
    "mặt", "trận", "Tổ", "quốc", "hoà", "uy", "ban", "Đảng", "VÀ", "OR", "TP", "covid", "a×b",
    "ơ", "Ơ", "mưa\u{301}", "2023", "18-CT/TW", "TP.HCM", "b,c", " ", " ", " ", " ", "  ", "\"",
    "\"", "“", "”", "+", "-", "*", "(", ")", "~2", ":", "\u{A0}", "\u{3000}", "ngày", "漢",
  ]

  @Test(arguments: Seed.some(8))
  func `a query read in one pass is the one the parser reads`(seed: Seed) throws {
    var random = seed
    var count = 0
    for _ in 0..<4000 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        Self.pieces.randomElement(using: &random) ?? ""
      }.joined()
      guard let common = CommonQuery.parse(text) else { continue }
      count += 1
      for syntax in [SearchRequest.Syntax.lenient, .strict] {
        let parsed = try QueryParser.parseAll(text, syntax: syntax)
        #expect(parsed.root == common, "\(text)")
        #expect(parsed.warnings.isEmpty, "\(text)")
      }
    }
    #expect(count > 100)
  }

  @Test(arguments: [
    "mặt trận", "\"kết quả\"", "+mat +tran", "+\"to quoc\" -ban", "Hà Nội \"mặt trận\" tin",
    "\"hay\"", "", "đường",
  ])
  func `queries of letters, quotes and signs are read in one pass`(text: String) {
    #expect((CommonQuery.parse(text) != nil) == !text.isEmpty)
  }

  @Test(arguments: ["ĐẢNG VÀ", "b*", "2023", "giá:xăng", "\"mở", "(a)", "a+b", "- a", "\"\""])
  func `all else is left to the parser`(text: String) {
    #expect(CommonQuery.parse(text) == nil)
  }

  @Test func `no query of one pass has too many clauses`() {
    let many = String(repeating: "+a ", count: SearchLimit.clauses + 1)
    #expect(CommonQuery.parse(many) == nil)
  }
}
