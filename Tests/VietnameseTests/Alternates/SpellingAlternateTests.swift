import TestSupport
import Testing
import Vietnamese

@Suite struct SpellingAlternateTests {
  @Test(arguments: [
    ("mĩ", "mỹ"), ("sỹ", "sĩ"), ("quí", "quý"), ("quýt", "quít"), ("quỳnh", "quình"), ("ỷ", "ỉ"),
    ("ki", "ky"), ("thỷ", "thỉ"), ("xi", "xy"),
  ])
  func `i and y stand for each other in open syllables`(word: String, other: String) {
    #expect(alternate(word) == other)
    #expect(alternate(other) == word)
  }

  @Test(arguments: [
    "ý", "y", "ỵ", "đi", "chi", "phi", "ghi", "ri", "gì", "tay", "thuý", "yêu", "kia", "khuy",
    "nam",
    "quyên", "mít", "café", "",
  ])
  func `all others have one spelling`(word: String) {
    #expect(alternate(word) == nil)
  }

  @Test(arguments: sharedCases("S15"))
  func `the shared cases for alternates hold`(expected: SharedCase) throws {
    let sides = expected.input.split(separator: " ~ ").map { side in
      side.split(separator: " ").map { canonical(String($0)) }
    }
    try #require(sides.count == 2)
    let meet =
      sides[0].count == sides[1].count
      && zip(sides[0], sides[1]).allSatisfy { $0 == $1 || alternate($0) == $1 }
    #expect(meet == (expected.canonical == "alt"))
  }

  private func alternate(_ word: String) -> String? {
    let bytes = Array(word.utf8)
    return spellingAlternate(of: bytes.span).map { string($0) }
  }
}
