import Testing
import Vietnamese

@Suite struct PhoneNumberTests {
  @Test(
    arguments: [
      ("0901.234.567", "0901234567"), ("+84 (0) 90", nil), ("+840901234567", "0901234567"),
      ("0236 3 822 333", nil), ("0901 234 567 8 người", "0901234567"), ("0901 234 56789", nil),
      ("0901.234.567.891", nil), ("090123456", "090123456"), ("0012345678", nil),
      ("0901234567/2", nil), ("012345678a", nil), ("1900 1234 567", nil),
      ("04-3825-1234", "0438251234"),
    ] as [(String, String?)])
  func `nine to eleven digits in groups are a telephone number`(text: String, expected: String?) {
    let bytes = Array(text.utf8)
    let found = phoneNumber(in: bytes.span, at: 0).map { string($0.canonical) }
    #expect(found == expected)
  }
}
