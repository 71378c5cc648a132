/// A piece of the query text.
struct Lexeme: Equatable {
  enum Kind: Equatable {
    /// Plain text without spaces.
    case text
    /// The beginning of a word, before a star.
    case prefix
    /// A word with stars or question marks inside.
    case pattern
    /// A word before a `~`; `slop` says how many edits are meant.
    case fuzzy
    /// What stands between two quotes.
    case phrase
    case open
    case close
    /// The name of a field, before a colon and what is looked for.
    case field(QueryField)
    /// What a field is compared with: `>=2020`, `2020..2022`, `/srv/tin/*`.
    case value
    /// `3 of`, right before a bracket; `slop` is the number.
    case quorum
    /// NEAR and ONEAR; `slop` says how many words may be between.
    case near(isOrdered: Bool)
    case and
    case or
    case not
    /// `+` or `-` right before something.
    case plus
    case minus

    /// Whether it works on what is beside it.
    var isOperator: Bool {
      switch self {
      case .and, .or, .not, .plus, .minus, .near, .field, .quorum: true
      default: false
      }
    }

    /// Whether it is something to search for, or opens a bracket.
    var startsItem: Bool {
      switch self {
      case .text, .prefix, .pattern, .fuzzy, .phrase, .open, .field, .value, .quorum: true
      default: false
      }
    }

    /// Whether something to search for ends with it.
    var endsItem: Bool {
      switch self {
      case .text, .prefix, .pattern, .fuzzy, .phrase, .close, .value: true
      default: false
      }
    }
  }

  var kind: Kind
  /// UTF-8 offsets; for a phrase those between the quotes.
  var range: Range<Int>
  /// How far the words of a phrase may be from where they stand in it, and other numbers.
  var slop = 0
  /// What stands behind a `^`.
  var boost: Float?
  /// Where it begins and ends with all that belongs to it: quotes, stars, numbers.
  var start: Int
  var end: Int

  init(kind: Kind, range: Range<Int>, end: Int? = nil) {
    self.kind = kind
    self.range = range
    start = range.lowerBound
    self.end = end ?? range.upperBound
  }
}

/// Cuts a query into lexemes. An operator is one only where it can be.
///
/// - `"…"` and `“…”` are phrases when they are closed; `~3` right behind lets their words be so far
///   apart;
/// - `*` right behind a word stands for any end of it; inside a word `*` stands for any letters and
///   `?` for one;
/// - `~` right behind a word lets it be spelled a little differently;
/// - `^2` right behind something lets it count twice as much;
/// - `title:` and the names of other fields are such where a field has that name and something
///   follows right behind;
/// - `3 of` is one right before a bracket;
/// - `+` and `-` count at the start of a word that goes on with something to search for;
/// - AND OR NOT, VÀ HOẶC KHÔNG and NEAR, NEAR/5, ONEAR/5 count in capitals, as a word of their own,
///   unless all of the query is in capitals (`ĐẢNG VÀ NHÀ NƯỚC` is a headline, not an expression);
///   the Vietnamese ones not in a sentence, where capitals only stress a word (`Người giám hộ KHÔNG
///   có nghĩa vụ nào sau đây?`).
struct QueryLexer {
  let bytes: [UInt8]
  let isStrict: Bool
  let fields: QueryFields
  /// Capitals in it stress words.
  private let isSentence: Bool
  var position = 0
  var lexemes: [Lexeme] = []
  var warnings: [QueryWarning] = []

  static func lex(
    _ text: String, syntax: SearchRequest.Syntax, fields: QueryFields
  ) throws(SearchError) -> (lexemes: [Lexeme], warnings: [QueryWarning]) {
    var lexer = QueryLexer(bytes: Array(text.utf8), isStrict: syntax == .strict, fields: fields)
    try lexer.run(text)
    return (lexer.lexemes, lexer.warnings)
  }

