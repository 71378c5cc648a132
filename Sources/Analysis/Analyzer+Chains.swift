import Vietnamese

extension Analyzer {
  /// Words joined by unspaced hyphens, apostrophes or `&`: COVID-19, Mát-xcơ-va, H'Mông, AT&T.
  ///
  /// The form has the words without the hyphens and apostrophes; `&` stays.
  mutating func joinedChain(_ text: Span<UInt8>, _ first: Range<Int>) -> FoundForm? {
    guard link(text, at: first.upperBound) != nil else { return nil }
    joined.removeAll(keepingCapacity: true)
    join(text, first)
    var end = first.upperBound
    var count = 1
    while count < 8, let link = link(text, at: end) {
      let next = endOfWord(text, from: link.end)
      if link.sign == UInt8(ascii: "&") { joined.append(link.sign) }
      join(text, link.end..<next)
      end = next
      count += 1
    }
    return FoundForm(form: joinedForm(), range: first.lowerBound..<end)
  }

  /// Abbreviations joined by dots: TP.HCM, N.V.A, GS.TS, Q.1; with a blank behind the dot only
  /// where the first one stands before names: TP. HCM.
  ///
  /// As many parts as fit: of GS.TS.Nguyễn the first two. All else is a missing blank: Nội.Ông.
  mutating func dottedChain(
    _ text: Span<UInt8>, _ first: Range<Int>, _ meaning: WordMeaning
  ) -> FoundForm? {
    guard isDot(text, at: first.upperBound), isAbbreviation(text, first) else { return nil }
    let behindDot = dottedPart(text, from: first.upperBound + 1)
    guard let second = behindDot ?? partBehindBlank(text, first, meaning) else { return nil }
    joined.removeAll(keepingCapacity: true)
    join(text, first)
    join(text, second)
    var end = second.upperBound
    if behindDot != nil, integer(text, second) == nil {
      while isDot(text, at: end), let part = dottedPart(text, from: end + 1) {
        join(text, part)
        end = part.upperBound
        if integer(text, part) != nil { break }
      }
    }
    return FoundForm(form: joinedForm(), range: first.lowerBound..<end)
  }

  private mutating func join(_ text: Span<UInt8>, _ range: Range<Int>) {
    for index in range { joined.append(text[index]) }
  }

  /// The form of `joined`, as if it had been written as one word.
  private mutating func joinedForm() -> FormID {
    var word: [UInt8] = []
    swap(&word, &joined)
    let form = form(word.span, 0..<word.count)
    swap(&word, &joined)
    return form
  }

  /// HCM of `TP. HCM`.
  private func partBehindBlank(
    _ text: Span<UInt8>, _ first: Range<Int>, _ meaning: WordMeaning
  ) -> Range<Int>? {
    let dot = first.upperBound
    guard meaning.contains(.place), dot + 1 < text.count, text[dot + 1] == UInt8(ascii: " ") else {
      return nil
    }
    return dottedPart(text, from: dot + 2)
  }

  /// C++, C#, A+: one letter and what makes it a name.
  func signedLetter(_ text: Span<UInt8>, _ range: Range<Int>) -> SpanningForm? {
    guard range.count == 1, range.upperBound < text.count else { return nil }
    var end = range.upperBound
    while end < text.count, end < range.upperBound + 2, text[end] == UInt8(ascii: "+") { end += 1 }
    if end == range.upperBound, text[end] == UInt8(ascii: "#") { end += 1 }
    guard end > range.upperBound, !continuesWord(text, at: end) else { return nil }
    let key = bytes(text, range.lowerBound..<end).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    return SpanningForm(range: range.lowerBound..<end, canonical: key)
  }

  /// A sign at `index` that joins the words on both sides, and where the next one begins.
  private func link(_ text: Span<UInt8>, at index: Int) -> (sign: UInt8, end: Int)? {
    guard index < text.count else { return nil }
    var before = index
    let left = ScalarClass(previousScalar(text, &before))
    var end = index
    let sign = nextScalar(text, &end)
    guard end < text.count else { return nil }
    var after = end
    let right = ScalarClass(nextScalar(text, &after))
    guard right.beginsWord else { return nil }
    switch sign {
    case 0x2D, 0x2010, 0x2011:
      let hasLetter = !left.isDigit || right.isLetter
      return hasLetter ? (UInt8(ascii: "-"), end) : nil
    case 0x27, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0x2032:
      return !left.isDigit && right.isLetter ? (UInt8(ascii: "'"), end) : nil
    case 0x26:
      return (UInt8(ascii: "&"), end)
    default:
      return nil
    }
  }

  private func dottedPart(_ text: Span<UInt8>, from start: Int) -> Range<Int>? {
    guard continuesWord(text, at: start) else { return nil }
    let part = start..<endOfWord(text, from: start)
    let digits = digitsEnd(text, from: start)
    if digits == part.upperBound {
      let goesOn = isDot(text, at: digits) && continuesWord(text, at: digits + 1)
      return part.count <= 3 && !goesOn ? part : nil
    }
    return isAbbreviation(text, part) ? part : nil
  }

  /// At most four letters: all capitals, or a capital before small letters without a vowel (Th).
  private func isAbbreviation(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 16 else { return false }
    var index = range.lowerBound
    var count = 0
    var capitals = 0
    var hasVowel = false
    while index < range.upperBound {
      let isFirst = index == range.lowerBound
      // TƯ has a horn, but TÀI is a word of a heading in capitals.
      guard let letter = Letter(nextScalar(text, &index)), letter.base &- 0x61 < 26,
        letter.tone == .level
      else { return false }
      guard !isFirst || letter.isCapital else { return false }
      count += 1
      capitals += letter.isCapital ? 1 : 0
      hasVowel = hasVowel || letter.isVowel
    }
    return 1...4 ~= count && (capitals == count || !hasVowel && capitals == 1)
  }
}

func isDot(_ text: Span<UInt8>, at index: Int) -> Bool {
  index < text.count && text[index] == UInt8(ascii: ".")
}

/// True where a letter or digit stands at `index`.
func continuesWord(_ text: Span<UInt8>, at index: Int) -> Bool {
  guard index < text.count else { return false }
  var next = index
  return ScalarClass(nextScalar(text, &next)).beginsWord
}

func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  range.map { text[$0] }
}
