/// Which year an article speaks from, when its dates have none.
///
/// A meeting that sums up year N ("tổng kết … năm N") is held in the last months of N or the first
/// of N+1; one that plans year N ("nhiệm vụ năm N") the other way round; "6 tháng đầu năm N" is
/// summed up in N.
struct YearEvidence {
  private let published: (year: Int, month: Int)?
  private let sumsUp: Int?
  private let plans: Int?
  private let half: Int?
  private let mostNamed: Int?

  /// - Parameter text: Title and first paragraphs, where the occasion is named.
  init(_ text: String, published: FoundDate?) {
    if let published, let year = published.year {
      self.published = (year, published.month)
    } else {
      self.published = nil
    }
    let lower = Bytes.lowered(text.utf8)
    let years = Self.years(in: lower)
    func year(after phrases: [String]) -> Int? {
      for phrase in phrases {
        let letters = Array(phrase.utf8)
        guard let start = Bytes.firstIndex(of: letters, in: lower) else { continue }
        let end = start + letters.count
        // The year belongs to the phrase if it comes in the next dozen words.
        if let found = years.first(where: { $0.at >= end }), found.at - end < 100 {
          return found.year
        }
      }
      return nil
    }
    half = year(after: ["6 tháng đầu", "sáu tháng đầu", "sơ kết"])
    sumsUp = year(after: ["tổng kết", "kết quả công tác"])
    plans = year(after: ["nhiệm vụ năm", "nhiệm vụ trọng tâm năm", "phương hướng", "kế hoạch năm"])
    let counts = Dictionary(grouping: years, by: \.year).mapValues(\.count)
    mostNamed = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  /// The year of a date in `month`, and from 0 to 1 how sure it is.
  func year(forMonth month: Int) -> (year: Int, confidence: Double)? {
    if let published {
      return (published.month + 1 < month ? published.year - 1 : published.year, 0.95)
    }
    if let half { return (half, month >= 5 ? 0.85 : 0.5) }
    if let sumsUp {
      if month >= 10 { return (sumsUp, 0.85) }
      if month <= 3 { return (sumsUp + 1, 0.8) }
      return (sumsUp, 0.5)
    }
    if let plans {
      if month >= 10 { return (plans - 1, 0.75) }
      return (plans, month <= 4 ? 0.75 : 0.5)
    }
    return mostNamed.map { ($0, 0.4) }
  }

  /// Numbers from 1900 to 2100 after "năm" or in a date, with their offsets.
  private static func years(in text: [UInt8]) -> [(year: Int, at: Int)] {
    var found: [(year: Int, at: Int)] = []
    let word = Array("năm ".utf8)
    var at = 0
    while at < text.count {
      guard isDigit(text[at]) else {
        at += 1
        continue
      }
      let end = text[at...].firstIndex(where: { !isDigit($0) }) ?? text.count
      let isMarked =
        text[..<at].suffix(word.count).elementsEqual(word)
        || at > 0 && text[at - 1] == UInt8(ascii: "/")
      if end - at == 4, isMarked, let year = Int(String(decoding: text[at..<end], as: UTF8.self)),
        (1900...2100).contains(year)
      {
        found.append((year, at))
      }
      at = end
    }
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
