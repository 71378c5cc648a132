/// A date written in digits, and where it ends in its text.
package struct NumericDate: Equatable, Sendable {
  package var date: CalendarDate
  package var end: Int

  package init(date: CalendarDate, end: Int) {
    self.date = date
    self.end = end
  }
}

/// A date that needs no word beside it: `26/10/2022`, `26-10-2022`, `26.10.2022`, `2022-10-26`,
/// `10/2022`. Day before month, as Vietnamese has it.
package func numericDate(in text: Span<UInt8>, at start: Int) -> NumericDate? {
  guard let groups = DateGroups(text, at: start) else { return nil }
  let first = groups.first
  let second = groups.second
  if let third = groups.third {
    if first.count <= 2, second.count <= 2, third.count == 4 {
      return groups.ended(
        CalendarDate(year: third.value, month: second.value, day: first.value))
    }
    guard first.count == 4, second.count <= 2, third.count <= 2,
      groups.sign != UInt8(ascii: ".")
    else { return nil }
    return groups.ended(CalendarDate(year: first.value, month: second.value, day: third.value))
  }
  guard first.count <= 2, second.count == 4, groups.sign == UInt8(ascii: "/"),
    1800...2199 ~= second.value
  else { return nil }
  return groups.ended(CalendarDate(year: second.value, month: first.value))
}

/// `26/10`, `26-10` or `26.10`: a date only where a word says so.
package func dayAndMonth(in text: Span<UInt8>, at start: Int) -> NumericDate? {
  guard let groups = DateGroups(text, at: start), groups.third == nil, groups.first.count <= 2,
    groups.second.count <= 2
  else { return nil }
  return groups.ended(CalendarDate(month: groups.second.value, day: groups.first.value))
}

/// Two or three groups of digits with the same sign between them.
private struct DateGroups {
  struct Group {
    var value = 0
    /// Digits, one to four.
    var count = 0
  }

  var first = Group()
  var second = Group()
  var third: Group?
  var sign: UInt8 = 0
  var end: Int

  /// Nil for a lone number, and where the digits go on in another way: `1/2/3/4`, `250/27500`,
  /// `10/2022/NQ`.
  init?(_ text: Span<UInt8>, at start: Int) {
    end = start
    guard let first = Self.group(text, &end), let sign = Self.sign(text, at: end) else {
      return nil
    }
    self.first = first
    self.sign = sign
    end += 1
    guard let second = Self.group(text, &end) else { return nil }
    self.second = second
    if Self.sign(text, at: end) == sign {
      end += 1
      guard let third = Self.group(text, &end), Self.sign(text, at: end) != sign else {
        return nil
      }
      self.third = third
    }
    guard isComplete(text) else { return nil }
  }

  func ended(_ date: CalendarDate?) -> NumericDate? {
    date.map { NumericDate(date: $0, end: end) }
  }

  /// False where a letter follows, or digits behind another sign. Behind a date with slashes a
  /// hyphen or comma may part it from the next one.
  private func isComplete(_ text: Span<UInt8>) -> Bool {
    guard end < text.count else { return true }
    let next = text[end]
    if Self.isLetter(next) { return false }
    guard end + 1 < text.count else { return true }
    if next == UInt8(ascii: "/"), Self.isLetter(text[end + 1]) { return false }
    guard isDigit(text[end + 1]) else { return true }
    switch next {
    case UInt8(ascii: "-"), UInt8(ascii: ","): return sign == UInt8(ascii: "/")
    case UInt8(ascii: "/"), UInt8(ascii: "."): return false
    default: return true
    }
  }

  private static func group(_ text: Span<UInt8>, _ index: inout Int) -> Group? {
    var group = Group()
    while index < text.count, isDigit(text[index]) {
      group.value = group.value * 10 + Int(text[index] & 15)
      group.count += 1
      index += 1
      if group.count > 4 { return nil }
    }
    return group.count > 0 ? group : nil
  }

  /// A sign of dates with a digit behind it.
  private static func sign(_ text: Span<UInt8>, at index: Int) -> UInt8? {
    guard index + 1 < text.count, isDigit(text[index + 1]) else { return nil }
    switch text[index] {
    case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."): return text[index]
    default: return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26
  }
}
