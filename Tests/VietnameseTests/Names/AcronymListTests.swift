import Testing

@testable import Vietnamese

@Suite struct AcronymListTests {
  @Test(arguments: [
    ("mttq", "mặt trận tổ quốc"), ("ubnd", "uỷ ban nhân dân"), ("qd", "quyết định"),
    ("cp", "chính phủ|cổ phần"), ("gddt", "giáo dục và đào tạo|giáo dục đào tạo"), ("xyz", ""),
  ])
  func `a short form has its readings`(short: String, expected: String) {
    let found = AcronymList.standard.entries(shortFoldedAs: Array(short.utf8))
    #expect(found.map(Self.text).joined(separator: "|") == Self.canonical(expected))
    #expect(found.allSatisfy { $0.readingCount == found.count })
  }

  @Test func `a long form is found by its first word`() {
    let found = AcronymList.standard.entries(
      longBeginningWith: Array("mat".utf8), Array("tran".utf8))
    #expect(found.map { String(decoding: $0.short, as: UTF8.self) } == ["mttq"])
  }

  @Test func `every long form has as many words as its short form could name`() {
    for entry in AcronymList.standard.entries {
      #expect(2...8 ~= entry.long.count, "\(Self.text(entry))")
      #expect(entry.long.allSatisfy { looksLikeSyllable($0.span) }, "\(Self.text(entry))")
    }
  }

  private static func text(_ entry: AcronymList.Entry) -> String {
    entry.long.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  private static func canonical(_ text: String) -> String {
    text.split(separator: "|").map { reading in
      reading.split(separator: " ").map {
        String(decoding: wordForms(of: String($0)).canonical, as: UTF8.self)
      }.joined(separator: " ")
    }.joined(separator: "|")
  }
}
