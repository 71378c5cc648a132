/// A day, month or quarter as a text names it; what it leaves out is nil.
package struct CalendarDate: Sendable, Equatable {
  package var year: Int?
  package var quarter: Int?
  package var month: Int?
  package var day: Int?

  /// A date that can be: month 1–12, a day that month has (29 February where no year is given).
  package init?(year: Int? = nil, month: Int, day: Int? = nil) {
    guard 1...12 ~= month, year.map({ 1000...2999 ~= $0 }) ?? true else { return nil }
    if let day {
      guard 1...Self.days(in: month, of: year ?? 2000) ~= day else { return nil }
    }
    self.year = year
    self.month = month
    self.day = day
  }

  package init?(year: Int, quarter: Int) {
    guard 1000...2999 ~= year, 1...4 ~= quarter else { return nil }
    self.year = year
    self.quarter = quarter
  }

  /// `date:2022-10-26`, `date:--01-04`, `date:2022-10`, `date:--01`, `date:2023-q1`.
  package var key: [UInt8] {
    var text = "date:"
    text += year.map { Self.digits($0, 4) } ?? "-"
    if let quarter { text += "-q\(quarter)" }
    if let month { text += "-" + Self.digits(month, 2) }
    if let day { text += "-" + Self.digits(day, 2) }
    return Array(text.utf8)
  }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
