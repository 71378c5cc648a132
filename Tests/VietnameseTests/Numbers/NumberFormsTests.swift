import Testing
import Vietnamese

@Suite struct NumberFormsTests {
  @Test(arguments: [
    ("42", "42|42"), ("1.500", "1500|1500"), ("1,500", "1,500|1500"), ("1.5", "1,5|1,5"),
    ("1,50", "1,50|1,50"), ("1.500,25", "1500,25|1500,25"), ("1,500.25", "1500,25|1500,25"),
    ("1.500,250", "1500,250|1500250"), ("1.500.000", "1500000|1500000"), ("3.1.4", "3.1.4|3.1.4"),
    ("1500.000", "1500,000|1500000"), ("0,125", "0,125|0125"), ("007", "007|007"),
  ])
  func `thousands are joined and decimals have a comma`(number: String, expected: String) {
    #expect(keys(number) == expected)
  }

  @Test(arguments: ["1,2,3", "1.5,2.5", "12,5.000,5"])
  func `a list is not one number`(number: String) {
    #expect(keys(number) == nil)
  }

  @Test(arguments: [
    ("1.000 đồng", 5), ("3.", 1), ("3..4", 1), ("7,5,", 3), ("12a", 2), ("5,a", 1),
  ])
  func `a number ends with its last digit`(text: String, end: Int) {
    let bytes = Array(text.utf8)
    let found = numberEnd(bytes.span, from: 0)
    #expect(found == end)
  }

  private func keys(_ number: String) -> String? {
    let bytes = Array(number.utf8)
    return numberForms(of: bytes.span).map { string($0.canonical) + "|" + string($0.folded) }
  }
}
