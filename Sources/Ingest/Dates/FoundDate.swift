/// A date as it stands in a text, before anything is made of it.
struct FoundDate: Equatable, Sendable {
  var year: Int?
  var month: Int
  /// Nil for "tháng 10/2022".
  var day: Int?
  /// Minutes since midnight, when a time stands beside the date.
  var minute: Int?
  /// UTF-8 bytes in the line, words such as "chiều" or "ngày" included.
  var range: Range<Int>

  /// `2022-11-09T21:14+07:00`, as precise as the date; `--11-09` while the year is unknown.
  var iso: String {
    let head = year.map { digits($0, 4) } ?? "-"
    guard let day else { return "\(head)-\(digits(month, 2))" }
    let date = "\(head)-\(digits(month, 2))-\(digits(day, 2))"
    guard let minute, year != nil else { return date }
    return "\(date)T\(digits(minute / 60, 2)):\(digits(minute % 60, 2))+07:00"
  }
}

extension FoundDate {
  /// The day in UTC, by Howard Hinnant's `civil_from_days`
  /// (https://howardhinnant.github.io/date_algorithms.html), for times since 1970.
  init(secondsSince1970 seconds: Int) {
    let days = seconds / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // Years of this count begin in March.
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    minute = nil
    range = 0..<0
  }

  /// Whether the other day is the next one.
  func isDay(before other: FoundDate) -> Bool {
    guard let next = nextDay else { return false }
    return (next.year, next.month, next.day) == (other.year, other.month, other.day)
  }

  /// Nil where the year or the day is not known.
  var nextDay: FoundDate? {
    guard let year, let day else { return nil }
    if Ingest.isDay(day + 1, month, year) {
      return FoundDate(year: year, month: month, day: day + 1, range: range)
    }
    return month == 12
      ? FoundDate(year: year + 1, month: 1, day: 1, range: range)
      : FoundDate(year: year, month: month + 1, day: 1, range: range)
  }
}

/// `number` with leading zeros.
func digits(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// True for a day that the calendar has.
func isDay(_ day: Int, _ month: Int, _ year: Int?) -> Bool {
  guard (1...12).contains(month), day >= 1 else { return false }
  let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  if let year, month == 2, day == 29 {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
  return day <= lengths[month - 1]
}
