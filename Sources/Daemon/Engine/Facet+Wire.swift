import InvertedIndex
import Search
import Wire

extension FacetRequest {
  /// - Parameter isPart: of several collections all values are needed, to be put together.
  init(_ query: FacetQuery, isPart: Bool) {
    self.init(query.field)
    switch query.interval {
    case .year?: grouping = .calendar(.year)
    case .month?: grouping = .calendar(.month)
    case .day?: grouping = .calendar(.day)
    case .step(let step)?: grouping = .steps(Int64(step))
    case nil: grouping = .values
    }
    limit = isPart ? .max : query.limit ?? (query.interval == nil ? 10 : 100)
    order =
      query.order.flatMap { Order(rawValue: $0.rawValue) }
      ?? (query.interval == nil ? .count : .value)
  }
}

extension FacetCounts {
  init(_ facet: Facet) {
    self.init(
      facet.column, facet.values.map { .init($0.text, count: $0.count) },
      valueCount: facet.valueCount, missing: facet.missing)
  }
}