  private init(bytes: [UInt8], isStrict: Bool, fields: QueryFields) {
    self.bytes = bytes
    self.isStrict = isStrict
    self.fields = fields
    isSentence = !isStrict && Self.isSentence(bytes)
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
        if kind == .close { try boost(text) }
      } else if let sign = sign(at: position) {
        emit(sign, position..<(position + 1))
      } else {
        try chunk(operatorsCount: wordsCount, text)
      }
    }
  }

  mutating func emit(_ kind: Lexeme.Kind, _ range: Range<Int>, end: Int? = nil) {
    lexemes.append(Lexeme(kind: kind, range: range, end: end))
    position = max(position, end ?? range.upperBound)
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
        lexemes[lexemes.count - 1].start = start - quote.rawValue
        lexemes[lexemes.count - 1].end = position
        try boost(text)
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
    // What stands right behind the name of a field is no operator and no other field.
    if let field = fieldBefore(start) { return try value(start..<end, of: field, text) }
    if operatorsCount, let kind = operatorKind(start..<end) { return emit(kind, start..<end) }
    if let near = try nearOperator(start..<end, isCertain: operatorsCount, text) {
      emit(near.kind, start..<end)
      lexemes[lexemes.count - 1].slop = near.most
      return
    }
    if try fieldName(start..<end, text) { return }
    if let quorum = quorum(start..<end) {
      emit(.quorum, start..<end, end: quorum.end)
      lexemes[lexemes.count - 1].slop = quorum.count
      return
    }
    warnAboutSigns(start..<end)
    try words(start..<end, text)
  }

  func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  /// Says so where a sign that looks like an operator is read as text.
  mutating func warnAboutSigns(_ range: Range<Int>) {
    guard let last = bytes[range].last, last < 0x40 else { return }
    if last == UInt8(ascii: "?") || last == UInt8(ascii: ":") {
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

  func operatorKind(_ range: Range<Int>) -> Lexeme.Kind? {
    // None begins with a small ASCII letter; HOẶC with decomposed letters has eight bytes.
    guard (2...16).contains(range.count), !(0x61...0x7A).contains(bytes[range.lowerBound]) else {
      return nil
    }
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let found = Self.operators.first(where: { $0.word == text }) else { return nil }
    return isSentence && found.isVietnamese ? nil : found.kind
  }

  // String comparison is by canonical equivalence: decomposed capitals count too.
  private static let operators: [(word: String, kind: Lexeme.Kind, isVietnamese: Bool)] = [
    ("AND", .and, false), ("OR", .or, false), ("NOT", .not, false), ("VÀ", .and, true),
    ("HOẶC", .or, true), ("KHÔNG", .not, true), ("&&", .and, false), ("||", .or, false),
  ]

  /// Whether a query is a sentence that somebody asks: it ends with a question mark or has many
  /// words, and nothing in it looks like an expression but for words in capitals.
  static func isSentence(_ bytes: [UInt8]) -> Bool {
    let words = bytes.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard let last = words.last?.last else { return false }
    let isLong = words.count > longestExpression
    guard isLong || last == UInt8(ascii: "?") && words.count > 2 else { return false }
    return !words.contains { word in
      guard let first = word.first else { return false }
      if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { return word.count > 1 }
      if word.contains(where: { "\"()*^~".utf8.contains($0) }) { return true }
      let text = String(decoding: word, as: UTF8.self)
      return operators.contains { !$0.isVietnamese && $0.word == text } || isNear(text)
    }
  }

  /// Words, operators among them, of the longest query without any other sign of an expression.
  private static let longestExpression = 9

  /// Whether a word can be an operator.
  static func isOperator(_ word: String) -> Bool {
    let bytes = word.utf8
    // None begins with a small ASCII letter or a digit.
    guard bytes.count >= 2, let first = bytes.first, first < 0x61 || first >= 0x7B, first != 0xE1
    else { return false }
    if operators.contains(where: { $0.word == word }) { return true }
    return isNear(word)
  }

  private static func isNear(_ word: String) -> Bool {
    let name = word.first == "O" ? word.dropFirst() : word[...]
    return name == "NEAR" || name.hasPrefix("NEAR/")
  }

  /// Whether a word with others behind it would be an operator.
  ///
  /// - Parameter follows: whether others are before it too.
  static func isOperator(_ word: String, follows: Bool) -> Bool {
    isOperator(word) && (follows || operators.contains { $0.word == word && $0.kind == .not })
  }

  /// Whether a text of several words has no small letter: one of them at least in capitals that is
  /// no operator.
  static func isAllCapitals(_ text: String) -> Bool {
    var hasOther = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase { return false }
      if scalar.properties.isUppercase { hasOther = true }
    }
    guard hasOther else { return false }
    let words = text.split { " ()".contains($0) }
    return words.count > 1
      && words.contains { word in
        !isOperator(String(word))
          && word.unicodeScalars.contains { $0.properties.isUppercase }
      }
  }

  func isSpace(at index: Int) -> Bool {
    let byte = bytes[index]
    if byte == 0x20 || (0x09...0x0D).contains(byte) { return true }
    if byte < 0x80 { return false }
    // U+00A0 and U+3000.
    return bytes[index...].starts(with: [0xC2, 0xA0])
      || bytes[index...].starts(with: [0xE3, 0x80, 0x80])
      || index > 0 && bytes[(index - 1)...].starts(with: [0xC2, 0xA0])
  }

  /// A quote that opens; the raw value is its length.
  enum Quote: Int {
    case straight = 1
    case curly = 3
  }

  func quote(at index: Int) -> Quote? {
    if bytes[index] == UInt8(ascii: "\"") { return .straight }
    return isCurly(0x9C, at: index) ? .curly : nil
  }

  /// The length of the quote at `index` if it closes one of a kind. A straight one closes both.
  func closerLength(of quote: Quote, at index: Int) -> Int? {
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
    let opens = next == UInt8(ascii: "\"") || next == UInt8(ascii: "(")
    let isPattern =
      (next == UInt8(ascii: "*") || next == UInt8(ascii: "?")) && index + 2 < bytes.count
      && isWord(bytes[index + 2])
    guard opens || isWord(next) || isPattern, !isSpace(at: index + 1) else { return nil }
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
