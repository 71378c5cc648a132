import Vietnamese

extension Analyzer {
  /// The dates that begin with the number at `start`, or nil where it is no date.
  ///
  /// Full dates stand by themselves. `4/1` needs a word before it (ngày, sáng, dịp …), or one
  /// before its bracket; `hơn 2/3` and `24/7` are none.
  mutating func dates(in text: Span<UInt8>, at start: Int, _ tokens: [Token]) -> FoundDates? {
    let context = dateContext(text, start, tokens)
    if context == .none, !mayBeDate(text, start) { return nil }
    if context == .quarter, let quarter = quarter(text, start) {
      return FoundDates(quarter.date, start..<quarter.end)
    }
    let full = numericDate(in: text, at: start)
    guard isFree(text, start, full?.date) else { return nil }
    if full == nil, context == .month, let month = monthAndYear(text, start) {
      return FoundDates(month.date, start..<month.end)
    }
    var found: FoundDates
    if let full {
      found = FoundDates(full.date, start..<full.end)
    } else if let days = days(text, start, context) {
      found = days
    } else {
      return nil
    }
    addMore(text, to: &found, onlyByDash: context == .none)
    if full == nil, !isSupported(found, context) { return nil }
    if isLunar(text, found, context) { found.removeAll() }
    return found
  }

  /// A quick no for most numbers without a word before them: no sign and no `th` behind them.
  private func mayBeDate(_ text: Span<UInt8>, _ start: Int) -> Bool {
    let end = digitsEnd(text, from: start)
    guard end < text.count else { return false }
    switch text[end] {
    case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."), 0xE2: return true
    default:
      let next = skipBlanks(text, from: end)
      guard next + 1 < text.count else { return false }
      return text[next] == UInt8(ascii: "-") || text[next] == 0xE2
        || text[next] | 0x20 == UInt8(ascii: "t") && text[next + 1] | 0x20 == UInt8(ascii: "h")
    }
  }

  /// False inside of a longer number: behind the 29 of 29/2/2021, which is no date, 2/2021 is none.
  private func isFree(_ text: Span<UInt8>, _ start: Int, _ date: CalendarDate?) -> Bool {
    guard start > 1, text[start - 2] &- 0x30 < 10 else { return true }
    switch text[start - 1] {
    case UInt8(ascii: "/"), UInt8(ascii: "."): return false
    case UInt8(ascii: "-"): return date?.day != nil
    default: return true
    }
  }

  /// True where days without a year may be meant as such: a word says so, or there are two and
  /// one is beyond 12 (30/4 - 1/5, 15-17/8; of 1/3 - 1/2 one cannot tell, but behind `từ` one can).
  private func isSupported(_ found: FoundDates, _ context: DateContext) -> Bool {
    switch context {
    case .day, .lunarDay: true
    case .pair: found.count > 1
    case .none, .month, .quarter:
      found.hasYear || found.count > 1 && found.largestDay > 12
    }
  }

  /// The dates of a month in words, at `tháng`: tháng Tám năm 1945, tháng Giêng; or of a quarter
  /// in Roman numerals behind `quý`.
  mutating func datesAtWord(
    in text: Span<UInt8>, _ range: Range<Int>, _ known: KnownWord, _ tokens: [Token]
  ) -> FoundDates? {
    if let value = numeralValue(text, range, known.traits, tokens) {
      guard meaning(tokens).contains(.quarter), let quarter = quarter(text, range.lowerBound)
      else { return nil }
      var found = FoundDates(quarter.date, range.lowerBound..<quarter.end)
      found.quarterNumeral = value
      return found
    }
    guard known.meaning.contains(.month), !meaning(tokens).contains(.lunarDay),
      let word = nextWord(text, from: range.upperBound), let number = word.meaning.monthNumber
    else { return nil }
    var found: FoundDates
    if let month = monthAndYear(text, word.range.lowerBound) {
      found = FoundDates(month.date, range.lowerBound..<month.end)
    } else if word.meaning.contains(.lunarMonth), let date = CalendarDate(month: number) {
      found = FoundDates(date, range.lowerBound..<word.range.upperBound)
    } else {
      return nil
    }
    if isLunar(text, found, .month) { found.removeAll() }
    return found
  }

