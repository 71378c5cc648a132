import Testing

@Suite struct TokenTests {
  @Test(arguments: sharedCases("S13"))
  func `the shared cases for tokens hold`(expected: SharedCase) {
    let read = AnalyzedText(expected.input)
    #expect(read.canonical == expected.canonical)
    #expect(read.folded == expected.folded)
  }
}
