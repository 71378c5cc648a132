import InvertedIndex

/// The fields that a query may name: title, body, id, and the columns of what is searched.
struct QueryFields {
  /// Whether some document may have a column.
  private let isColumn: (String) -> Bool
  /// All columns, for suggestions.
  private let columns: () -> [String]

  /// Those that every archive has.
  static var standing: QueryFields {
    QueryFields(isColumn: ColumnName.standing.contains, columns: { ColumnName.standing })
  }

  private init(isColumn: @escaping (String) -> Bool, columns: @escaping () -> [String]) {
    self.isColumn = isColumn
    self.columns = columns
  }

  /// - Parameter others: columns that other indexes of the same search have.
  init(_ snapshot: Snapshot, others: [String]) {
    isColumn = { snapshot.hasColumn($0) || others.contains($0) }
    columns = { snapshot.columnNames + others }
  }

  /// The field of a name, nil where no document has it.
  func field(named name: String) -> QueryField? {
    switch name {
    case "title": .title
    case "body": .body
    case SearchFilter.key: .column(name)
    default: isColumn(name) ? .column(name) : nil
    }
  }

  /// The field that was meant by a name that is none, if one is spelled nearly so.
  func nearest(to name: String) -> String? {
    let limit = Float(min(2, max(1, name.unicodeScalars.count / 2)))
    let letters = Array(name.unicodeScalars.map(\.value))
    let known = ["title", "body", SearchFilter.key] + columns()
    let ranked = known.map { known in
      (name: known, cost: editDistance(letters, Array(known.unicodeScalars.map(\.value))))
    }
    return ranked.filter { $0.cost <= limit }.min { $0.cost < $1.cost }?.name
  }
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
private func editDistance(_ first: [UInt32], _ second: [UInt32]) -> Float {
  var before: [Float] = []
  var previous = (0...second.count).map(Float.init)
  for (i, letter) in first.enumerated() {
    var row = [Float(i + 1)]
    for (j, other) in second.enumerated() {
      var best = min(
        previous[j + 1] + 1, row[j] + 1, previous[j] + (letter == other ? 0 : 1))
      if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
        best = min(best, before[j - 1] + 1)
      }
      row.append(best)
    }
    before = previous
    previous = row
  }
  return previous[second.count]
}
