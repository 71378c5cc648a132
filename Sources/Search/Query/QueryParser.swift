/// Query text → tree.
///
/// ```
/// or     = and { OR and }
/// and    = list { AND list }
/// list   = { ["+" | "-" | NOT] item }
/// item   = text | phrase ["~" number] | prefix "*" | "(" or ")"
/// ```
/// Words side by side bind closer than AND, so `mặt trận AND hà nội` joins two pairs of words.
/// In lenient syntax whatever does not fit is text or left out, with a warning.
struct QueryParser {
  private let text: String
  private let isStrict: Bool
  private var lexemes: [Lexeme]
  private var next = 0
  private(set) var warnings: [QueryWarning]
  private var analysis: QueryAnalysis

  /// - Returns: nil when there is nothing to search for.
  static func parse(
    _ text: String, syntax: SearchRequest.Syntax
  ) throws(SearchError) -> (root: QueryNode?, warnings: [QueryWarning]) {
    if let common = CommonQuery.parse(text) { return (common, []) }
    return try parseAll(text, syntax: syntax)
  }

  /// The same for all that may be written.
  static func parseAll(
    _ text: String, syntax: SearchRequest.Syntax
  ) throws(SearchError) -> (root: QueryNode?, warnings: [QueryWarning]) {
    guard text.utf8.count <= SearchLimit.queryBytes else {
      throw .tooComplex(
        "the query has \(text.utf8.count) bytes, the limit is \(SearchLimit.queryBytes)")
    }
    let lexed = try QueryLexer.lex(text, syntax: syntax)
    var parser = QueryParser(
      text: text, isStrict: syntax == .strict, lexemes: lexed.lexemes, warnings: lexed.warnings,
      analysis: QueryAnalysis(text))
    try parser.limitWords()
    try parser.repairBrackets()
    try parser.repairOperators()
    let root = try parser.or()
    let count = root?.clauseCount ?? 0
    if count > SearchLimit.clauses, syntax == .lenient {
      // Typed text never fails: what is too much as an expression is read as words.
      parser.warnings.append(
        QueryWarning(
          message: "more than \(SearchLimit.clauses) phrases and groups: read as plain words",
          byte: 0))
      return (.list(QueryList(optional: parser.analysis.plainWords)), parser.warnings)
    }
    guard count <= SearchLimit.clauses else {
      throw .tooComplex(
        "the query has \(count) phrases and groups, the limit is \(SearchLimit.clauses)")
    }
    return (root, parser.warnings)
  }
}

// MARK: - What does not fit

extension QueryParser {
  /// Leaves out words beyond the limit.
  private mutating func limitWords() throws(SearchError) {
    guard let excess = analysis.dropWords(after: SearchLimit.words) else { return }
    let message = "the query has more than \(SearchLimit.words) words"
    if isStrict { throw .at(excess, in: text, message, hint: "leave some out") }
    warnings.append(
      QueryWarning(message: "\(message): the rest is left out", byte: excess))
  }

  /// Leaves out brackets without a partner and empty pairs.
  private mutating func repairBrackets() throws(SearchError) {
    guard lexemes.contains(where: { $0.kind == .open || $0.kind == .close }) else { return }
    var opened: [Int] = []
    var dropped: Set<Int> = []
    for (index, lexeme) in lexemes.enumerated() {
      if lexeme.kind == .open { opened.append(index) }
      if lexeme.kind == .close {
        if let start = opened.popLast() {
          if start == index - 1 { dropped.formUnion([start, index]) }
        } else {
          dropped.insert(index)
        }
      }
    }
    dropped.formUnion(opened)
    for index in dropped.sorted() {
      try refuse(lexemes[index], "a bracket has no partner", "close it, or leave it out")
    }
    lexemes = lexemes.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }

