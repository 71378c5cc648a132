import InvertedIndex

/// Counts the values of one column, segment by segment. Exact: values of several segments are put
/// together before the most frequent are chosen.
struct FacetCounter {
  private let request: FacetRequest
  private var parts: [Part] = []
  private var missing = 0

  /// The counts of one segment, each value or group by its number in the order of values.
  private struct Part {
    let column: Column
    let groups: [ColumnValue]?
    let counts: [Int]

    func value(_ number: Int) throws(IndexError) -> ColumnValue {
      if let groups { return groups[number] }
      return try column.value(at: number)
    }
  }

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
    parts.append(Part(column: column, groups: groups?.values, counts: found))
  }

  func facet() throws(IndexError) -> Facet {
    var facet = Facet(column: request.column)
    facet.missing = missing
    if parts.count == 1 {
      facet.valueCount = parts[0].counts.count { $0 > 0 }
      for number in best(of: parts[0].counts) {
        let value = try parts[0].value(number)
        facet.values.append(
          Facet.Value(
            text: request.text(of: value), count: parts[0].counts[number], value: value))
      }
      return facet
    }
    facet.values = try sums().map { value, count in
      Facet.Value(text: request.text(of: value), count: count, value: value)
    }
    facet.valueCount = facet.values.count
    facet.cut(request)
    return facet
  }

  /// The numbers of the values asked for, in their order: only these are read.
  private func best(of counts: [Int]) -> [Int] {
    let all = counts.indices.lazy.filter { counts[$0] > 0 }
    if request.order == .value { return Array(all.prefix(request.limit)) }
    // Sorts as counts do from the largest, then as values do.
    var order = Array(all.map { UInt64(UInt32.max - UInt32(counts[$0])) << 32 | UInt64($0) })
    if request.limit < order.count {
      order.settle(request.limit)
      order.removeLast(order.count - request.limit)
    }
    order.sort()
    return order.map { Int($0 & UInt64(UInt32.max)) }
  }

  private func sums() throws(IndexError) -> [ColumnValue: Int] {
    var sums: [ColumnValue: Int] = [:]
    for part in parts {
      for (number, count) in part.counts.enumerated() where count > 0 {
        sums[try part.value(number), default: 0] += count
      }
    }
    return sums
  }
}
