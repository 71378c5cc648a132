import InvertedIndex

extension SearchFilter {
  /// Reads the text of a filter.
  ///
  /// ```
  /// filter    = and { (OR | HOẶC) and }
  /// and       = part { (AND | VÀ) part }
  /// part      = (NOT | KHÔNG) part | "(" filter ")" | condition
  /// condition = name ("=" | ":" | "!=" | "<" | "<=" | ">" | ">=") value
  ///           | name [":" | "="] value ".." value          either value may be left out
  ///           | name [NOT] IN "[" value { "," value } "]" | name [NOT] EXISTS
  /// ```
  /// Values of one word need no quotes; a star at the end stands for whatever follows:
  /// `date >= 2020-06 AND (source = /srv/tin/* OR author IN ["Hà An", Bình])`. Operators may be
  /// written small.
  ///
  /// - Throws: `SearchError.filter` with the place; `.tooComplex` beyond `SearchLimit`.
  package init(parsing text: String) throws(SearchError) {
    guard text.utf8.count <= SearchLimit.filterBytes else {
      throw .tooComplex(
        "the filter has \(text.utf8.count) bytes, the limit is \(SearchLimit.filterBytes)")
    }
    var parser = FilterParser(try FilterLexer.lex(text), text)
    self = try parser.filter()
  }
}

/// A piece of a filter.
private struct FilterLexeme {
  enum Kind: Equatable {
    /// A name, a value, or a word that joins.
    case word(String)
    /// Between quotes: a name or a value.
    case quoted(String)
    /// `=`, `>=`, …
    case sign(String)
    /// `( ) [ ] ,`
    case mark(UInt8)
    case end
  }

  var kind: Kind
  /// UTF-8 offset.
  var start: Int
}

private struct FilterLexer {
  private let bytes: [UInt8]
  private let text: String
  private var position = 0
  private var lexemes: [FilterLexeme] = []

  static func lex(_ text: String) throws(SearchError) -> [FilterLexeme] {
    var lexer = FilterLexer(text)
    try lexer.run()
    return lexer.lexemes + [FilterLexeme(kind: .end, start: lexer.bytes.count)]
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private static let marks = Set("()[],".utf8)
  private static let signs = Set("=<>!:".utf8)
  private static let blanks = Set(" \t\r\n".utf8)
  private static let quotes = Set("\"'".utf8)
  private static let signTexts: Set<String> = ["=", "==", ":", "!=", "<", "<=", ">", ">="]

  private mutating func run() throws(SearchError) {
    while position < bytes.count {
      let byte = bytes[position]
      if Self.blanks.contains(byte) {
        position += 1
      } else if Self.marks.contains(byte) {
        lexemes.append(FilterLexeme(kind: .mark(byte), start: position))
        position += 1
      } else if Self.quotes.contains(byte) {
        try quoted(byte)
      } else if Self.signs.contains(byte), !isInValue {
        try sign()
      } else {
        word()
      }
    }
  }

  /// After a sign or in a list a value begins, which may have signs inside: `10:30`, `a=b`.
  private var isInValue: Bool {
    if Self.signs.contains(bytes[position]) { return false }
    return switch lexemes.last?.kind {
    case .sign: true
    case .mark(UInt8(ascii: "[")), .mark(UInt8(ascii: ",")): true
    default: false
    }
  }

  private mutating func sign() throws(SearchError) {
    let start = position
    while position < bytes.count, Self.signs.contains(bytes[position]) { position += 1 }
    var sign = String(decoding: bytes[start..<position], as: UTF8.self)
    // The sign after a colon stands for both: `date:>=2020`, `date: >= 2020`.
    if sign.count > 1, sign.hasPrefix(":") { sign.removeFirst() }
    if case .sign(":") = lexemes.last?.kind { lexemes.removeLast() }
    guard Self.signTexts.contains(sign) else {
      throw .inFilter(
        start, text, "\(sign) compares nothing", hint: "use = != < <= > >= IN EXISTS")
    }
    lexemes.append(FilterLexeme(kind: .sign(sign), start: start))
  }

  private mutating func quoted(_ quote: UInt8) throws(SearchError) {
    let start = position
    var value: [UInt8] = []
    position += 1
    while position < bytes.count, bytes[position] != quote {
      if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
      value.append(bytes[position])
      position += 1
    }
    guard position < bytes.count else {
      throw .inFilter(start, text, "the quotes are not closed", hint: "close them, or write \\\"")
    }
    position += 1
    lexemes.append(
      FilterLexeme(kind: .quoted(String(decoding: value, as: UTF8.self)), start: start))
  }

  private mutating func word() {
    let start = position
    // A name ends before a sign; a value goes on up to a blank or mark.
    let endsAtSign = !isInValue
    repeat {
      position += 1
    } while position < bytes.count && !Self.blanks.contains(bytes[position])
      && !Self.marks.contains(bytes[position])
      && !(endsAtSign && Self.signs.contains(bytes[position]))
    lexemes.append(
      FilterLexeme(
        kind: .word(String(decoding: bytes[start..<position], as: UTF8.self)), start: start))
  }
}

private struct FilterParser {
  private let lexemes: [FilterLexeme]
  private let text: String
  private var next = 0
  private var conditions = 0
  private var depth = 0

  init(_ lexemes: [FilterLexeme], _ text: String) {
    self.lexemes = lexemes
    self.text = text
  }

  private static let or: Set<String> = ["or", "hoặc", "||"]
  private static let and: Set<String> = ["and", "và", "&&"]
  private static let not: Set<String> = ["not", "không"]

