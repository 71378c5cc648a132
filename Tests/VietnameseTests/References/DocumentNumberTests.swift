import Testing
import Vietnamese

@Suite struct DocumentNumberTests {
  @Test(arguments: [
    ("05-HD/BTGTW", "5/hd/btgtw"), ("5/HD-BTGTW", "5/hd/btgtw"), ("11-QĐi/TƯ", "11/qđi/tw"),
    ("11-QĐ/TU", "11/qđ/tu"), ("3/2019/TT-BTTTT,", "3/2019/tt/btttt"),
    ("88/2015/QH13", "88/2015/qh13"),
    ("2b/2010/NQ -HĐND", "2b/2010/nq/hđnd"), ("7/tb-vpcp", "7/tb/vpcp"),
    ("12-NQ/T\u{1AF} khóa", "12/nq/tw"), ("12-NQ/TU\u{31B}", "12/nq/tw"), ("000/AB-CD", "0/ab/cd"),
    ("18/2022/TT-\nBYT", "18/2022/tt/byt"), ("18/2022/ \r\nTT-BYT", "18/2022/tt/byt"),
    ("4/Q\u{D0}-TTg", "4/qđ/ttg"),
  ])
  func `the parts are joined in their order`(text: String, key: String) {
    #expect(number(text, isNamed: false) == key)
    #expect(number(text, isNamed: true) == key)
  }

  @Test(
    arguments: [
      ("12-QĐ", "12/qđ"), ("12/2019", "12/2019"), ("12-qđ", "12/qđ"), ("2016-2020", nil),
      ("12 - Hà Nội", nil), ("12", nil), ("1234567-QĐ/TW", nil), ("12-Nam/Bắc", nil),
    ] as [(String, String?)])
  func `one group is enough behind a word that names a document`(text: String, key: String?) {
    #expect(number(text, isNamed: true) == key)
    #expect(number(text, isNamed: false) == nil)
  }

  private func number(_ text: String, isNamed: Bool) -> String? {
    let bytes = Array(text.utf8)
    return documentNumber(in: bytes.span, at: 0, isNamed: isNamed).map { string($0.canonical) }
  }
}
