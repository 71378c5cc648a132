/// Finds dates in Vietnamese text, day first.
///
/// Read: `9/11/2022`, `09-11-2022`, `9.11.2022`, `2022-11-09`, `ngày 26 tháng 10 năm 2022`,
/// `tháng 10/2022`, and without a year `chiều 4/1`, `ngày 26 tháng 10`, `(4/1)`. Not read: `250/275`
/// (no month), `26/10-QĐ` and `số 12/5` (numbers of documents), fractions such as `2/3` without a
/// word that makes them a date.
struct DateScanner {
  private let bytes: [UInt8]
  private var i = 0

  /// All dates of one line, in order.
  static func dates(in line: String) -> [FoundDate] {
    var scanner = DateScanner(bytes: Array(line.utf8))
    var found: [FoundDate] = []
    while let date = scanner.next() { found.append(date) }
    return found
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func next() -> FoundDate? {
    while i < bytes.count {
      guard isDigit(i), i == 0 || !isGlue(bytes[i - 1]) else {
        i += 1
        continue
      }
      let start = i
      if var date = iso(at: start) ?? numeric(at: start) ?? spelled(at: start) ?? month(at: start) {
        i = date.range.upperBound
        addTime(to: &date)
        return date
      }
      while i < bytes.count, isDigit(i) { i += 1 }
    }
    return nil
  }

  private func isDigit(_ i: Int) -> Bool {
    i < bytes.count && bytes[i] >= UInt8(ascii: "0") && bytes[i] <= UInt8(ascii: "9")
  }

  /// A byte that makes the number after it part of something longer.
  private func isGlue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "/"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), 0x80...0xff:
      true
    default: false
    }
  }

  private func number(at start: Int, maxDigits: Int) -> (value: Int, end: Int)? {
    var value = 0
    var end = start
    while isDigit(end), end - start < maxDigits {
      value = value * 10 + Int(bytes[end] - UInt8(ascii: "0"))
      end += 1
    }
    return end == start || isDigit(end) ? nil : (value, end)
  }
}

// MARK: - Forms

extension DateScanner {
  /// `2022-11-09`, `2022/11/09`
  private func iso(at start: Int) -> FoundDate? {
    guard let year = number(at: start, maxDigits: 4), year.end == start + 4,
      (1800...2200).contains(year.value), let mark = separator(at: year.end),
      let month = number(at: year.end + 1, maxDigits: 2), separator(at: month.end) == mark,
      let day = number(at: month.end + 1, maxDigits: 2), isDay(day.value, month.value, year.value),
      !isGlueAfter(day.end)
    else { return nil }
    return FoundDate(
      year: year.value, month: month.value, day: day.value, range: start..<day.end)
  }

  /// `9/11/2022`, and `9/11` where a word or brackets make it a date.
  private func numeric(at start: Int) -> FoundDate? {
    guard let day = number(at: start, maxDigits: 2), let mark = separator(at: day.end),
      let month = number(at: day.end + 1, maxDigits: 2)
    else { return nil }
    if separator(at: month.end) == mark, let year = number(at: month.end + 1, maxDigits: 4) {
      guard year.end == month.end + 5, (1800...2200).contains(year.value),
        isDay(day.value, month.value, year.value), !isNumberOfDocument(after: year.end)
      else { return nil }
      return FoundDate(
        year: year.value, month: month.value, day: day.value,
        range: wordsBefore(start).start..<year.end)
    }
    guard mark == UInt8(ascii: "/"), isDay(day.value, month.value, nil), !isGlueAfter(month.end)
    else { return nil }
    let before = wordsBefore(start)
    let isBracketed =
      start > 0 && bytes[start - 1] == UInt8(ascii: "(")
      && month.end < bytes.count && bytes[month.end] == UInt8(ascii: ")")
    guard before.speaksOfDay || isBracketed else { return nil }
    return FoundDate(
      year: nil, month: month.value, day: day.value, range: before.start..<month.end)
  }

  /// `26 tháng 10 năm 2022`, `26 tháng 10`
  private func spelled(at start: Int) -> FoundDate? {
    guard let day = number(at: start, maxDigits: 2), let word = skip([" tháng "], at: day.end),
      let month = number(at: word, maxDigits: 2), isDay(day.value, month.value, nil)
    else { return nil }
    var end = month.end
    var year: Int?
    if let word = skip([" năm ", ", năm ", "/", "-"], at: month.end),
      let found = number(at: word, maxDigits: 4), found.end == word + 4,
      isDay(day.value, month.value, found.value)
    {
      year = found.value
      end = found.end
    }
    let before = wordsBefore(start)
    return FoundDate(year: year, month: month.value, day: day.value, range: before.start..<end)
  }

