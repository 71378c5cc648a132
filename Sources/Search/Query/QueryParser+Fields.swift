import InvertedIndex

/// What stands behind the name of a field.
extension QueryParser {
  mutating func inField(
    _ field: QueryField, _ name: Lexeme, into nodes: inout [QueryNode]
  ) throws(SearchError) {
    if case .column(let column) = field, let value = comparedValue(column) {
      return try condition(column, name, value, into: &nodes)
    }
    var inner: [QueryNode] = []
    try item(into: &inner)
    guard let first = inner.first else { return }
    nodes.append(
      .field(field, inner.count == 1 ? first : .list(QueryList(optional: inner))))
  }

  /// The value of the next lexeme where it is compared as a whole.
  private func comparedValue(_ column: String) -> String? {
    let lexeme = lexemes[next]
    let text = { String(decoding: Array(self.text.utf8)[lexeme.range], as: UTF8.self) }
    switch lexeme.kind {
    case .value: return text()
    case .phrase where QueryCondition.comparesWhole(column): return text()
    case .text, .prefix, .pattern, .fuzzy:
      guard QueryCondition.comparesWhole(column) else { return nil }
      return String(decoding: Array(self.text.utf8)[lexeme.start..<lexeme.end], as: UTF8.self)
    default: return nil
    }
  }

  private mutating func condition(
    _ column: String, _ name: Lexeme, _ value: String, into nodes: inout [QueryNode]
  ) throws(SearchError) {
    let lexeme = lexemes[next]
    next += 1
    let isQuoted = lexeme.kind == .phrase
    do throws(SearchError) {
      let filter = try SearchFilter(comparing: column, value, isQuoted: isQuoted)
      // What begins so is no value without quotes.
      let needsQuotes = isQuoted || value.hasPrefix(":") || value.hasPrefix("//")
      let spelled = needsQuotes ? "\"\(value)\"" : value
      let node = QueryNode.condition(
        QueryCondition(text: "\(column):\(spelled)", filter: filter))
      nodes.append(lexeme.boost.map { .boost(node, $0) } ?? node)
    } catch {
      guard case .filter(let message, _, let hint) = error else { throw error }
      try refuse(lexeme, message, hint)
      analysis.appendNodes(in: name.range, to: &nodes)
      analysis.appendNodes(in: lexeme.range, to: &nodes)
    }
  }
}

extension QueryCondition {
  /// Whether a field has no words: it is compared as a whole whatever stands behind its colon.
  static func comparesWhole(_ column: String) -> Bool {
    column == ColumnName.date || column == ColumnName.modified || column == SearchFilter.key
  }
}
