/// A piece of the query text.
struct Lexeme: Equatable {
  enum Kind: Equatable {
    /// Plain text without spaces.
    case text
    /// The beginning of a word, before a star.
    case prefix
    /// What stands between two quotes.
    case phrase
    case open
    case close
    case and
    case or
    case not
    /// `+` or `-` right before something.
    case plus
    case minus

    /// Whether it works on what is beside it.
    var isOperator: Bool {
      switch self {
      case .text, .prefix, .phrase, .open, .close: false
      case .and, .or, .not, .plus, .minus: true
      }
    }
  }

  var kind: Kind
  /// UTF-8 offsets; for a phrase those between the quotes.
  var range: Range<Int>
  /// How far the words of a phrase may be from where they stand in it.
  var slop = 0
}

/// Cuts a query into lexemes. An operator is one only where it can be.
///
/// - `"…"` and `“…”` are phrases when they are closed; `~3` right behind lets their words be so far
///   apart;
/// - `*` right behind a word stands for any end of it;
/// - `+` and `-` count at the start of a word that goes on with something to search for;
/// - AND OR NOT, VÀ HOẶC KHÔNG count in capitals, as a word of their own, unless all of the query
///   is in capitals (`ĐẢNG VÀ NHÀ NƯỚC` is a headline, not an expression).
struct QueryLexer {
  private let bytes: [UInt8]
  private let isStrict: Bool
  private var position = 0
  private(set) var lexemes: [Lexeme] = []
  private(set) var warnings: [QueryWarning] = []

  static func lex(
    _ text: String, syntax: SearchRequest.Syntax
  ) throws(SearchError) -> (lexemes: [Lexeme], warnings: [QueryWarning]) {
    var lexer = QueryLexer(bytes: Array(text.utf8), isStrict: syntax == .strict)
    try lexer.run(text)
    return (lexer.lexemes, lexer.warnings)
  }

  private init(bytes: [UInt8], isStrict: Bool) {
    self.bytes = bytes
    self.isStrict = isStrict
  }

  private mutating func run(_ text: String) throws(SearchError) {
    // Most queries have a small ASCII letter.
    let hasSmall = bytes.contains { (0x61...0x7A).contains($0) }
    let wordsCount = isStrict || hasSmall || !Self.isAllCapitals(text)
    while position < bytes.count {
      if isSpace(at: position) {
        position += 1
      } else if let quote = quote(at: position) {
        try phrase(openedBy: quote, text)
      } else if bytes[position] == UInt8(ascii: "(") || bytes[position] == UInt8(ascii: ")") {
        let kind: Lexeme.Kind = bytes[position] == UInt8(ascii: "(") ? .open : .close
        emit(kind, position..<(position + 1))
      } else if let sign = sign(at: position) {
        emit(sign, position..<(position + 1))
      } else {
        try chunk(operatorsCount: wordsCount, text)
      }
    }
  }

  private mutating func emit(_ kind: Lexeme.Kind, _ range: Range<Int>) {
    lexemes.append(Lexeme(kind: kind, range: range))
    position = max(position, range.upperBound)
  }

  private mutating func phrase(
    openedBy quote: Quote, _ text: String
  ) throws(SearchError) {
    let start = position + quote.rawValue
    var end = start
    while end < bytes.count {
      if let length = closerLength(of: quote, at: end) {
        emit(.phrase, start..<end)
        position = end + length
        if let slop = try slop(text) { lexemes[lexemes.count - 1].slop = slop }
        return
      }
      end += 1
    }
    let message = "a quote is not closed"
    if isStrict {
      throw .at(position, in: text, message, hint: "close the phrase, or leave the quote out")
    }
    warnings.append(QueryWarning(message: "\(message): it is read as text", byte: position))
    position = start
  }

