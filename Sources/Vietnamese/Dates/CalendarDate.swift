/// A day, month or quarter as a text names it; what it leaves out is nil.
package struct CalendarDate: Sendable, Hashable {
  // Zero where left out; small, since dates are passed about while numbers are read.
  private var storedYear: UInt16 = 0
  private var storedQuarter: UInt8 = 0
  private var storedMonth: UInt8 = 0
  private var storedDay: UInt8 = 0

  package var year: Int? { storedYear == 0 ? nil : Int(storedYear) }
  package var quarter: Int? { storedQuarter == 0 ? nil : Int(storedQuarter) }
  package var month: Int? { storedMonth == 0 ? nil : Int(storedMonth) }
  package var day: Int? { storedDay == 0 ? nil : Int(storedDay) }

  /// All of it in one integer, never 0: two dates are equal where these are.
  package var bits: UInt64 {
    UInt64(storedYear) << 24 | UInt64(storedQuarter) << 16 | UInt64(storedMonth) << 8
      | UInt64(storedDay)
  }

  /// A date that can be: month 1–12, a day that month has (29 February where no year is given).
  package init?(year: Int? = nil, month: Int, day: Int? = nil) {
    guard 1...12 ~= month, year.map({ 1000...2999 ~= $0 }) ?? true else { return nil }
    if let day {
      guard 1...Self.days(in: month, of: year ?? 2000) ~= day else { return nil }
    }
    storedYear = UInt16(year ?? 0)
    storedMonth = UInt8(month)
    storedDay = UInt8(day ?? 0)
  }

  package init?(year: Int, quarter: Int) {
    guard 1000...2999 ~= year, 1...4 ~= quarter else { return nil }
    storedYear = UInt16(year)
    storedQuarter = UInt8(quarter)
  }

  /// `date:2022-10-26`, `date:--01-04`, `date:2022-10`, `date:--01`, `date:2023-q1`.
  package var key: [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(15)
    key.append(contentsOf: Self.prefix)
    if let year { Self.append(year, digits: 4, to: &key) } else { key.append(Self.hyphen) }
    if quarter != nil { key += [Self.hyphen, UInt8(ascii: "q"), 0x30 + storedQuarter] }
    for part in [month, day] {
      guard let part else { continue }
      key.append(Self.hyphen)
      Self.append(part, digits: 2, to: &key)
    }
    return key
  }

  private static let prefix = Array("date:".utf8)
  private static let hyphen = UInt8(ascii: "-")

  private static func append(_ value: Int, digits: Int, to key: inout [UInt8]) {
    var scale = digits == 4 ? 1000 : 10
    while scale > 0 {
      key.append(0x30 + UInt8(value / scale % 10))
      scale /= 10
    }
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
