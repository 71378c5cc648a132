/// Query text → tree.
///
/// ```
/// or     = and { OR and }
/// and    = list { AND list }
/// list   = { ["+" | "-" | NOT] near }
/// near   = item {item} { NEAR item {item} }
/// item   = [name ":"] ( text | phrase ["~" number] | prefix "*" | pattern | word "~" [number]
///                     | [number "of"] "(" or ")" ) ["^" factor]  |  name ":" comparison
/// ```
/// Words side by side bind closer than NEAR and AND, so `mặt trận AND hà nội` joins two pairs of
/// words, and `mặt trận NEAR/5 tổ quốc` two phrases. The name of a field counts for the next word,
/// phrase or bracket. In lenient syntax whatever does not fit is text or left out, with a warning.
struct QueryParser {
  let text: String
  let isStrict: Bool
  let fields: QueryFields
  /// Whether nodes say where they stand.
  let keepsPlaces: Bool
  var lexemes: [Lexeme]
  var next = 0
  var warnings: [QueryWarning]
  var analysis: QueryAnalysis

  /// - Parameters:
  ///   - fields: what may be named before a colon.
  ///   - keepsPlaces: whether nodes are to say where they stand, see `QueryNode.located`.
  /// - Returns: nil when there is nothing to search for.
  static func parse(
    _ text: String, syntax: SearchRequest.Syntax, fields: QueryFields = .standing,
    keepsPlaces: Bool = false
  ) throws(SearchError) -> (root: QueryNode?, warnings: [QueryWarning]) {
    if !keepsPlaces, let common = CommonQuery.parse(text) { return (common, []) }
    return try parseAll(text, syntax: syntax, fields: fields, keepsPlaces: keepsPlaces)
  }

  /// The same for all that may be written.
  static func parseAll(
    _ text: String, syntax: SearchRequest.Syntax, fields: QueryFields = .standing,
    keepsPlaces: Bool = false
  ) throws(SearchError) -> (root: QueryNode?, warnings: [QueryWarning]) {
    guard text.utf8.count <= SearchLimit.queryBytes else {
      throw .tooComplex(
        "the query has \(text.utf8.count) bytes, the limit is \(SearchLimit.queryBytes)")
    }
    let lexed = try QueryLexer.lex(text, syntax: syntax, fields: fields)
    var parser = QueryParser(
      text: text, isStrict: syntax == .strict, fields: fields, keepsPlaces: keepsPlaces,
      lexemes: lexed.lexemes, warnings: lexed.warnings, analysis: QueryAnalysis(text))
    try parser.limitWords()
    try parser.repairBrackets()
    try parser.repairOperators()
    let root = try parser.or()
    let count = root?.clauseCount ?? 0
    if count > SearchLimit.clauses, syntax == .lenient {
      // Typed text never fails: what is too much as an expression is read as words.
      parser.warn("more than \(SearchLimit.clauses) phrases and groups: read as plain words", at: 0)
      return (.list(QueryList(optional: parser.analysis.plainWords)), parser.warnings)
    }
    guard count <= SearchLimit.clauses else {
      throw .tooComplex(
        "the query has \(count) phrases and groups, the limit is \(SearchLimit.clauses)")
    }
    return (root, parser.warnings)
  }

  mutating func warn(_ message: String, at byte: Int) {
    warnings.append(QueryWarning(message: message, byte: byte))
  }
}

// MARK: - Grammar

extension QueryParser {
  var kind: Lexeme.Kind? { next < lexemes.count ? lexemes[next].kind : nil }

  mutating func or() throws(SearchError) -> QueryNode? {
    let start = next
    let first = try and()
    guard kind == .or else { return first }
    var nodes = first.map { [$0] } ?? []
    while kind == .or {
      next += 1
      if let node = try and() { nodes.append(node) }
    }
    return located(Self.join(nodes, QueryNode.or), from: start)
  }

  private mutating func and() throws(SearchError) -> QueryNode? {
    let start = next
    let first = try list()
    guard kind == .and else { return first }
    var nodes = first.map { [$0] } ?? []
    while kind == .and {
      next += 1
      if let node = try list() { nodes.append(node) }
    }
    return located(Self.join(nodes, QueryNode.and), from: start)
  }

  private static func join(
    _ nodes: [QueryNode], _ make: ([QueryNode]) -> QueryNode
  ) -> QueryNode? {
    nodes.count > 1 ? make(nodes) : nodes.first
  }

  private mutating func list() throws(SearchError) -> QueryNode? {
    let start = next
    var list = QueryList()
    while let kind, kind != .and, kind != .or, kind != .close {
      let sign: QueryList.Sign =
        switch kind {
        case .plus: .plus
        case .minus, .not: .minus
        default: .none
        }
      if sign != .none { next += 1 }
      var nodes: [QueryNode] = []
      try near(isSigned: sign != .none, into: &nodes)
      list.add(nodes, sign)
    }
    if list.isEmpty { return nil }
    // A group of one is what it holds.
    if list.isOneNode, list.optional[0].isGroup { return list.optional[0] }
    return located(.list(list), from: start)
  }

  /// Adds items side by side, after a sign only one, and what is near them.
  private mutating func near(
    isSigned: Bool, into nodes: inout [QueryNode]
  ) throws(SearchError) {
    let start = next
    var first: [QueryNode] = []
    try item(into: &first)
    while !isSigned, let kind, kind.startsItem { try item(into: &first) }
    guard case .near? = kind else {
      nodes += first
      return
    }
    let operands = try nearOperands(after: first)
    if let node = try nearby(operands, from: start) {
      nodes.append(node)
    } else {
      nodes += operands.flatMap(\.nodes)
    }
  }

  /// The node, with the place of all lexemes from `start` on where places are kept.
  func located(_ node: QueryNode?, from start: Int) -> QueryNode? {
    guard keepsPlaces, let node, start < next else { return node }
    return .located(node, lexemes[start].start..<lexemes[next - 1].end)
  }
}

extension QueryNode {
  /// Whether it is made of parts that need brackets elsewhere.
  fileprivate var isGroup: Bool {
    switch self {
    case .list, .and, .or, .nearby: true
    case .located(let node, _): node.isGroup
    default: false
    }
  }
}
