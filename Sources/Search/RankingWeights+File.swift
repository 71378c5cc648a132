extension RankingWeights {
  /// Reads weights from lines of a name, a tab and a number; what is not named keeps its default.
  /// What follows a second tab, and lines that begin with `#`, are for people. See
  /// `Config/ranking.tsv`.
  ///
  /// - Throws: `RankingError` with the line, and the nearest name where one is unknown.
  package init(parsing text: String) throws(RankingError) {
    self.init()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count > 1 else {
        throw RankingError(line: index + 1, "no tab between a name and a number")
      }
      try set(parts[0], to: parts[1], line: index + 1)
    }
  }

  /// These, but for the weights that are named.
  ///
  /// - Throws: `RankingError` for a name that is none, or a number that cannot be.
  package func changed(_ changes: [String: Double]) throws(RankingError) -> RankingWeights {
    var weights = self
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
      let isWhole = value == value.rounded() && abs(value) < 1e9
      try weights.set(name, to: isWhole ? "\(Int(value))" : "\(value)", line: 0)
    }
    return weights
  }

  private mutating func set(
    _ name: String, to text: String, line: Int
  ) throws(RankingError) {
    if let weight = Self.weights.first(where: { $0.name == name }) {
      guard let value = Float(text), value >= 0, value <= 1_000 else {
        throw RankingError(line: line, "\"\(text)\" is no number from 0 to 1000")
      }
      self[keyPath: weight.path] = value
    } else if let count = Self.counts.first(where: { $0.name == name }) {
      guard let value = Int(text), value >= 0, value <= 1_000 else {
        throw RankingError(line: line, "\"\(text)\" is no whole number from 0 to 1000")
      }
      self[keyPath: count.path] = value
    } else {
      throw RankingError(
        line: line,
        "there is no weight \"\(name)\"; there are: \(Self.names.joined(separator: ", "))")
    }
  }

  /// The names of all weights.
  package static var names: [String] { weights.map(\.name) + counts.map(\.name) }

  private typealias Path<Value> = WritableKeyPath<RankingWeights, Value> & Sendable

  private static let weights: [(name: String, path: any Path<Float>)] = [
    ("k1", \.k1), ("b", \.b), ("title", \.title), ("low", \.low), ("pairs", \.pairs),
    ("runs", \.runs), ("unmarked_among_marked", \.unmarkedAmongMarked),
    ("other_spelling", \.otherSpelling), ("acronym", \.acronym), ("readings", \.readings),
    ("wider", \.wider), ("other_marks", \.otherMarks),
  ]

  private static let counts: [(name: String, path: any Path<Int>)] = [
    ("pair_depth", \.pairDepth), ("widen_below", \.widenBelow),
  ]
}

/// A file of weights that cannot be read.
package struct RankingError: Error, Equatable, CustomStringConvertible {
  /// From 1 on.
  package var line: Int
  package var reason: String

  init(line: Int, _ reason: String) {
    self.line = line
    self.reason = reason
  }

  package var description: String { "line \(line): \(reason)" }
}