  /// One or more days of one month: `4/1`, `15-17/8`, `3, 4/8/2022`, `26 tháng 10 năm 2022`.
  private mutating func days(
    _ text: Span<UInt8>, _ start: Int, _ context: DateContext
  ) -> FoundDates? {
    var index = start
    var isRange = true
    for count in 1...6 {
      let digits = digitsEnd(text, from: index)
      guard 1...2 ~= digits - index, let value = integer(text, index..<digits), 1...31 ~= value
      else { return nil }
      if let month = month(text, index, isFirst: count == 1, context) {
        let isNamed = context == .day || context == .lunarDay || context == .pair
        let isSafe = month.isWord ? month.year != nil : isRange
        return isNamed || isSafe ? dated(text, start..<digits, month) : nil
      }
      guard let next = nextNumber(text, after: digits), context != .none || next.isDash else {
        return nil
      }
      isRange = isRange && next.isDash
      index = next.index
    }
    return nil
  }

  /// The dates of the numbers in `days`, all in one month.
  private func dated(
    _ text: Span<UInt8>, _ days: Range<Int>, _ month: FoundMonth
  ) -> FoundDates? {
    var found: FoundDates?
    var index = days.lowerBound
    while index < days.upperBound {
      guard text[index] &- 0x30 < 10 else {
        index += 1
        continue
      }
      let end = digitsEnd(text, from: index)
      guard let day = integer(text, index..<end),
        let date = CalendarDate(year: month.year, month: month.number, day: day)
      else { return nil }
      if found == nil { found = FoundDates(end: index, date) }
      found?.add(date, index..<month.end)
      index = end
    }
    return found
  }

  /// More dates behind a date: `30/4 - 1/5`, `4/1 đến ngày 10/1`, `30/4 và 1/5`; where a word before
  /// them says that they are dates, `19-8 và 2-9`.
  private mutating func addMore(
    _ text: Span<UInt8>, to found: inout FoundDates, onlyByDash: Bool
  ) {
    while found.count < 6, let next = nextNumber(text, after: found.end),
      next.isDash || !onlyByDash
    {
      if let full = numericDate(in: text, at: next.index) {
        found.add(full.date, next.index..<full.end)
      } else if let short = dayAndMonth(in: text, at: next.index),
        text[digitsEnd(text, from: next.index)] == UInt8(ascii: "/") || !onlyByDash && !next.isDash
      {
        found.add(short.date, next.index..<short.end)
      } else {
        return
      }
    }
  }

  /// The number behind `,`, a dash, `và` or `đến (ngày)`.
  private mutating func nextNumber(
    _ text: Span<UInt8>, after end: Int
  ) -> (index: Int, isDash: Bool)? {
    var index = skipBlanks(text, from: end)
    guard index < text.count else { return nil }
    var next = index
    let sign = nextScalar(text, &next)
    let isDash = sign == 0x2D || 0x2010...0x2014 ~= sign
    if isDash || sign == 0x2C {
      index = skipBlanks(text, from: next)
    } else {
      guard var word = nextWord(text, from: end),
        !word.meaning.isDisjoint(with: [.and, .until])
      else { return nil }
      index = skipBlanks(text, from: word.range.upperBound)
      if let day = nextWord(text, from: word.range.upperBound), day.meaning.contains(.day) {
        word = day
        index = skipBlanks(text, from: word.range.upperBound)
      }
    }
    guard index < text.count, text[index] &- 0x30 < 10 else { return nil }
    return (index, isDash)
  }

  /// True where the words around say that the moon counts: âm lịch; mùng and Giêng or Chạp.
  private mutating func isLunar(
    _ text: Span<UInt8>, _ found: FoundDates, _ context: DateContext
  ) -> Bool {
    var index = skipBlanks(text, from: found.end)
    if index < text.count, text[index] == UInt8(ascii: "(") { index += 1 }
    if let word = wordHere(text, index) {
      if word.meaning.contains(.lunarInShort) { return true }
      if word.meaning.contains(.lunar), let next = nextWord(text, from: word.range.upperBound),
        next.meaning.contains(.calendar)
      {
        return true
      }
    }
    guard context == .lunarDay else { return false }
    var before = found.end
    while before > Int(found[found.count - 1].start), text[before - 1] != UInt8(ascii: " ") {
      before -= 1
    }
    return wordHere(text, before)?.meaning.contains(.lunarMonth) ?? false
  }

}
