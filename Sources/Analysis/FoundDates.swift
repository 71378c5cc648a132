import Vietnamese

/// A date and where it stands in the text.
struct FoundDate {
  var date: CalendarDate
  var start: UInt32
  var end: UInt32

  init(_ date: CalendarDate, _ range: Range<Int>) {
    self.date = date
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
  }
}

/// Dates that begin at one number or word, and where the last of them ends; at most six. None
/// where the text turns out to mean the lunar calendar: then the numbers are read one by one.
struct FoundDates {
  // Small, since all of it is passed about: copying more than 128 bytes calls memmove.
  private var storedCount: UInt8 = 0
  private var storedDay: UInt8 = 0
  private(set) var hasYear = false
  private var storedEnd: UInt32
  /// The value of the Roman numeral of a quarter.
  var quarterNumeral: FoundForm?
  private var dates: InlineArray<6, FoundDate>

  var count: Int { Int(storedCount) }
  var end: Int { Int(storedEnd) }
  var largestDay: Int { Int(storedDay) }

  init(end: Int, _ first: CalendarDate) {
    storedEnd = UInt32(end)
    dates = InlineArray(repeating: FoundDate(first, end..<end))
  }

  /// One date that is all there is.
  init(_ date: CalendarDate, _ range: Range<Int>) {
    self.init(end: range.lowerBound, date)
    add(date, range)
  }

  subscript(index: Int) -> FoundDate { dates[index] }

  mutating func add(_ date: CalendarDate, _ range: Range<Int>) {
    guard count < 6 else { return }
    storedDay = UInt8(max(largestDay, date.day ?? 0))
    hasYear = hasYear || date.year != nil
    dates[count] = FoundDate(date, range)
    storedCount += 1
    storedEnd = UInt32(max(end, range.upperBound))
  }

  mutating func removeAll() {
    storedCount = 0
  }
}
