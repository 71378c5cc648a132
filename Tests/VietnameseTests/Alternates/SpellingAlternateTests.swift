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

  private func alternate(_ word: String) -> String? {
    let bytes = Array(word.utf8)
    return spellingAlternate(of: bytes.span).map { string($0) }
  }
}
