import Vietnamese

extension Analyzer {
  /// Reads one thing `readWords` leaves alone: a number, a word with a digit or sign at it, a word
  /// the rules care for, a character that is a word, a sign.
  ///
  /// - Returns: the index behind it, always beyond `start`.
  mutating func readOther(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int {
    var index = start
    let first = nextScalar(text, &index)
    switch ScalarClass(first) {
    case .letter:
      return readLetters(text, from: start, into: &tokens)
    case .digit where first < 0x80:
      return readNumber(text, from: start, into: &tokens)
    case .digit:
      let end = endOfWord(text, from: index)
      append(form(text, start..<end), start..<end, kind: .number, to: &tokens)
      return end
    case .ideograph:
      append(form(text, start..<index), start..<index, kind: .ideograph, to: &tokens)
      return index
    case .separator, .mark, .ignorable:
      return readSign(first, text, start..<index, into: &tokens)
    }
  }

  /// Looks whether a sign begins a tag or a telephone number, or ends a sentence.
  private mutating func readSign(
    _ sign: UInt32, _ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]
  ) -> Int {
    switch sign {
    case 0x23, 0x40:
      return readTag(text, from: range.lowerBound, into: &tokens)
    case 0x2B:
      if let phone = phoneNumber(in: text, at: range.lowerBound) {
        return append([phone], over: phone.range, of: text, to: &tokens)
      }
    default:
      if endsSentence(sign, text, at: range.lowerBound, next: range.upperBound) {
        startsSentence = true
      }
    }
    return range.upperBound
  }

  /// Appends the parts of a region, each run of letters and digits by itself, and then the forms
  /// that span them.
  ///
  /// - Returns: the end of the region.
  @discardableResult
  mutating func append(
    _ wholes: [SpanningForm], over region: Range<Int>, of text: Span<UInt8>,
    to tokens: inout [Token]
  ) -> Int {
    let first = tokens.count
    readParts(text, region, into: &tokens)
    for whole in wholes { append(whole, from: first, to: &tokens) }
    return region.upperBound
  }

  /// Appends a form that spans some of the tokens from index `first` on.
  mutating func append(_ whole: SpanningForm, from first: Int, to tokens: inout [Token]) {
    var start: Token?
    var last: UInt32 = 0
    for index in first..<tokens.count {
      let token = tokens[index]
      guard Int(token.end) > whole.range.lowerBound, Int(token.start) < whole.range.upperBound
      else { continue }
      if start == nil { start = token }
      last = max(last, token.position + UInt32(token.span) - 1)
    }
    guard let start else { return }
    let form = intern(canonical: cut(whole.canonical), folded: cut(whole.folded))
    // A telephone number without blanks is its own only part.
    if start.position == last, start.form == form { return }
    tokens.append(
      Token(
        start: UInt32(whole.range.lowerBound), end: UInt32(whole.range.upperBound),
        position: start.position, form: form,
        span: UInt16(truncatingIfNeeded: last - start.position + 1), kind: .whole,
        startsSentence: start.startsSentence))
  }

  private mutating func readParts(
    _ text: Span<UInt8>, _ region: Range<Int>, into tokens: inout [Token]
  ) {
    let text = text.extracting(0..<region.upperBound)
    var index = region.lowerBound
    while index < text.count {
      let start = index
      let scalar = nextScalar(text, &index)
      switch ScalarClass(scalar) {
      case .letter, .digit:
        index = endOfWord(text, from: index)
        let isNumber = integer(text, start..<index) != nil
        append(
          form(text, start..<index), start..<index, kind: isNumber ? .number : .word, to: &tokens)
      case .ideograph:
        append(form(text, start..<index), start..<index, kind: .ideograph, to: &tokens)
      case .separator, .mark, .ignorable:
        break
      }
    }
  }
}

/// One past the last letter, digit or mark of the word that goes on at `start`.
func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
  var end = start
  var index = start
  while index < text.count {
    let scalar = nextScalar(text, &index)
    switch ScalarClass(scalar) {
    case .letter, .digit, .mark: end = index
    case .ignorable: break
    case .ideograph, .separator: return end
    }
  }
  return end
}

/// A key cut to the length keys may have.
func cut(_ key: [UInt8]) -> [UInt8] {
  key.count <= longestKey ? key : Array(key[..<scalarBoundary(in: key.span, atMost: longestKey)])
}
