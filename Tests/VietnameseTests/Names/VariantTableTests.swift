import Testing
import Vietnamese

@Suite struct VariantTableTests {
  @Test(arguments: [
    ("đắk", 0, ["đắc", "đăk"]), ("tp hcm", 0, ["thành phố hồ chí minh", "tphcm"]),
    ("pleiku", 0, ["plei ku"]), ("ở buôn mê thuột", 1, ["buôn ma thuột", "ban mê thuột"]),
    ("dak lak", 0, ["daklak"]), ("q", 0, ["quận"]), ("đak lak", 0, []), ("sông", 0, []),
  ])
  func `names meet their other spellings`(text: String, at: Int, expected: [String]) {
    let words = text.split(separator: " ").map { wordForms(of: String($0)).canonical }
    let found = VariantTable.standard.variants(of: words, at: at)
      .map { $0.words.map { string($0) }.joined(separator: " ") }
    #expect(expected.allSatisfy(found.contains))
    #expect(!expected.isEmpty || found.isEmpty)
  }

  @Test func `the longest run comes first and counts its words`() throws {
    let table = try VariantTable(parsing: "0.5\ta b\tx\n# note\n\n0.25\ta\ty\n")
    let found = table.variants(of: [Array("a".utf8), Array("b".utf8)], at: 0)
    #expect(found.map(\.count) == [2, 1])
    #expect(found.map(\.weight) == [0.5, 0.25])
  }

  @Test(arguments: ["x\ta\tb", "0.5\ta", "2\ta\tb", "a b c"])
  func `a bad line is named`(line: String) {
    #expect(throws: VietnameseError.variants(line: 2, text: line)) {
      try VariantTable(parsing: "# ok\n" + line)
    }
  }
}
