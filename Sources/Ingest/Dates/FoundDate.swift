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
  /// Whether the other day is the next one.
  func isDay(before other: FoundDate) -> Bool {
    guard let year, let day else { return false }
    if other.year == year, other.month == month { return other.day == day + 1 }
    guard !Ingest.isDay(day + 1, month, year), other.day == 1 else { return false }
    return month == 12
      ? other.year == year + 1 && other.month == 1 : other.year == year && other.month == month + 1
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
