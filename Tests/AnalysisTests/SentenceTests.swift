import Testing

@Suite struct SentenceTests {
  @Test(arguments: [
    ("Trời mưa. Đường trơn.", ["Trời", "Đường"]),
    ("Ai đó? Tôi! Vâng… Thôi", ["Ai", "Tôi", "Vâng", "Thôi"]),
    ("Anh nói: “Đi thôi.” Rồi đi. “Ừ”", ["Anh", "Rồi", "Ừ"]),
    ("Năm 2020. 15 người đến", ["Năm", "15"]),
    ("Bà N. Hoa ở TP. Huế gặp PGS. Lan", ["Bà"]),
    ("Giá tăng. nhưng ít", ["Giá"]),
    ("Ông Ba. Bà Tư", ["Ông", "Bà"]), ("Về Huế.Anh ở TP.HCM", ["Về", "Anh"]),
  ])
  func `sentences begin after a stop and before a capital`(text: String, starts: [String]) {
    #expect(AnalyzedText(text).sentenceStarts == starts)
  }
}
