/// Numbers for people.
enum Numbers {
  /// `1,834,020`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(abs(number)).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// `1 document`, `2 documents`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `340 B`, `12.5 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 { return unit == "B" ? "\(count) B" : "\(decimal(value, 1)) \(unit)" }
      value /= 1_000
    }
    return "\(decimal(value, 1)) TB"
  }

  /// `0.41 ms`, `12 ms`, `3.2 s`.
  static func duration(microseconds: Int) -> String {
    let milliseconds = Double(microseconds) / 1_000
    if milliseconds < 10 { return "\(decimal(milliseconds, 2)) ms" }
    if milliseconds < 1_000 { return "\(Int(milliseconds.rounded())) ms" }
    return "\(decimal(milliseconds / 1_000, 1)) s"
  }

  /// `3 d 4 h`, `2 min 5 s`.
  static func uptime(seconds: Int) -> String {
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"),
      (seconds % 60, "s"),
    ]
    let shown = parts.drop { $0.0 == 0 }.prefix(2)
    return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  static func decimal(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return String(scaled) }
    let fraction = String(abs(scaled) % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled < 0 ? "-" : "")\(abs(scaled) / Int(scale)).\(zeros)\(fraction)"
  }
}
