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
  let values = groups.values
  switch groups.counts {
  case [1, 1, 4], [1, 2, 4], [2, 1, 4], [2, 2, 4]:
    return groups.ended(CalendarDate(year: values[2], month: values[1], day: values[0]))
  case [4, 1, 1], [4, 1, 2], [4, 2, 1], [4, 2, 2]:
    guard groups.sign != UInt8(ascii: ".") else { return nil }
    return groups.ended(CalendarDate(year: values[0], month: values[1], day: values[2]))
  case [1, 4], [2, 4]:
    guard groups.sign == UInt8(ascii: "/"), 1800...2199 ~= values[1] else { return nil }
    return groups.ended(CalendarDate(year: values[1], month: values[0]))
  default:
    return nil
  }
}

/// `26/10`, `26-10` or `26.10`: a date only where a word says so.
package func dayAndMonth(in text: Span<UInt8>, at start: Int) -> NumericDate? {
  guard let groups = DateGroups(text, at: start), groups.values.count == 2,
    groups.counts.allSatisfy({ $0 <= 2 })
  else { return nil }
  return groups.ended(CalendarDate(month: groups.values[1], day: groups.values[0]))
}

/// Two or three groups of digits with the same sign between them.
private struct DateGroups {
  var values: [Int] = []
  var counts: [Int] = []
  var sign: UInt8 = 0
  var end: Int

  /// Nil where the digits go on in another way: `1/2/3/4`, `250/27500`, `10/2022/NQ`.
  init?(_ text: Span<UInt8>, at start: Int) {
    end = start
    while values.count < 3 {
      let begin = values.isEmpty ? start : end + 1
      end = digitsEnd(text, from: begin)
      guard end - begin <= 4, let value = integer(text, begin..<end) else { return nil }
      values.append(value)
      counts.append(end - begin)
      guard end < text.count else { return }
      if Self.isLetter(text[end]) { return nil }
      guard end + 1 < text.count, Self.isSign(text[end]) || text[end] == UInt8(ascii: ",") else {
        return
      }
      if text[end] == UInt8(ascii: "/"), Self.isLetter(text[end + 1]) { return nil }
      guard isDigit(text[end + 1]) else { return }
      if sign == UInt8(ascii: "/"), text[end] == UInt8(ascii: "-") || text[end] == 0x2C { return }
      guard sign == 0 || sign == text[end], text[end] != UInt8(ascii: ",") else { return nil }
      sign = text[end]
    }
    return nil
  }

  func ended(_ date: CalendarDate?) -> NumericDate? {
    date.map { NumericDate(date: $0, end: end) }
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26
  }
}