  /// `tháng 10/2022`, `tháng 10 năm 2022`
  private func month(at start: Int) -> FoundDate? {
    guard let word = wordEnding(at: start, "tháng "),
      let month = number(at: start, maxDigits: 2), (1...12).contains(month.value),
      let next = skip(["/", "-", " năm "], at: month.end),
      let year = number(at: next, maxDigits: 4), year.end == next + 4,
      (1800...2200).contains(year.value)
    else { return nil }
    return FoundDate(year: year.value, month: month.value, day: nil, range: word..<year.end)
  }

  private func separator(at i: Int) -> UInt8? {
    guard i < bytes.count else { return nil }
    switch bytes[i] {
    case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."): return bytes[i]
    default: return nil
    }
  }

  private func isGlueAfter(_ end: Int) -> Bool {
    guard end < bytes.count else { return false }
    switch bytes[end] {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"): return isDigit(end + 1)
    case UInt8(ascii: "-"): return end + 1 < bytes.count && isGlue(bytes[end + 1])
    case UInt8(ascii: "T"): return false
    default: return isGlue(bytes[end])
    }
  }

  /// `26/10/2022/NĐ-CP` is a number, not a date.
  private func isNumberOfDocument(after end: Int) -> Bool {
    end < bytes.count
      && (bytes[end] == UInt8(ascii: "/")
        || bytes[end] == UInt8(ascii: "-") && end + 1 < bytes.count
          && isGlue(bytes[end + 1]) && !isDigit(end + 1))
  }
}

// MARK: - Words around

extension DateScanner {
  /// Words that make a bare `4/1` a date. Case does not count in ASCII; both cases of `đ` are there.
  private static let dayWords = [
    "ngày ", "sáng ", "trưa ", "chiều ", "tối ", "đêm ", "Đêm ", "hôm ", "mùng ", "mồng ",
    "hôm nay ", "hôm qua ", "vào ",
  ].map { Array($0.utf8) }

  /// Where the date begins when words such as "sáng ngày" before it are taken in.
  private func wordsBefore(_ start: Int) -> (start: Int, speaksOfDay: Bool) {
    var at = start
    while let word = Self.dayWords.first(where: { matches($0, endingAt: at) }) {
      at -= word.count
    }
    return (at, at < start)
  }

  private func wordEnding(at end: Int, _ word: String) -> Int? {
    let letters = Array(word.utf8)
    return matches(letters, endingAt: end) ? end - letters.count : nil
  }

  private func matches(_ word: [UInt8], endingAt end: Int) -> Bool {
    let start = end - word.count
    guard start >= 0, start == 0 || !isGlue(bytes[start - 1]) || bytes[start - 1] == 0x2c else {
      return false
    }
    return zip(word, bytes[start..<end]).allSatisfy { lowered($1) == $0 || $1 == $0 }
  }

  private func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
  }

  /// Past the first of the pieces that stands at `at`.
  private func skip(_ pieces: [String], at: Int) -> Int? {
    for piece in pieces {
      let letters = Array(piece.utf8)
      guard at + letters.count <= bytes.count else { continue }
      if zip(letters, bytes[at...]).allSatisfy({ lowered($1) == $0 }) { return at + letters.count }
    }
    return nil
  }
}

// MARK: - Time of day

extension DateScanner {
  /// Takes a time just before or after the date: `21:14 09/11/2022`, `09/11/2022 | 21h14`,
  /// `2022-11-09T21:14`.
  private func addTime(to date: inout FoundDate) {
    guard date.day != nil, date.year != nil else { return }
    var at = date.range.upperBound
    while at < bytes.count, at < date.range.upperBound + 10, !isDigit(at),
      " ,|-T".utf8.contains(bytes[at])
    { at += 1 }
    if let time = time(at: at) {
      date.minute = time.minute
      date.range = date.range.lowerBound..<time.end
      return
    }
    var back = date.range.lowerBound
    while back > 0, " ,|-".utf8.contains(bytes[back - 1]) { back -= 1 }
    for length in 4...6 where back >= length {
      let start = back - length
      guard isDigit(start), start == 0 || !isDigit(start - 1), let time = time(at: start) else {
        continue
      }
      if time.end == back { date.minute = time.minute }
    }
  }

  private func time(at start: Int) -> (minute: Int, end: Int)? {
    guard let hour = number(at: start, maxDigits: 2), hour.value < 24,
      let mark = skip([":", "h", "g", " giờ "], at: hour.end),
      let minute = number(at: mark, maxDigits: 2), minute.end == mark + 2, minute.value < 60
    else { return nil }
    return (hour.value * 60 + minute.value, minute.end)
  }
}