  /// Turns operators without something on both sides into text.
  private mutating func repairOperators() throws(SearchError) {
    guard lexemes.contains(where: \.kind.isOperator) else { return }
    var changed = true
    while changed {
      changed = false
      for (index, lexeme) in lexemes.enumerated() {
        let before = index > 0 ? lexemes[index - 1].kind : nil
        let after = index + 1 < lexemes.count ? lexemes[index + 1].kind : nil
        let endsSomething =
          before == .text || before == .prefix || before == .phrase || before == .close
        let startsSomething =
          switch after {
          case .text, .prefix, .phrase, .open, .plus, .minus, .not: true
          default: false
          }
        let fits =
          switch lexeme.kind {
          case .and, .or: endsSomething && startsSomething
          case .not, .plus, .minus:
            after == .text || after == .prefix || after == .phrase || after == .open
          default: true
          }
        if fits { continue }
        let name = String(decoding: Array(text.utf8)[lexeme.range], as: UTF8.self)
        try refuse(
          lexeme, "\(name) has nothing to work on", "put words on both sides, or write it small")
        lexemes[index].kind = .text
        changed = true
      }
    }
  }

  private mutating func refuse(
    _ lexeme: Lexeme, _ message: String, _ hint: String
  ) throws(SearchError) {
    if isStrict { throw .at(lexeme.range.lowerBound, in: text, message, hint: hint) }
    warnings.append(
      QueryWarning(message: "\(message): it is read as text", byte: lexeme.range.lowerBound))
  }
}

// MARK: - Grammar

extension QueryParser {
  private var kind: Lexeme.Kind? { next < lexemes.count ? lexemes[next].kind : nil }

  private mutating func or() throws(SearchError) -> QueryNode? {
    let first = try and()
    guard kind == .or else { return first }
    var nodes = first.map { [$0] } ?? []
    while kind == .or {
      next += 1
      if let node = try and() { nodes.append(node) }
    }
    return Self.join(nodes, QueryNode.or)
  }

  private mutating func and() throws(SearchError) -> QueryNode? {
    let first = try list()
    guard kind == .and else { return first }
    var nodes = first.map { [$0] } ?? []
    while kind == .and {
      next += 1
      if let node = try list() { nodes.append(node) }
    }
    return Self.join(nodes, QueryNode.and)
  }

  private static func join(
    _ nodes: [QueryNode], _ make: ([QueryNode]) -> QueryNode
  ) -> QueryNode? {
    nodes.count > 1 ? make(nodes) : nodes.first
  }

  private mutating func list() throws(SearchError) -> QueryNode? {
    var list = QueryList()
    while let kind, kind != .and, kind != .or, kind != .close {
      switch kind {
      case .plus:
        next += 1
        try item(into: &list.required)
      case .minus, .not:
        next += 1
        try item(into: &list.prohibited)
      default:
        try item(into: &list.optional)
      }
    }
    return list.isEmpty ? nil : .list(list)
  }

  /// Adds one item; text may hold several words (`Nội.Ông`) or none (`!!`).
  private mutating func item(into nodes: inout [QueryNode]) throws(SearchError) {
    let lexeme = lexemes[next]
    next += 1
    switch lexeme.kind {
    case .text: analysis.appendNodes(in: lexeme.range, to: &nodes)
    case .prefix:
      if !analysis.appendPrefix(in: lexeme.range, to: &nodes) {
        try refuse(
          Lexeme(kind: .text, range: lexeme.range.upperBound..<lexeme.range.upperBound),
          "a star is not behind a word", "write it behind the letters of a word")
      }
    case .phrase:
      analysis.appendPhrase(in: lexeme.range, isQuoted: true, to: &nodes)
      if lexeme.slop > 0, case .phrase(let words, _)? = nodes.last {
        nodes[nodes.count - 1] = .near(words, slop: lexeme.slop)
      }
    case .open:
      let inner = try or()
      // Brackets are balanced by now.
      next += 1
      if let inner { nodes.append(inner) }
    default:
      preconditionFailure("operators were repaired before")
    }
  }
}
