/// Text without spaces: what stands behind a word, and what makes it more than a word.
extension QueryLexer {
  /// Text, the beginning of a word, a pattern, or a word that may be spelled otherwise.
  mutating func words(_ range: Range<Int>, _ text: String) throws(SearchError) {
    guard bytes[range].contains(where: Self.isMark) else { return emit(.text, range) }
    let factor = suffixFactor(range)
    if factor == nil, let caret = bytes[range].lastIndex(of: UInt8(ascii: "^")) {
      try refuseBoost(caret, text)
    }
    let body = range.lowerBound..<(factor?.caret ?? range.upperBound)
    try word(body, text)
    if let factor {
      lexemes[lexemes.count - 1].boost = factor.value
      lexemes[lexemes.count - 1].end = range.upperBound
      position = range.upperBound
    }
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "~")
      || byte == UInt8(ascii: "^")
  }

  private mutating func word(_ range: Range<Int>, _ text: String) throws(SearchError) {
    if try fuzzy(range, text) { return }
    let star = UInt8(ascii: "*")
    let isPattern = bytes[range].allSatisfy { isWord($0) || Self.isWildcard($0) }
    guard let first = wildcard(in: range, isPattern: isPattern) else { return emit(.text, range) }
    let ends = bytes[first..<range.upperBound].allSatisfy { $0 == star }
    if ends, first > range.lowerBound, isWord(bytes[first - 1]) {
      return emit(.prefix, range.lowerBound..<first, end: range.upperBound)
    }
    if isPattern, bytes[range].contains(where: isWord) { return emit(.pattern, range) }
    if isStrict {
      throw .at(
        first, in: text, "a star is not right behind a word",
        hint: "write it at the end of a word's beginning, or leave it out")
    }
    warn("a star that is not right behind a word is left out", at: first)
    emit(.text, range)
  }

  private static func isWildcard(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
  }

  /// The first star, or question mark that is no punctuation: one inside a word.
  private func wildcard(in range: Range<Int>, isPattern: Bool) -> Int? {
    let star = bytes[range].firstIndex(of: UInt8(ascii: "*"))
    guard isPattern else { return star }
    let last = bytes[range].lastIndex { isWord($0) } ?? range.lowerBound
    let question = bytes[range.lowerBound..<last].firstIndex(of: UInt8(ascii: "?"))
    guard let star else { return question }
    return bytes[range.lowerBound..<star].firstIndex(of: UInt8(ascii: "?")) ?? star
  }

  /// Reads `từ~` and `từ~2`; a `~` elsewhere is text: `5~10`.
  private mutating func fuzzy(_ range: Range<Int>, _ text: String) throws(SearchError) -> Bool {
    guard let sign = bytes[range].lastIndex(of: UInt8(ascii: "~")) else { return false }
    let number = bytes[(sign + 1)..<range.upperBound]
    guard number.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    let word = range.lowerBound..<sign
    let isWordOnly =
      !word.isEmpty && bytes[word].allSatisfy { isWord($0) && !(0x30...0x39).contains($0) }
    let edits = number.isEmpty ? 1 : Int(String(decoding: number, as: UTF8.self)) ?? 0
    if isWordOnly, (1...SearchLimit.edits).contains(edits) {
      emit(.fuzzy, word, end: range.upperBound)
      lexemes[lexemes.count - 1].slop = edits
      return true
    }
    // Numbers are written so: 5~10.
    if !number.isEmpty, !isWordOnly { return false }
    let message = "~ stands behind a word of letters and before 1 or 2"
    if isStrict {
      throw .at(sign, in: text, message, hint: "write it as in từ~ or từ~2, or leave it out")
    }
    warn("\(message): it is read as text", at: sign)
    return false
  }

  mutating func warn(_ message: String, at byte: Int) {
    warnings.append(QueryWarning(message: message, byte: byte))
  }
}

// MARK: - Boosts

