/// Finds the day in a short text that says when something was published: as `DateScanner` does, and
/// with the names of months in the languages of `MonthNames`, for the pages of archives that have such.
///
/// `September 21, 2020`, `21st Sept. 2020`, `2. November 2021`, `3 de mayo de 2022`, `2020年5月6日`, and
/// `23.09.22`, which is too little for a date elsewhere.
enum StampScanner {
  /// The first day with its year.
  static func date(in text: String) -> FoundDate? {
    if let date = DateScanner.dates(in: text).first(where: { $0.day != nil && $0.year != nil }) {
      return date
    }
    return spelled(in: text) ?? short(in: text) ?? withSigns(in: text)
  }

  private static func spelled(in text: String) -> FoundDate? {
    let words = text.lowered().split { !$0.isLetter && !$0.isNumber }
      .filter { !particles.contains($0) }
    for place in words.indices {
      guard let month = MonthNames.month(words[place]) else { continue }
      let before = place > 0 ? number(words[place - 1]) : nil
      let after = place + 1 < words.count ? number(words[place + 1]) : nil
      let behind = place + 2 < words.count ? number(words[place + 2]) : nil
      for (day, year) in [(before, after), (after, behind), (after, before)] {
        guard let day, let year, (1800...2200).contains(year), isDay(day, month, year) else {
          continue
        }
        return FoundDate(year: year, month: month, day: day, range: 0..<text.utf8.count)
      }
    }
    return nil
  }

  /// `3 de mayo de 2022`, `the 3rd of May`, `den 3 maj`
  private static let particles: Set<Substring> = ["de", "del", "of", "den", "the"]

  /// Day, month and two digits of a year of this century, with full stops or slashes; also month
  /// before day where it can't be the other way round: `08/25/2015`.
  private static func short(in text: String) -> FoundDate? {
    for word in text.split(whereSeparator: { !$0.isNumber && $0 != "." && $0 != "/" }) {
      let mark: Character = word.contains("/") ? "/" : "."
      let parts = word.split(separator: mark)
      guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2,
        parts[2].count == 2 || parts[2].count == 4, let first = Int(parts[0]),
        let second = Int(parts[1]), let last = Int(parts[2])
      else { continue }
      let year = parts[2].count == 2 ? 2000 + last : last
      guard (1800...2200).contains(year) else { continue }
      for (day, month) in mark == "/" ? [(first, second), (second, first)] : [(first, second)]
      where isDay(day, month, year) {
        return FoundDate(year: year, month: month, day: day, range: 0..<text.utf8.count)
      }
    }
    return nil
  }

  /// `2020年5月6日`
  private static func withSigns(in text: String) -> FoundDate? {
    guard let sign = text.firstIndex(of: "年") else { return nil }
    let year = text[..<sign].reversed().prefix { $0.isNumber }
    let rest = text[text.index(after: sign)...].split(separator: "月", maxSplits: 1)
    guard rest.count == 2, let year = Int(String(year.reversed())), let month = Int(rest[0]),
      let day = Int(rest[1].prefix { $0.isNumber }), (1800...2200).contains(year),
      isDay(day, month, year)
    else { return nil }
    return FoundDate(year: year, month: month, day: day, range: 0..<text.utf8.count)
  }

  /// Of `21`, `21st` and the like.
  private static func number(_ word: Substring) -> Int? {
    let digits = word.prefix { $0.isNumber }
    let rest = word.dropFirst(digits.count)
    guard rest.isEmpty || ["st", "nd", "rd", "th", "er"].contains(rest) else { return nil }
    return Int(digits)
  }
}
