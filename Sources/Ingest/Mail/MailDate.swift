/// The day and time of a message: `Tue, 5 Mar 2019 08:30:00 +0700 (ICT)` (RFC 5322 §3.3).
enum MailDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// ISO 8601 to the minute with its zone; nil for what is no such date.
  static func iso(_ text: String) -> String? {
    var words = text.split(whereSeparator: { $0 == " " || $0 == "," })[...]
    if let first = words.first, first.first?.isLetter == true { words.removeFirst() }
    guard words.count >= 3, let day = Int(words[words.startIndex]), (1...31).contains(day),
      let month = months.firstIndex(of: String(words[words.startIndex + 1].prefix(3).lowercased())),
      var year = Int(words[words.startIndex + 2])
    else { return nil }
    if year < 50 { year += 2000 } else if year < 100 { year += 1900 }
    guard (1900...9999).contains(year) else { return nil }
    let date = "\(year)-\(two(month + 1))-\(two(day))"
    let rest = words.dropFirst(3)
    guard let clock = rest.first.flatMap(clock) else { return date }
    return date + clock + zone(rest.dropFirst().first ?? "")
  }

  private static func clock(_ text: Substring) -> String? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count >= 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else {
      return nil
    }
    return "T\(two(parts[0])):\(two(parts[1]))"
  }

  private static func zone(_ text: Substring) -> String {
    if text == "GMT" || text == "UTC" || text == "Z" || text == "UT" { return "Z" }
    let digits = text.dropFirst()
    guard let sign = text.first, sign == "+" || sign == "-", digits.count == 4,
      digits.allSatisfy(\.isNumber)
    else { return "" }
    return "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
