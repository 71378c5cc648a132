import Testing
import Vietnamese

@Suite struct MatchClassTests {
  @Test(arguments: [
    ("chinh", "chính", MatchClass.wider), ("chính", "chinh", .foldedOnly),
    ("chính", "chỉnh", .foldedOnly), ("hội", "hội", .exact), ("hôi", "hội", .wider),
    ("hối", "hội", .foldedOnly), ("hơi", "hội", .foldedOnly), ("họi", "hội", .wider),
    ("do", "đô", .wider), ("đo", "đô", .wider), ("đo", "dô", .foldedOnly), ("hdnd", "hđnd", .wider),
    ("hđnd", "hdnd", .foldedOnly), ("krong", "krông", .wider), ("elysee", "élysée", .wider),
    ("strasse", "straße", .wider), ("hoi", "hao", MatchClass.none), ("facade", "façade", .wider),
    ("tụynh", "tuynh", .foldedOnly), ("30388", "30,388", .foldedOnly), ("3", "4", MatchClass.none),
  ])
  func `a query's marks must stand in the document`(
    query: String, document: String, expected: MatchClass
  ) {
    #expect(match(query, document) == expected)
  }

  @Test func `a tone counts wherever it stands`() {
    // Not a syllable, so the tone was not moved: still the same tone.
    #expect(match("hoàzz", "hòazz") == .wider)
  }

  @Test(
    arguments: [
      ("mat", []), ("măt", .shape), ("mát", .tone), ("mắt", [.shape, .tone]), ("đa", .stroke),
      ("đường", [.stroke, .shape, .tone]), ("çelik", .shape), ("an2", []),
    ] as [(String, TypedMarks)])
  func `the kinds of marks are told apart`(word: String, expected: TypedMarks) {
    let bytes = Array(word.utf8)
    let marks = typedMarks(of: bytes.span)
    #expect(marks == expected)
  }

  private func match(_ query: String, _ document: String) -> MatchClass {
    matchClass(query: Array(query.utf8).span, document: Array(document.utf8).span)
  }
}
