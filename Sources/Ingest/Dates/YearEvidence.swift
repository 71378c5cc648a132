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
    let lower = text.lowercased()
    let years = Self.years(in: lower)
    func year(after phrases: [String]) -> Int? {
      for phrase in phrases {
        guard let end = lower.ranges(of: phrase).first?.upperBound else { continue }
        // The year belongs to the phrase if it comes in the next dozen words.
        if let found = years.first(where: { $0.at >= end }),
          lower[end..<found.at].count < 80
        {
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

  /// Numbers from 1900 to 2100 after "năm" or in a date.
  private static func years(in text: String) -> [(year: Int, at: String.Index)] {
    var found: [(year: Int, at: String.Index)] = []
    var at = text.startIndex
    while let start = text[at...].firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let run = text[start...].prefix(while: { $0.isASCII && $0.isNumber })
      if run.count == 4, let year = Int(run), (1900...2100).contains(year),
        text[..<start].hasSuffix("năm ") || text[..<start].hasSuffix("/")
      {
        found.append((year, start))
      }
      at = run.endIndex
    }
    return found
  }
}