  /// Reads `~3` behind a phrase.
  private mutating func slop(_ text: String) throws(SearchError) -> Int? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "~") else { return nil }
    var end = position + 1
    var number = 0
    while end < bytes.count, (0x30...0x39).contains(bytes[end]), end < position + 9 {
      number = number * 10 + Int(bytes[end] - 0x30)
      end += 1
    }
    let isWhole = end > position + 1
    guard isWhole, number <= SearchLimit.slop else {
      let message =
        isWhole
        ? "words of a phrase may be \(SearchLimit.slop) apart at most"
        : "a ~ behind a phrase has no number"
      if isStrict {
        throw .at(position, in: text, message, hint: "write a number from 1 on, as in \"a b\"~3")
      }
      let instead = isWhole ? "\(SearchLimit.slop) is taken" : "it is left out"
      warnings.append(QueryWarning(message: "\(message): \(instead)", byte: position))
      position = end
      return isWhole ? SearchLimit.slop : nil
    }
    position = end
    return number
  }

  /// Text up to a space, a bracket or a quote that opens a closed phrase.
  private mutating func chunk(operatorsCount: Bool, _ text: String) throws(SearchError) {
    let start = position
    var end = start
    while end < bytes.count, !isSpace(at: end), bytes[end] != UInt8(ascii: "("),
      bytes[end] != UInt8(ascii: ")"), quote(at: end) == nil
    {
      end += 1
    }
    if operatorsCount, let kind = operatorKind(start..<end) {
      emit(kind, start..<end)
    } else {
      warnAboutSigns(start..<end)
      try words(start..<end, text)
    }
  }

  /// Text, or the beginning of a word before a star.
  private mutating func words(_ range: Range<Int>, _ text: String) throws(SearchError) {
    let star = UInt8(ascii: "*")
    guard let first = bytes[range].firstIndex(of: star) else { return emit(.text, range) }
    if first > range.lowerBound, first == range.upperBound - 1, isWord(bytes[first - 1]) {
      emit(.prefix, range.lowerBound..<first)
      position = range.upperBound
      return
    }
    if isStrict {
      throw .at(
        first, in: text, "a star is not right behind a word",
        hint: "write it at the end of a word's beginning, or leave it out")
    }
    warnings.append(
      QueryWarning(message: "a star that is not right behind a word is left out", byte: first))
    emit(.text, range)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  /// Says so where a sign that looks like an operator is read as text.
  private mutating func warnAboutSigns(_ range: Range<Int>) {
    guard let last = bytes[range].last, last < 0x40 || last == UInt8(ascii: "~") else { return }
    if last == UInt8(ascii: "?") || last == UInt8(ascii: ":") || last == UInt8(ascii: "~") {
      let sign = String(UnicodeScalar(last))
      warnings.append(
        QueryWarning(message: "\"\(sign)\" is read as text", byte: range.upperBound - 1))
    } else if range.count == 1, last == UInt8(ascii: "-") || last == UInt8(ascii: "+") {
      let sign = String(UnicodeScalar(last))
      warnings.append(
        QueryWarning(
          message: "\"\(sign)\" stands alone and is read as text", byte: range.lowerBound))
    }
  }

  private func operatorKind(_ range: Range<Int>) -> Lexeme.Kind? {
    // None begins with a small ASCII letter; HOẶC with decomposed letters has eight bytes.
    guard (2...16).contains(range.count), !(0x61...0x7A).contains(bytes[range.lowerBound]) else {
      return nil
    }
    let text = String(decoding: bytes[range], as: UTF8.self)
    return Self.operators.first { $0.word == text }?.kind
  }

  // String comparison is by canonical equivalence: decomposed capitals count too.
  private static let operators: [(word: String, kind: Lexeme.Kind)] = [
    ("AND", .and), ("OR", .or), ("NOT", .not), ("VÀ", .and), ("HOẶC", .or), ("KHÔNG", .not),
    ("&&", .and), ("||", .or),
  ]

  /// Whether a word can be an operator.
  static func isOperator(_ word: String) -> Bool { operators.contains { $0.word == word } }

  private static func isAllCapitals(_ text: String) -> Bool {
    var hasOther = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase { return false }
      if scalar.properties.isUppercase { hasOther = true }
    }
    guard hasOther else { return false }
    let words = text.split(separator: " ")
    return words.contains { !isOperator(String($0)) }
      && words.count > 1
  }

  private func isSpace(at index: Int) -> Bool {
    let byte = bytes[index]
    if byte == 0x20 || (0x09...0x0D).contains(byte) { return true }
    if byte < 0x80 { return false }
    // U+00A0 and U+3000.
    return bytes[index...].starts(with: [0xC2, 0xA0])
      || bytes[index...].starts(with: [0xE3, 0x80, 0x80])
      || index > 0 && bytes[(index - 1)...].starts(with: [0xC2, 0xA0])
  }

  /// A quote that opens; the raw value is its length.
  private enum Quote: Int {
    case straight = 1
    case curly = 3
  }

  private func quote(at index: Int) -> Quote? {
    if bytes[index] == UInt8(ascii: "\"") { return .straight }
    return isCurly(0x9C, at: index) ? .curly : nil
  }

  /// The length of the quote at `index` if it closes one of a kind. A straight one closes both.
  private func closerLength(of quote: Quote, at index: Int) -> Int? {
    if bytes[index] == UInt8(ascii: "\"") { return 1 }
    return quote == .curly && isCurly(0x9D, at: index) ? 3 : nil
  }

  private func isCurly(_ last: UInt8, at index: Int) -> Bool {
    bytes[index] == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80
      && bytes[index + 2] == last
  }

  private func sign(at index: Int) -> Lexeme.Kind? {
    let byte = bytes[index]
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), index + 1 < bytes.count,
      index == 0 || isSpace(at: index - 1) || bytes[index - 1] == UInt8(ascii: "(")
    else { return nil }
    let next = bytes[index + 1]
    let opens = next == UInt8(ascii: "\"") || next == UInt8(ascii: "(") || next >= 0x80
    let isWord =
      (0x30...0x39).contains(next) || (0x41...0x5A).contains(next) || (0x61...0x7A).contains(next)
    guard opens || isWord, !isSpace(at: index + 1) else { return nil }
    // At the start of the query a minus before a digit is a number: -5.
    if byte == UInt8(ascii: "-"), index == 0, (0x30...0x39).contains(next) { return nil }
    return byte == UInt8(ascii: "-") ? .minus : .plus
  }
}

extension SearchError {
  /// A syntax error at a UTF-8 offset of the query.
  static func at(_ byte: Int, in text: String, _ message: String, hint: String) -> SearchError {
    let prefix = String(decoding: Array(text.utf8).prefix(byte), as: UTF8.self)
    return .syntax(message: message, byte: byte, character: prefix.count, hint: hint)
  }
}
