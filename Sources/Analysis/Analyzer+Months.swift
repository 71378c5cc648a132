import Vietnamese

extension Analyzer {
  struct FoundMonth {
    var number: Int
    var year: Int?
    var end: Int
    /// Written `tháng …`.
    var isWord: Bool
  }

  /// The month behind the day at `start`: `/8`, `/8/2022`, ` tháng 8`, ` tháng 8 năm 2022`.
  mutating func month(
    _ text: Span<UInt8>, _ start: Int, isFirst: Bool, _ context: DateContext
  ) -> FoundMonth? {
    if let full = numericDate(in: text, at: start), let month = full.date.month,
      full.date.day != nil
    {
      return FoundMonth(number: month, year: full.date.year, end: full.end, isWord: false)
    }
    let digits = digitsEnd(text, from: start)
    if let short = dayAndMonth(in: text, at: start), let month = short.date.month,
      text[digits] == UInt8(ascii: "/") || isFirst && context != .none && context != .month
    {
      return FoundMonth(number: month, year: nil, end: short.end, isWord: false)
    }
    // ngày 20, tháng 7; but of thứ 5, tháng 7 the five is a day of the week.
    let comma = context == .none ? digits : skipComma(text, from: digits)
    guard let word = nextWord(text, from: comma), word.meaning.contains(.month) else { return nil }
    if let month = monthAndYear(text, skipBlanks(text, from: word.range.upperBound)) {
      return FoundMonth(
        number: month.date.month ?? 0, year: month.date.year, end: month.end, isWord: true)
    }
    return monthNumber(text, skipBlanks(text, from: word.range.upperBound)).map {
      FoundMonth(number: $0.number, year: nil, end: $0.end, isWord: true)
    }
  }

  /// A month in digits or words, as it stands behind `tháng`.
  private mutating func monthNumber(
    _ text: Span<UInt8>, _ start: Int
  ) -> (number: Int, end: Int)? {
    let digits = digitsEnd(text, from: start)
    if let number = integer(text, start..<digits) {
      guard digits - start <= 2, 1...12 ~= number else { return nil }
      return (number, digits)
    }
    guard let word = wordHere(text, start), let number = word.meaning.monthNumber else {
      return nil
    }
    // mười một, mười hai
    if number == 10, let unit = nextWord(text, from: word.range.upperBound) {
      if unit.meaning.monthNumber == 2 { return (12, unit.range.upperBound) }
      if unit.meaning.contains(.one) { return (11, unit.range.upperBound) }
    }
    return (number, word.range.upperBound)
  }

  /// `8/2021`, `8-2021`, `8 năm 2021`, `Tám năm 1945`, at the number behind `tháng`.
  mutating func monthAndYear(_ text: Span<UInt8>, _ start: Int) -> NumericDate? {
    guard let month = monthNumber(text, start) else { return nil }
    guard let year = year(text, month.end),
      let date = CalendarDate(year: year.number, month: month.number)
    else { return nil }
    return NumericDate(date: date, end: year.end)
  }

  /// A year behind a month: `/2021`, `-2021`, ` năm 2021`, `, năm 2021`.
  mutating func year(_ text: Span<UInt8>, _ index: Int) -> (number: Int, end: Int)? {
    var start = index
    if index < text.count, text[index] == UInt8(ascii: "/") || text[index] == UInt8(ascii: "-") {
      start = skipBlanks(text, from: index + 1)
    } else {
      guard let word = nextWord(text, from: skipComma(text, from: index)),
        word.meaning.contains(.year)
      else { return nil }
      start = skipBlanks(text, from: word.range.upperBound)
    }
    let end = digitsEnd(text, from: start)
    guard end - start == 4, let number = integer(text, start..<end), !continuesWord(text, at: end)
    else { return nil }
    return (number, end)
  }

  /// A quarter and its year: `1/2023`, `1 năm 2023`, `I/2023`.
  mutating func quarter(_ text: Span<UInt8>, _ start: Int) -> NumericDate? {
    let end = endOfWord(text, from: start)
    guard let number = integer(text, start..<end) ?? romanNumeral(text.extracting(start..<end)),
      let year = year(text, end), let date = CalendarDate(year: year.number, quarter: number)
    else { return nil }
    return NumericDate(date: date, end: year.end)
  }
}

/// The index behind a comma, if one stands there.
func skipComma(_ text: Span<UInt8>, from index: Int) -> Int {
  index < text.count && text[index] == UInt8(ascii: ",") ? index + 1 : index
}