  mutating func filter() throws(SearchError) -> SearchFilter {
    if case .end = lexemes[next].kind {
      throw error("the filter is empty", "date >= 2020 AND source = \"…\"")
    }
    let filter = try or()
    guard case .end = lexemes[next].kind else {
      if case .mark(UInt8(ascii: ")")) = lexemes[next].kind {
        throw error("a bracket is closed that was not opened", "leave it out")
      }
      throw error(
        "\(found) stands where AND, OR or the end should",
        "a value of several words needs quotes: author = \"Nguyễn Văn An\"")
    }
    return filter
  }

  private mutating func or() throws(SearchError) -> SearchFilter {
    var parts = [try and()]
    while take(Self.or) { parts.append(try and()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func and() throws(SearchError) -> SearchFilter {
    var parts = [try part()]
    while take(Self.and) { parts.append(try part()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part() throws(SearchError) -> SearchFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SearchLimit.filterDepth else {
      throw .tooComplex("the filter is nested deeper than \(SearchLimit.filterDepth) brackets")
    }
    // A column may have the name of an operator; then a sign follows.
    if !isSign(lexemes[min(next + 1, lexemes.count - 1)]), take(Self.not) {
      return .not(try part())
    }
    let opening = next
    if take(mark: "(") {
      let filter = try or()
      guard take(mark: ")") else {
        if case .end = lexemes[next].kind {
          next = opening
          throw error("the bracket is not closed", "add )")
        }
        throw error(
          "\(found) stands where AND, OR or ) should",
          "a value of several words needs quotes: author = \"Nguyễn Văn An\"")
      }
      return filter
    }
    return try condition()
  }

  private mutating func condition() throws(SearchError) -> SearchFilter {
    conditions += 1
    guard conditions <= SearchLimit.filterConditions else {
      throw .tooComplex("the filter has more than \(SearchLimit.filterConditions) conditions")
    }
    let place = SearchFilter.Place(lexemes[next].start, in: text)
    guard let name = word() else {
      throw error("\(found) stands where the name of a field should", "date >= 2020")
    }
    func make(_ test: SearchFilter.Test) -> SearchFilter {
      .condition(SearchFilter.Condition(name, test, at: place))
    }
    if case .sign(let sign) = lexemes[next].kind {
      next += 1
      return try comparison(sign, make)
    }
    let isNegated = take(Self.not)
    var result: SearchFilter
    if take(["exists"]) {
      result = make(.exists)
    } else if take(["in", "trong"]) {
      result = make(.equals(try list()))
    } else if !isNegated, case .word(let text) = lexemes[next].kind, text.contains("..") {
      result = make(try value())
    } else {
      throw error(
        "\(found) stands where a comparison of \(name) should",
        "use = != < <= > >= IN EXISTS: \(name) = \"…\"")
    }
    if isNegated { result = .not(result) }
    return result
  }

  private mutating func comparison(
    _ sign: String, _ make: (SearchFilter.Test) -> SearchFilter
  ) throws(SearchError) -> SearchFilter {
    switch sign {
    case "=", "==", ":": return make(try value())
    case "!=": return .not(make(try value()))
    default:
      return make(SearchFilter.Test(sign: sign, try plainValue()))
    }
  }

  /// A value that may be the beginning of others, or a range.
  private mutating func value() throws(SearchError) -> SearchFilter.Test {
    guard case .word(let text) = lexemes[next].kind else { return .equals([try plainValue()]) }
    next += 1
    return SearchFilter.Test(text)
  }

  private mutating func plainValue() throws(SearchError) -> String {
    guard let value = word() else {
      throw error("\(found) stands where a value should", "a word, or text in quotes")
    }
    return value
  }

  private mutating func list() throws(SearchError) -> [String] {
    guard take(mark: "[") || take(mark: "(") else {
      throw error("\(found) stands where a list should", "IN [\"…\", \"…\"]")
    }
    var values = [try plainValue()]
    while take(mark: ",") { values.append(try plainValue()) }
    guard take(mark: "]") || take(mark: ")") else {
      throw error(
        "\(found) stands where a comma or ] should",
        "a value of several words needs quotes: [\"Hà An\", Bình]")
    }
    return values
  }
}

// MARK: - Pieces

extension FilterParser {
  private mutating func word() -> String? {
    switch lexemes[next].kind {
    case .word(let text), .quoted(let text):
      next += 1
      return text
    case .sign, .mark, .end: return nil
    }
  }

  private mutating func take(_ words: Set<String>) -> Bool {
    guard case .word(let text) = lexemes[next].kind, words.contains(text.lowercased()) else {
      return false
    }
    next += 1
    return true
  }

  private mutating func take(mark: Unicode.Scalar) -> Bool {
    guard lexemes[next].kind == .mark(UInt8(ascii: mark)) else { return false }
    next += 1
    return true
  }

  private func isSign(_ lexeme: FilterLexeme) -> Bool {
    if case .sign = lexeme.kind { true } else { false }
  }

  /// What stands at the next place.
  private var found: String {
    switch lexemes[next].kind {
    case .word(let text): "\"\(text.prefix(40))\""
    case .quoted(let text): "\"\(text.prefix(40))\""
    case .sign(let text): text
    case .mark(let byte): String(UnicodeScalar(byte))
    case .end: "the end"
    }
  }

  private func error(_ message: String, _ hint: String) -> SearchError {
    .inFilter(lexemes[next].start, text, message, hint: hint)
  }
}

extension SearchFilter.Place {
  fileprivate init(_ byte: Int, in text: String) {
    let prefix = String(decoding: Array(text.utf8).prefix(byte), as: UTF8.self)
    self.init(byte: byte, character: prefix.count)
  }
}

extension SearchError {
  fileprivate static func inFilter(
    _ byte: Int, _ text: String, _ message: String, hint: String
  ) -> SearchError {
    .filter(message: message, place: SearchFilter.Place(byte, in: text), hint: hint)
  }
}
