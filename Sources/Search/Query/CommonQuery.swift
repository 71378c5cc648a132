import Analysis

/// Reads the common query in one pass over its bytes: words of letters, and words in quotes, each
/// with a plus or minus before it or none.
///
/// What it reads it reads as `QueryParser` does, for a third of the cost; whatever might mean more
/// or would bring a warning is left to that: digits, operators in capitals, all other signs, and
/// words that the analyzer sees as more than one.
struct CommonQuery {
  private let text: String
  /// The words of the text, in order.
  private let tokens: [Token]
  private var position = 0
  private var nextToken = 0

  /// In so many bytes there cannot be too many clauses: each takes three.
  private static let byteLimit = SearchLimit.clauses * 3

  /// - Returns: nil where the parser has to read the text.
  static func parse(_ text: String) -> QueryNode? {
    let bytes = text.utf8.span
    guard bytes.count <= byteLimit, isCommon(bytes) else { return nil }
    let warm = AnalyzerPool.shared.take()
    defer { AnalyzerPool.shared.putBack(warm) }
    let tokens = warm.tokens(of: bytes)
    var query = CommonQuery(text: text, tokens: tokens)
    return query.list(bytes, warm.analyzer.forms)
  }

  private init(text: String, tokens: [Token]) {
    self.text = text
    self.tokens = tokens
  }

  private mutating func list(
    _ bytes: Span<UInt8>, _ forms: borrowing FormTable
  ) -> QueryNode? {
    var list = QueryList()
    while position < bytes.count {
      let first = bytes[position]
      if first == UInt8(ascii: " ") {
        position += 1
        continue
      }
      let isSign = first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
      if isSign {
        guard position == 0 || bytes[position - 1] == UInt8(ascii: " ") else { return nil }
        position += 1
      }
      guard let item = item(bytes, forms) else { return nil }
      list.add(item, !isSign ? .none : first == UInt8(ascii: "+") ? .plus : .minus)
    }
    return list.isEmpty || nextToken < tokens.count ? nil : .list(list)
  }

  private mutating func item(
    _ bytes: Span<UInt8>, _ forms: borrowing FormTable
  ) -> QueryNode? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      guard let word = word(bytes, forms, isQuoted: false) else { return nil }
      // What has a small ASCII letter is no operator.
      let hasSmall = (start..<position).contains { (0x61...0x7A).contains(bytes[$0]) }
      return hasSmall || !QueryLexer.isOperator(word.surface) ? .word(word) : nil
    }
    position += 1
    var words: [QueryWord] = []
    var end = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: " ") {
        position += 1
        continue
      }
      let gap = position - end
      guard let word = word(bytes, forms, isQuoted: true) else { return nil }
      if !words.isEmpty {
        words[words.count - 1].joiner = gap == 1 ? " " : String(repeating: " ", count: gap)
      }
      words.append(word)
      end = position
    }
    guard position < bytes.count, let first = words.first else { return nil }
    position += 1
    return words.count == 1 ? .word(first) : .phrase(words, whole: nil)
  }

  /// The word that begins here, where it is one token.
  private mutating func word(
    _ bytes: Span<UInt8>, _ forms: borrowing FormTable, isQuoted: Bool
  ) -> QueryWord? {
    let start = position
    while position < bytes.count, Self.isLetter(bytes[position]) { position += 1 }
    guard position > start, nextToken < tokens.count else { return nil }
    let token = tokens[nextToken]
    guard token.kind == .word, token.start == start, token.end == position else { return nil }
    nextToken += 1
    return QueryWord(token, of: text, forms, isQuoted: isQuoted)
  }

  /// Whether there are only letters, spaces, quotes and signs.
  private static func isCommon(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "+"), UInt8(ascii: "-"): continue
      // Ă, Đ, Ơ and their like, two bytes each.
      case 0xC3...0xC6:
        index += 1
      // Ạ to ỹ: three bytes.
      case 0xE1 where index < bytes.count && (0xBA...0xBB).contains(bytes[index]):
        index += 2
      default:
        guard byte < 0x80, isLetter(byte) else { return false }
      }
    }
    return true
  }

  /// True for ASCII letters and all beyond ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20)
  }
}
