import Vietnamese

/// Dates that begin at one number, and where the last of them ends. No dates where the text turns
/// out to mean the lunar calendar: then the numbers are read one by one up to `end`.
struct FoundDates {
  var dates: [SpanningForm] = []
  var end: Int

  /// The largest day of the month among them.
  private(set) var largestDay = 0
  private(set) var hasYear = false

  init(end: Int) {
    self.end = end
  }

  mutating func add(_ date: CalendarDate, _ range: Range<Int>) {
    largestDay = max(largestDay, date.day ?? 0)
    hasYear = hasYear || date.year != nil
    dates.append(SpanningForm(range: range, canonical: date.key))
    end = max(end, range.upperBound)
  }
}

extension Analyzer {
  /// The dates that begin with the number at `start`, or nil where it is no date.
  ///
  /// Full dates stand by themselves. `4/1` needs a word before it (ngày, sáng, dịp …), or one
  /// before its bracket; `hơn 2/3` and `24/7` are none.
  mutating func dates(in text: Span<UInt8>, at start: Int, _ tokens: [Token]) -> FoundDates? {
    let context = dateContext(text, start, tokens)
    var found = FoundDates(end: start)
    if context == .quarter, let quarter = quarter(text, start) {
      found.add(quarter.date, start..<quarter.end)
      return found
    }
    let full = numericDate(in: text, at: start)
    guard isFree(text, start, full?.date) else { return nil }
    if let full {
      found.add(full.date, start..<full.end)
    } else if context == .month, let month = monthAndYear(text, start) {
      found.add(month.date, start..<month.end)
      return found
    } else {
      guard let days = days(text, start, context) else { return nil }
      for day in days { found.add(day.date, day.range) }
    }
    addMore(text, to: &found, onlyByDash: context == .none)
    if full == nil, !isSupported(found, context) { return nil }
    if isLunar(text, found, context) { found.dates = [] }
    return found
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
    case .pair: found.dates.count > 1
    case .none, .month, .quarter:
      found.hasYear || found.dates.count > 1 && found.largestDay > 12
    }
  }

  /// The dates of a month in words, at `tháng`: tháng Tám năm 1945, tháng Giêng; or of a quarter
  /// in Roman numerals behind `quý`.
  mutating func datesAtWord(
    in text: Span<UInt8>, _ range: Range<Int>, _ tokens: [Token]
  ) -> FoundDates? {
    let traits = traits(text, range)
    guard traits.contains(.isWord) else { return nil }
    var found = FoundDates(end: range.upperBound)
    if let value = numeralValue(text, range, traits, tokens) {
      guard meaning(tokens).contains(.quarter), let quarter = quarter(text, range.lowerBound)
      else { return nil }
      found.dates.append(value)
      found.add(quarter.date, range.lowerBound..<quarter.end)
      return found
    }
    let form = form(text, range)
    guard meanings[Int(form)].contains(.month),
      !meaning(tokens).contains(.lunarDay),
      let word = nextWord(text, from: range.upperBound), word.meaning.monthNumber != nil
    else { return nil }
    if let month = monthAndYear(text, word.range.lowerBound) {
      found.add(month.date, range.lowerBound..<month.end)
    } else if word.meaning.contains(.lunarMonth),
      let date = CalendarDate(month: word.meaning.monthNumber ?? 0)
    {
      found.add(date, range.lowerBound..<word.range.upperBound)
    } else {
      return nil
    }
    if isLunar(text, found, .month) { found.dates = [] }
    return found
  }

  /// What the words before a number say about it.
  enum DateContext {
    case none
    /// A day may follow.
    case day
    /// mùng, mồng: a day, of the moon if the month is.
    case lunarDay
    /// từ: a day if another follows behind đến.
    case pair
    /// tháng.
    case month
    /// quý.
    case quarter
  }

  private func dateContext(_ text: Span<UInt8>, _ start: Int, _ tokens: [Token]) -> DateContext {
    guard let last = previousWord(tokens) else { return .none }
    let gap = gap(text, Int(last.end)..<start)
    guard gap != .other else { return .none }
    let meaning = meaning(tokens)
    if gap == .blank {
      if meaning.contains(.lunarDay) { return .lunarDay }
      if meaning.contains(.day) { return .day }
      if meaning.contains(.month) { return .month }
      if meaning.contains(.quarter) { return .quarter }
      if meaning.contains(.from) { return .pair }
    }
    if meaning.contains(.deictic), self.meaning(tokens, 1).contains(.day) { return .day }
    if gap == .bracket {
      for back in 0..<3 where self.meaning(tokens, back).contains(.day) { return .day }
    }
    return .none
  }

  private enum Gap {
    case blank, comma, bracket, other
  }

  private func gap(_ text: Span<UInt8>, _ range: Range<Int>) -> Gap {
    var index = skipBlanks(text, from: range.lowerBound)
    if index == range.upperBound { return .blank }
    let sign = text[index]
    index = skipBlanks(text, from: index + 1)
    guard index == range.upperBound else { return .other }
    return sign == UInt8(ascii: ",") ? .comma : sign == UInt8(ascii: "(") ? .bracket : .other
  }

  /// One or more days of one month: `4/1`, `15-17/8`, `3, 4/8/2022`, `26 tháng 10 năm 2022`.
  private mutating func days(
    _ text: Span<UInt8>, _ start: Int, _ context: DateContext
  ) -> [(date: CalendarDate, range: Range<Int>)]? {
    var starts: [Int] = []
    var index = start
    var isRange = true
    while starts.count < 8 {
      let digits = digitsEnd(text, from: index)
      guard 1...2 ~= digits - index, let value = integer(text, index..<digits), 1...31 ~= value
      else { return nil }
      starts.append(index)
      if let month = month(text, index, isFirst: starts.count == 1, context) {
        let isNamed = context == .day || context == .lunarDay || context == .pair
        let isSafe = month.isWord ? month.year != nil : isRange
        guard isNamed || isSafe else { return nil }
        return dated(starts, month, text)
      }
      guard let next = nextNumber(text, after: digits), context != .none || next.isDash else {
        return nil
      }
      isRange = isRange && next.isDash
      index = next.index
    }
    return nil
  }

  private func dated(
    _ starts: [Int], _ month: FoundMonth, _ text: Span<UInt8>
  ) -> [(date: CalendarDate, range: Range<Int>)]? {
    var result: [(date: CalendarDate, range: Range<Int>)] = []
    for start in starts {
      guard let day = integer(text, start..<digitsEnd(text, from: start)),
        let date = CalendarDate(year: month.year, month: month.number, day: day)
      else { return nil }
      result.append((date, start..<month.end))
    }
    return result
  }

  struct FoundMonth {
    var number: Int
    var year: Int?
    var end: Int
    /// Written `tháng …`.
    var isWord: Bool
  }

  /// The month behind the day at `start`: `/8`, `/8/2022`, ` tháng 8`, ` tháng 8 năm 2022`.
  private mutating func month(
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
    let comma = skipComma(text, from: digits)
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
      if equals(text, unit.range, "một") { return (11, unit.range.upperBound) }
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

  /// More dates behind a date: `30/4 - 1/5`, `4/1 đến ngày 10/1`, `30/4 và 1/5`.
  private mutating func addMore(
    _ text: Span<UInt8>, to found: inout FoundDates, onlyByDash: Bool
  ) {
    while found.dates.count < 8, let next = nextNumber(text, after: found.end),
      next.isDash || !onlyByDash
    {
      if let full = numericDate(in: text, at: next.index) {
        found.add(full.date, next.index..<full.end)
      } else if let short = dayAndMonth(in: text, at: next.index),
        text[digitsEnd(text, from: next.index)] == UInt8(ascii: "/")
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
      if equals(text, word.range, "AL") || equals(text, word.range, "ÂL") { return true }
      if word.meaning.contains(.lunar), let next = nextWord(text, from: word.range.upperBound),
        equals(text, next.range, "lịch")
      {
        return true
      }
    }
    guard context == .lunarDay, let last = found.dates.last else { return false }
    var before = last.range.upperBound
    while before > last.range.lowerBound, text[before - 1] != UInt8(ascii: " ") { before -= 1 }
    return wordHere(text, before)?.meaning.contains(.lunarMonth) ?? false
  }

  /// Like `nextWord`, for a word that begins right at `index`.
  private mutating func wordHere(_ text: Span<UInt8>, _ index: Int) -> (
    range: Range<Int>, meaning: WordMeaning
  )? {
    let run = wordRun(text, at: index)
    guard 1...16 ~= run.count else { return nil }
    let range = index..<(index + run.count)
    let entry = word(run.key, text, range)
    return entry.traits.contains(.isWord) ? (range, meanings[Int(entry.form)]) : nil
  }

  /// True where the word has the folded form of `other`, and its canonical form if it is marked.
  private mutating func equals(_ text: Span<UInt8>, _ range: Range<Int>, _ other: String) -> Bool {
    let form = form(text, range)
    let wanted = wordForms(of: other)
    guard forms.folded(form).elementsEqual(wanted.folded) else { return false }
    return !forms.isMarked(form) || forms.canonical(form).elementsEqual(wanted.canonical)
  }

  private func skipComma(_ text: Span<UInt8>, from index: Int) -> Int {
    index < text.count && text[index] == UInt8(ascii: ",") ? index + 1 : index
  }
}
