import InvertedIndex

/// What a document must be, apart from the words of the query: conditions on columns and its id.
///
/// A filter never changes a score; a search with one is a search of the documents that it lets
/// through. A document with several values in a column meets a condition when one of them does.
package indirect enum SearchFilter: Sendable, Equatable {
  case condition(Condition)
  case not(SearchFilter)
  /// Met by every document where there are none.
  case all([SearchFilter])
  /// Met by no document where there are none.
  case any([SearchFilter])

  /// One comparison.
  package struct Condition: Sendable, Equatable {
    package var column: String
    package var test: Test
    /// Where the column's name stands in the text of the filter.
    package var place: Place?

    package init(_ column: String, _ test: Test, at place: Place? = nil) {
      self.column = column
      self.test = test
      self.place = place
    }
  }

  package enum Test: Sendable, Equatable {
    /// A value is one of these: the same number, a time in the year, month, day or minute that is
    /// written, the same text byte by byte.
    case equals([String])
    /// A value that is a text begins so.
    case begins(String)
    /// A value that is a text is like this, with any bytes for each `*` and one letter for each `?`.
    case matches(String)
    /// A value lies between the two.
    case range(lower: Bound?, upper: Bound?)
    /// The document has a value.
    case exists
  }

  /// An end of a range. A year, month or day stands for all of it: `> 2020` begins with 2021.
  package struct Bound: Sendable, Equatable {
    package var text: String
    package var isInclusive: Bool

    package init(_ text: String, isInclusive: Bool) {
      self.text = text
      self.isInclusive = isInclusive
    }
  }

  /// A place in the text of a filter, counted from 0.
  package struct Place: Sendable, Equatable {
    package var byte: Int
    package var character: Int

    package init(byte: Int, character: Int) {
      self.byte = byte
      self.character = character
    }
  }

  /// The name under which the keys of documents are compared.
  package static let key = "id"

  package static func equals(_ column: String, _ values: String...) -> SearchFilter {
    .condition(Condition(column, .equals(values)))
  }
}

extension SearchFilter {
  /// Calls `body` with every condition.
  private func forEachCondition(
    _ body: (Condition) throws(SearchError) -> Void
  ) throws(SearchError) {
    switch self {
    case .condition(let condition): try body(condition)
    case .not(let filter): try filter.forEachCondition(body)
    case .all(let filters), .any(let filters):
      for filter in filters { try filter.forEachCondition(body) }
    }
  }

  /// Refuses columns that no document has and comparisons that can find nothing.
  ///
  /// - Parameter others: columns that other indexes of the same search have.
  func check(_ snapshot: Snapshot, others: [String]) throws(SearchError) {
    var count = 0
    try forEachCondition { condition throws(SearchError) in
      count += 1
      guard count <= SearchLimit.filterConditions else {
        throw .tooComplex("the filter has more than \(SearchLimit.filterConditions) conditions")
      }
      let name = condition.column
      guard name == Self.key || snapshot.hasColumn(name) || others.contains(name) else {
        throw .unknownColumn(
          name, part: "filter", place: condition.place,
          known: ([Self.key] + snapshot.columnNames + others).inOrder)
      }
      if let (message, hint) = condition.flaw {
        throw .filter(message: message, place: condition.place, hint: hint)
      }
    }
  }

}

extension SortOrder {
  /// Refuses a column that no document has.
  func check(_ snapshot: Snapshot, others: [String]) throws(SearchError) {
    guard snapshot.hasColumn(column) || others.contains(column) else {
      throw .unknownColumn(
        column, part: "sort", place: nil, known: (snapshot.columnNames + others).inOrder)
    }
  }
}

extension [String] {
  /// Each once, by its bytes.
  fileprivate var inOrder: [String] {
    Set(self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension SearchFilter.Condition {
  /// Why the comparison makes no sense, and what would.
  var flaw: (message: String, hint: String)? {
    switch test {
    case .begins, .matches, .range:
      if column == SearchFilter.key { return ("id is compared with = and IN", "id = \"…\"") }
    case .equals, .exists: break
    }
    switch test {
    case .equals(let texts) where column == ColumnName.date:
      return texts.lazy.compactMap { Self.flaw(ofDate: FilterLiteral($0)) }.first
    case .range(let lower, let upper):
      for case let bound? in [lower, upper] {
        let literal = FilterLiteral(bound.text)
        if column == ColumnName.date, let flaw = Self.flaw(ofDate: literal) { return flaw }
        if literal.integer == nil, literal.seconds == nil {
          return (
            "\"\(bound.text)\" has no place in an order: a range is of numbers or of dates",
            "write a whole number, or a date such as 2020, 2020-01-31 or 31/1/2020"
          )
        }
      }
      return nil
    case .begins, .matches:
      if column == ColumnName.date || column == ColumnName.modified {
        return ("a date has no pattern", "write 2022, 2022-03, 3/2022 or 2020..2022")
      }
      return nil
    case .equals, .exists: return nil
    }
  }

  private static func flaw(ofDate literal: FilterLiteral) -> (String, String)? {
    literal.seconds == nil
      ? ("\"\(literal.text)\" is no date", "write 2020, 2020-01, 2020-01-31 or 31/1/2020") : nil
  }
}

/// What a value in a filter may mean: a number, a time, a text.
struct FilterLiteral {
  let text: String
  let integer: Int64?
  /// From the first second that it covers up to the last.
  let seconds: Range<Int64>?

  init(_ text: String) {
    self.text = text
    integer = ColumnValue.integer(text)
    seconds = (ColumnTime(text) ?? Self.vietnamese(text) ?? Self.written(text))?.seconds
  }

  private static func written(_ text: String) -> ColumnTime? {
    text.utf8.contains(0x20) ? writtenDate(text).flatMap { ColumnTime($0) } : nil
  }

  /// `31/1/2020`, `1/2020`, with any of `/ - .` between the numbers.
  private static func vietnamese(_ text: String) -> ColumnTime? {
    let bytes = text.utf8
    guard (6...10).contains(bytes.count), let mark = bytes.first(where: { $0 < 0x30 }),
      "/-.".utf8.contains(mark)
    else { return nil }
    let parts = bytes.split(separator: mark, omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.last?.count == 4 else { return nil }
    var iso = ""
    for part in parts.reversed() {
      guard !part.isEmpty, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      iso += (iso.isEmpty ? "" : part.count == 1 ? "-0" : "-") + String(Substring(part))
    }
    return ColumnTime(iso)
  }
}
