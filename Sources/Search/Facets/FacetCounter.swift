import InvertedIndex

/// Counts the values of one column, segment by segment. Exact: values of several segments are put
/// together before the most frequent are chosen.
struct FacetCounter {
  private let request: FacetRequest
  private var counts: [ColumnValue: Int] = [:]
  private var missing = 0

  init(_ request: FacetRequest) { self.request = request }

  /// Takes the documents of a segment that match.
  mutating func add(_ matches: DocumentSet, of segment: Segment) throws(IndexError) {
    let total = matches.count
    guard total > 0 else { return }
    guard let column = try segment.column(request.column) else {
      missing += total
      return
    }
    let groups = try request.groups(of: column)
    var found = [Int](repeating: 0, count: groups?.values.count ?? column.valueCount)
    missing += total - (try column.count(matches.words, by: groups?.ofOrdinal, into: &found))
    for (index, count) in found.enumerated() where count > 0 {
      if let groups {
        counts[groups.values[index], default: 0] += count
      } else {
        counts[try column.value(at: index), default: 0] += count
      }
    }
  }

  func facet() -> Facet {
    var facet = Facet(column: request.column)
    facet.values = counts.map { value, count in
      Facet.Value(text: request.text(of: value), count: count, value: value)
    }
    facet.valueCount = facet.values.count
    facet.missing = missing
    facet.cut(request)
    return facet
  }
}
