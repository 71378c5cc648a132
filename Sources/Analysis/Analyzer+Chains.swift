import Vietnamese

extension Analyzer {
  /// Words joined by unspaced hyphens, apostrophes or `&`: COVID-19, Mát-xcơ-va, H'Mông, AT&T.
  ///
  /// The form has the words without the hyphens and apostrophes; `&` stays.
  mutating func joinedChain(_ text: Span<UInt8>, _ first: Range<Int>) -> SpanningForm? {
    guard link(text, at: first.upperBound) != nil else { return nil }
    var joined = bytes(text, first)
    var end = first.upperBound
    var count = 1
    while count < 8, let link = link(text, at: end) {
      let next = endOfWord(text, from: link.end)
      if link.sign == UInt8(ascii: "&") { joined.append(link.sign) }
      joined.append(contentsOf: bytes(text, link.end..<next))
      end = next
      count += 1
    }
    guard count > 1 else { return nil }
    return whole(joined.span, first.lowerBound..<end)
  }

  /// Abbreviations joined by dots: TP.HCM, N.V.A, GS.TS, Q.1; with a blank behind the dot only
  /// where the first one stands before names: TP. HCM.
  ///
  /// As many parts as fit: of GS.TS.Nguyễn the first two. All else is a missing blank: Nội.Ông.
  mutating func dottedChain(_ text: Span<UInt8>, _ first: Range<Int>) -> SpanningForm? {
    guard isDot(text, at: first.upperBound), isAbbreviation(text, first) else { return nil }
    var joined = bytes(text, first)
    var end = first.upperBound
    while isDot(text, at: end), let part = dottedPart(text, from: end + 1) {
      joined.append(contentsOf: bytes(text, part))
      end = part.upperBound
      if integer(text, part) != nil { break }
    }
    if end == first.upperBound, isPlace(text, first), end + 1 < text.count,
      text[end + 1] == UInt8(ascii: " "), let part = dottedPart(text, from: end + 2)
    {
      joined.append(contentsOf: bytes(text, part))
      end = part.upperBound
    }
    guard end > first.upperBound else { return nil }
    return whole(joined.span, first.lowerBound..<end)
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
    guard right == .letter || right == .digit else { return nil }
    switch sign {
    case 0x2D, 0x2010, 0x2011:
      let hasLetter = left == .letter || left == .mark || right == .letter
      return hasLetter ? (UInt8(ascii: "-"), end) : nil
    case 0x27, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0x2032:
      return left != .digit && right == .letter ? (UInt8(ascii: "'"), end) : nil
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
      guard let letter = Letter(nextScalar(text, &index)), letter.base &- 0x61 < 26 else {
        return false
      }
      guard !isFirst || letter.isCapital else { return false }
      count += 1
      capitals += letter.isCapital ? 1 : 0
      hasVowel = hasVowel || letter.isVowel
    }
    return 1...4 ~= count && (capitals == count || !hasVowel && capitals == 1)
  }

  private mutating func isPlace(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let form = form(text, range)
    return meanings[Int(form)].contains(.place)
  }
}

func isDot(_ text: Span<UInt8>, at index: Int) -> Bool {
  index < text.count && text[index] == UInt8(ascii: ".")
}

/// True where a letter or digit stands at `index`.
func continuesWord(_ text: Span<UInt8>, at index: Int) -> Bool {
  guard index < text.count else { return false }
  var next = index
  let kind = ScalarClass(nextScalar(text, &next))
  return kind == .letter || kind == .digit
}

func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  range.map { text[$0] }
}
