/// Finds the day in a short text that says when something was published: as `DateScanner` does, and
/// with the names of months in English, German and French, for the pages of archives that have such.
///
/// `September 21, 2020`, `21st Sept. 2020`, `2. November 2021`, `5 juin 2018`, and `23.09.22`, which is
/// too little for a date elsewhere.
enum StampScanner {
  /// The first day with its year.
  static func date(in text: String) -> FoundDate? {
    if let date = DateScanner.dates(in: text).first(where: { $0.day != nil && $0.year != nil }) {
      return date
    }
    return spelled(in: text) ?? short(in: text)
  }

  private static func spelled(in text: String) -> FoundDate? {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    for place in words.indices {
      guard let month = month(words[place]) else { continue }
      let before = place > 0 ? number(words[place - 1]) : nil
      let after = place + 1 < words.count ? number(words[place + 1]) : nil
      let behind = place + 2 < words.count ? number(words[place + 2]) : nil
      for (day, year) in [(before, after), (after, behind)] {
        guard let day, let year, (1800...2200).contains(year), isDay(day, month, year) else {
          continue
        }
        return FoundDate(year: year, month: month, day: day, range: 0..<text.utf8.count)
      }
    }
    return nil
  }

  /// Day, month and two digits of a year of this century, with full stops.
  private static func short(in text: String) -> FoundDate? {
    for word in text.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let parts = word.split(separator: ".")
      guard parts.count == 3, parts.allSatisfy({ $0.count <= 2 }), parts[2].count == 2,
        let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]),
        isDay(day, month, 2000 + year)
      else { continue }
      return FoundDate(year: 2000 + year, month: month, day: day, range: 0..<text.utf8.count)
    }
    return nil
  }

  /// Of `21`, `21st` and the like.
  private static func number(_ word: Substring) -> Int? {
    let digits = word.prefix { $0.isNumber }
    let rest = word.dropFirst(digits.count)
    guard rest.isEmpty || ["st", "nd", "rd", "th", "er"].contains(rest) else { return nil }
    return Int(digits)
  }

  /// By its first letters: a word that begins with those of a month is one, or its short form.
  private static func month(_ word: Substring) -> Int? {
    guard word.count >= 3 else { return nil }
    return months.firstIndex { names in
      names.contains { $0.hasPrefix(word) }
    }.map { $0 + 1 }
  }

  private static let months = [
    ["january", "januar", "jänner", "janvier"], ["february", "februar", "feber", "février"],
    ["march", "märz", "mars", "mrz"], ["april", "avril"], ["may", "mai"], ["june", "juni", "juin"],
    ["july", "juli", "juillet"], ["august", "août"], ["september", "septembre"],
    ["october", "oktober", "octobre"], ["november", "novembre"],
    ["december", "dezember", "décembre"],
  ]
}
