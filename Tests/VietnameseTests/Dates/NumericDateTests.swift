import Testing
import Vietnamese

@Suite struct NumericDateTests {
  @Test(arguments: [
    ("07/05/1954", "date:1954-05-07", 10), ("7-5-1954", "date:1954-05-07", 8),
    ("7.5.1954.", "date:1954-05-07", 8), ("1954-5-7", "date:1954-05-07", 8),
    ("5/1954", "date:1954-05", 6), ("29/2/2000", "date:2000-02-29", 9),
    ("7/5/1954-8/5/1954", "date:1954-05-07", 8), ("5/1954,", "date:1954-05", 6),
  ])
  func `a date with a year stands by itself`(text: String, key: String, end: Int) {
    let found = date(text)
    #expect(found.map { string($0.date.key) } == key)
    #expect(found?.end == end)
  }

  @Test(arguments: [
    "29/2/1900", "31/4/2020", "13/2020", "0/2020", "7/5", "7/5/54", "1954.5.7", "7/5/1954/2",
    "5-1954", "5/1700", "7/5-1954", "12345/1/2020", "7/5/1954a", "5/1954/QĐ",
  ])
  func `what cannot be or is something else is no date`(text: String) {
    #expect(date(text) == nil)
  }

  @Test(
    arguments: [
      ("7/5", "date:--05-07"), ("29.2", "date:--02-29"), ("07-05", "date:--05-07"), ("31/6", nil),
      ("7/5/1954", nil), ("7", nil), ("7/5a", nil),
    ] as [(String, String?)])
  func `day and month are read where asked for`(text: String, key: String?) {
    let bytes = Array(text.utf8)
    let found = dayAndMonth(in: bytes.span, at: 0).map { string($0.date.key) }
    #expect(found == key)
  }

  @Test func `a quarter has a key`() {
    #expect(CalendarDate(year: 2019, quarter: 2).map { string($0.key) } == "date:2019-q2")
    #expect(CalendarDate(year: 2019, quarter: 5) == nil)
  }

  private func date(_ text: String) -> NumericDate? {
    let bytes = Array(text.utf8)
    return numericDate(in: bytes.span, at: 0)
  }
}
