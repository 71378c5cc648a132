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
        return append(phone, withParts: text, to: &tokens)
      }
    case 0xBC...0xBE, 0x2150...0x215E, 0x2189:
      readFraction(sign, range, into: &tokens)
    default:
      if endsSentence(sign, text, at: range.lowerBound, next: range.upperBound) {
        startsSentence = true
      }
    }
    return range.upperBound
  }

  /// Appends the parts of a form, each run of letters and digits by itself, and then the form.
  ///
  /// - Returns: where it ends.
  mutating func append(
    _ whole: FoundForm, withParts text: Span<UInt8>, to tokens: inout [Token]
  ) -> Int {
    let first = tokens.count
    readParts(text, whole.range, into: &tokens)
    append(whole, from: first, to: &tokens)
    return whole.range.upperBound
  }

  /// Appends the parts of a spanning form and then its own token.
  ///
  /// - Returns: where it ends.
  mutating func append(
    _ whole: SpanningForm, withParts text: Span<UInt8>, to tokens: inout [Token]
  ) -> Int {
    append(found(whole), withParts: text, to: &tokens)
  }

  /// Appends the parts of a region and the dates in it.
  mutating func append(
    _ found: FoundDates, from start: Int, of text: Span<UInt8>, to tokens: inout [Token]
  ) -> Int {
    let first = tokens.count
    readParts(text, start..<found.end, into: &tokens)
    if let value = found.quarterNumeral { append(value, from: first, to: &tokens) }
    for index in 0..<found.count {
      let date = found[index]
      let range = Int(date.start)..<Int(date.end)
      append(FoundForm(form: dateForm(date.date), range: range), from: first, to: &tokens)
    }
    appendDatedDocument(found, from: first, of: text, to: &tokens)
    return found.end
  }

  private mutating func dateForm(_ date: CalendarDate) -> FormID {
    if let form = dateForms[date] { return form }
    let key = date.key
    let form = intern(canonical: key, folded: key)
    dateForms.insert(form, for: date)
    return form
  }

  /// The number of a spanning form.
  mutating func found(_ whole: SpanningForm) -> FoundForm {
    let form = intern(canonical: cut(whole.canonical), folded: cut(whole.folded))
    return FoundForm(form: form, range: whole.range)
  }

  /// Appends a form that spans some of the tokens from index `first` on.
  func append(_ whole: FoundForm, from first: Int, to tokens: inout [Token]) {
    let range = whole.range
    var index = first
    while index < tokens.count, Int(tokens[index].end) <= range.lowerBound { index += 1 }
    guard index < tokens.count else { return }
    let start = tokens[index]
    var last = start.position
    while index < tokens.count, Int(tokens[index].start) < range.upperBound {
      last = max(last, tokens[index].position)
      index += 1
    }
    // A telephone number without blanks is its own only part.
    if start.position == last, start.form == whole.form { return }
    tokens.append(
      Token(
        start: UInt32(range.lowerBound), end: UInt32(range.upperBound), position: start.position,
        form: whole.form, span: UInt16(truncatingIfNeeded: last - start.position + 1), kind: .whole,
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

/// A form that spans a range of the text.
struct FoundForm {
  var form: FormID
  // Small, as those of a date.
  private let start: UInt32
  private let end: UInt32

  var range: Range<Int> { Int(start)..<Int(end) }

  init(form: FormID, range: Range<Int>) {
    self.form = form
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
  }
}

/// One past the last letter, digit or mark of the word that goes on at `start`.
func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
  var end = start
  var index = start
  while index < text.count {
    let byte = text[index]
    if byte < 0x80 {
      guard (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 else { return end }
      index += 1
      end = index
      continue
    }
    switch ScalarClass(nextScalar(text, &index)) {
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
