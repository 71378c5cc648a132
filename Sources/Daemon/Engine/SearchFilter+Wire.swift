import Search
import Wire

// What the wire says of filters and orders, as the engine's.

extension SearchFilter {
  /// - Throws: `.filter` for text that is not well formed.
  init(_ filter: Filter) throws(SearchError) {
    switch filter {
    case .text(let text): try self.init(parsing: text)
    case .and(let filters): self = .all(try Self.list(filters))
    case .or(let filters): self = .any(try Self.list(filters))
    case .not(let filter): self = .not(try SearchFilter(filter))
    case .equals(let field, let values): self = .condition(Condition(field, .equals(values)))
    case .prefix(let field, let text): self = .condition(Condition(field, .begins(text)))
    case .exists(let field): self = .condition(Condition(field, .exists))
    case .range(let field, let bounds):
      // One range where there is one bound a side, so that one value must lie between both.
      let lower =
        bounds.greaterOrEqual.map { Bound($0, isInclusive: true) }
        ?? bounds.greater.map { Bound($0, isInclusive: false) }
      let upper =
        bounds.lessOrEqual.map { Bound($0, isInclusive: true) }
        ?? bounds.less.map { Bound($0, isInclusive: false) }
      self = .condition(Condition(field, .range(lower: lower, upper: upper)))
    }
  }

  private static func list(_ filters: [Filter]) throws(SearchError) -> [SearchFilter] {
    var result: [SearchFilter] = []
    for filter in filters { result.append(try SearchFilter(filter)) }
    return result
  }
}

extension SortOrder {
  init(_ sort: Sort) { self.init(sort.field, isDescending: sort.isDescending) }
}
