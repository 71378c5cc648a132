/// A date or time as people and programs write it, as the seconds that it covers.
///
/// `2023`, `2023-01`, `2023-01-04`, `2022-11-09T21:14`, `2022-11-09 21:14:05.5+07:00`. What is
/// written counts, not the moment: fractions and time zones are read and left out.
package struct ColumnTime: Sendable, Equatable {
  /// From the beginning of the year, month, day, minute or second up to that of the next, in
  /// seconds from 1970-01-01.
  package let seconds: Range<Int64>
  package let isDayOrFiner: Bool

  package init?(_ text: String) {
    var scanner = Scanner(text)
    guard let year = scanner.digits(4) else { return nil }
    guard scanner.skip("-") else {
      guard scanner.isAtEnd else { return nil }
      self.init(days: Self.day(year, 1, 1)..<Self.day(year + 1, 1, 1), isDayOrFiner: false)
      return
    }
    guard let month = scanner.digits(2), (1...12).contains(month) else { return nil }
    guard scanner.skip("-") else {
      guard scanner.isAtEnd else { return nil }
      let next = month == 12 ? Self.day(year + 1, 1, 1) : Self.day(year, month + 1, 1)
      self.init(days: Self.day(year, month, 1)..<next, isDayOrFiner: false)
      return
    }
    guard let day = scanner.digits(2), (1...Self.days(in: month, of: year)).contains(day) else {
      return nil
    }
    let start = Self.day(year, month, day)
    if scanner.isAtEnd {
      self.init(days: start..<(start + 1), isDayOrFiner: true)
    } else {
      guard let clock = scanner.clock() else { return nil }
      let second = start * Self.secondsOfDay + clock.second
      self.init(seconds: second..<(second + clock.length), isDayOrFiner: true)
    }
  }

  private init(seconds: Range<Int64>, isDayOrFiner: Bool) {
    self.seconds = seconds
    self.isDayOrFiner = isDayOrFiner
  }

  private init(days: Range<Int64>, isDayOrFiner: Bool) {
    self.init(
      seconds: (days.lowerBound * Self.secondsOfDay)..<(days.upperBound * Self.secondsOfDay),
      isDayOrFiner: isDayOrFiner)
  }

  private static let secondsOfDay: Int64 = 86_400

  /// A stretch of the calendar.
  package enum Unit: String, Sendable, CaseIterable {
    case year
    case month
    case day
  }

  /// The year, month or day that a time lies in, in seconds from 1970-01-01 to its beginning.
  package static func start(of unit: Unit, at seconds: Int64) -> Int64 {
    let days = floorDivide(seconds, secondsOfDay)
    let (year, month, _) = civil(days)
    switch unit {
    case .year: return day(year, 1, 1) * secondsOfDay
    case .month: return day(year, month, 1) * secondsOfDay
    case .day: return days * secondsOfDay
    }
  }

  /// The year, month or day that a time lies in, as it is written: `2023`, `2023-01`, `2023-01-04`.
  package static func text(_ unit: Unit, at seconds: Int64) -> String {
    let (year, month, day) = civil(floorDivide(seconds, secondsOfDay))
    let parts = [padded(year, 4), padded(month, 2), padded(day, 2)]
    switch unit {
    case .year: return parts[0]
    case .month: return parts[0...1].joined(separator: "-")
    case .day: return parts.joined(separator: "-")
    }
  }

  /// `2023-01-04`, and the clock where it is not midnight: `2023-01-04T21:14:05`.
  package static func text(_ seconds: Int64) -> String {
    let days = floorDivide(seconds, secondsOfDay)
    let clock = seconds - days * secondsOfDay
    let (year, month, day) = civil(days)
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    if clock == 0 { return date }
    let parts = [clock / 3600, clock / 60 % 60, clock % 60].map { padded($0, 2) }
    return date + "T" + parts.joined(separator: ":")
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar.
  ///
  /// Howard Hinnant, "chrono-compatible low-level date algorithms" (2013), days_from_civil.
  private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The other way: civil_from_days of the same source.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let era = floorDivide(days + 719_468, 146_097)
    let dayOfEra = days + 719_468 - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Reads a time from left to right.
private struct Scanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func digits(_ count: Int) -> Int64? {
    let part = rest.prefix(count)
    guard part.count == count, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return part.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
    guard let first = rest.first, characters.contains(Unicode.Scalar(first)) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The time of the day up to the end of the text, and how long it lasts.
  mutating func clock() -> (second: Int64, length: Int64)? {
    guard skip("T", " "), let hour = digits(2), hour < 24, skip(":"), let minute = digits(2),
      minute < 60
    else { return nil }
    var second: Int64?
    if skip(":") {
      guard let read = digits(2), read < 61 else { return nil }
      second = read
      if skip(".") { while digits(1) != nil {} }
    }
    guard zone(), isAtEnd else { return nil }
    return (hour * 3600 + minute * 60 + (second ?? 0), second == nil ? 60 : 1)
  }

  /// `Z`, `+07:00`, `+0700`, `+07` or nothing.
  private mutating func zone() -> Bool {
    if isAtEnd || skip("Z") { return true }
    guard skip("+", "-"), digits(2) != nil else { return false }
    if isAtEnd { return true }
    _ = skip(":")
    return digits(2) != nil
  }
}