extension QueryLexer {
  /// Reads `^2` behind a phrase or a bracket.
  mutating func boost(_ text: String) throws(SearchError) {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "^") else { return }
    var end = position + 1
    while end < bytes.count, (0x30...0x39).contains(bytes[end]) || bytes[end] == 0x2E { end += 1 }
    guard let factor = factor((position + 1)..<end) else { return try refuseBoost(position, text) }
    lexemes[lexemes.count - 1].boost = factor
    lexemes[lexemes.count - 1].end = end
    position = end
  }

  /// The factor at the end of a word, and where its `^` is.
  func suffixFactor(_ range: Range<Int>) -> (caret: Int, value: Float)? {
    guard let caret = bytes[range].lastIndex(of: UInt8(ascii: "^")), caret > range.lowerBound,
      let value = factor((caret + 1)..<range.upperBound)
    else { return nil }
    return (caret, value)
  }

  private mutating func refuseBoost(_ caret: Int, _ text: String) throws(SearchError) {
    let message = "^ stands behind a word and before a number from 0 to \(SearchLimit.boost)"
    if isStrict {
      throw .at(caret, in: text, message, hint: "write it as in từ^2 or \"a b\"^0.5")
    }
    warn("\(message): it is read as text", at: caret)
  }

  /// A number with three decimals at most.
  private func factor(_ range: Range<Int>) -> Float? {
    guard (1...8).contains(range.count) else { return nil }
    let parts = bytes[range].split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }),
      parts.joined().allSatisfy({ (0x30...0x39).contains($0) }),
      parts.count == 1 || parts[1].count <= 3,
      let value = Float(String(decoding: bytes[range], as: UTF8.self)),
      value <= Float(SearchLimit.boost)
    else { return nil }
    return value
  }
}

// MARK: - NEAR and quorums

extension QueryLexer {
  /// `NEAR`, `NEAR/5`, `ONEAR`, `ONEAR/5`.
  ///
  /// - Parameter isCertain: whether capitals say that a word is an operator. A number does anyway.
  mutating func nearOperator(
    _ range: Range<Int>, isCertain: Bool, _ text: String
  ) throws(SearchError) -> (kind: Lexeme.Kind, most: Int)? {
    var name = bytes[range]
    let isOrdered = name.first == UInt8(ascii: "O")
    if isOrdered { name.removeFirst() }
    guard name.starts(with: "NEAR".utf8) else { return nil }
    let number = name.dropFirst(4)
    let kind = Lexeme.Kind.near(isOrdered: isOrdered)
    if number.isEmpty { return isCertain ? (kind, QueryGap.usual) : nil }
    guard number.first == UInt8(ascii: "/"), number.count > 1,
      number.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let most = Int(String(decoding: number.dropFirst(), as: UTF8.self)) ?? .max
    if most <= SearchLimit.slop { return (kind, most) }
    let message = "words may be \(SearchLimit.slop) apart at most"
    if isStrict {
      throw .at(
        range.lowerBound, in: text, message, hint: "write NEAR/\(SearchLimit.slop) or less")
    }
    warn("\(message): \(SearchLimit.slop) is taken", at: range.lowerBound)
    return (kind, SearchLimit.slop)
  }

  /// `3 of (`: the number, and where `of` ends. `range` is that of the number.
  func quorum(_ range: Range<Int>) -> (count: Int, end: Int)? {
    guard range.count <= 3, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int(String(decoding: bytes[range], as: UTF8.self)), count > 0
    else { return nil }
    let start = spaces(from: range.upperBound)
    guard start > range.upperBound, bytes[start...].starts(with: "of".utf8) else { return nil }
    let bracket = spaces(from: start + 2)
    guard bracket < bytes.count, bytes[bracket] == UInt8(ascii: "(") else { return nil }
    return (count, start + 2)
  }

  private func spaces(from index: Int) -> Int {
    var index = index
    while index < bytes.count, isSpace(at: index) { index += 1 }
    return index
  }
}
