package import InvertedIndex

/// A column whose values are counted over all documents that match.
package struct FacetRequest: Sendable, Equatable {
  package var column: String
  package var grouping: Grouping = .values
  /// Values to return at most.
  package var limit = 10
  package var order: Order = .count

  package init(_ column: String) { self.column = column }

  /// What is counted together.
  package enum Grouping: Sendable, Equatable {
    case values
    /// Times in the same year, month or day. Other values are not counted.
    case calendar(ColumnTime.Unit)
    /// Integers from a multiple of the step up to the next. Other values are not counted.
    case steps(Int64)
  }

  package enum Order: String, Sendable, CaseIterable {
    /// The most frequent first; those with the same count by value.
    case count
    /// In the order of the values.
    case value
  }
}

/// How often the values of a column occur among the documents that match.
package struct Facet: Sendable, Equatable {
  package var column: String
  package var values: [Value] = []
  /// Different values in all, those beyond the limit too.
  package var valueCount = 0
  /// Documents that match and have no value that is counted.
  package var missing = 0

  package init(column: String) { self.column = column }

  package struct Value: Sendable, Equatable {
    /// As it may be written in a filter; of a year, month or day its name, of a step its beginning.
    package var text: String
    /// Documents: one with several values counts at each.
    package var count: Int
    /// What stands for them in an order.
    var value: ColumnValue
  }
}

extension Facet {
  /// Adds the counts of another collection. Both have to have all of their values.
  package mutating func add(_ other: Facet) {
    missing += other.missing
    let places = Dictionary(
      uniqueKeysWithValues: values.enumerated().map { ($0.element.value, $0.offset) })
    for value in other.values {
      if let place = places[value.value] {
        values[place].count += value.count
      } else {
        values.append(value)
      }
    }
    valueCount = values.count
  }

  /// Puts the values in the order asked for and leaves as many as wanted.
  package mutating func cut(_ request: FacetRequest) {
    values.sort { left, right in
      request.order == .count && left.count != right.count
        ? left.count > right.count : left.value < right.value
    }
    if values.count > request.limit { values.removeLast(values.count - request.limit) }
  }
}

extension FacetRequest {
  /// Refuses a column that no document has.
  func check(_ snapshot: Snapshot, others: [String]) throws(SearchError) {
    guard !snapshot.hasColumn(column), !others.contains(column) else { return }
    throw .unknownColumn(
      column, part: "facets", place: nil,
      known: Set(snapshot.columnNames + others).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      })
  }

  /// The groups of a column's values: of each ordinal its group, rising, -1 where it is not counted,
  /// and of each group the value that stands for it. Nil where each value is a group.
  func groups(
    of column: Column
  ) throws(IndexError) -> (ofOrdinal: [Int], values: [ColumnValue])? {
    let counted: Range<Int>
    switch grouping {
    case .values: return nil
    case .calendar: counted = column.timeOrdinals
    case .steps: counted = column.integerOrdinals
    }
    var ofOrdinal = [Int](repeating: -1, count: column.valueCount)
    var values: [ColumnValue] = []
    for ordinal in counted {
      let value = start(of: try column.value(at: ordinal))
      if values.last != value { values.append(value) }
      ofOrdinal[ordinal] = values.count - 1
    }
    return (ofOrdinal, values)
  }

  /// The value that stands for all that are counted with this one.
  func start(of value: ColumnValue) -> ColumnValue {
    switch (grouping, value) {
    case (.calendar(let unit), .time(let seconds)):
      return .time(ColumnTime.start(of: unit, at: seconds))
    case (.steps(let step), .integer(let integer)):
      let rest = integer % step
      return .integer(integer - (rest < 0 ? rest + step : rest))
    default: return value
    }
  }

  func text(of value: ColumnValue) -> String {
    if case .calendar(let unit) = grouping, case .time(let seconds) = value {
      return ColumnTime.text(unit, at: seconds)
    }
    return value.description
  }
}
