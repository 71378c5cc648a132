import Vietnamese

extension Analyzer {
  /// A number and the letters at it: two parts and a whole before a unit, else one word. Letters
  /// behind a number with separators are a part whatever they are.
  mutating func readUnit(
    _ text: Span<UInt8>, _ number: Range<Int>, _ letters: Range<Int>, into tokens: inout [Token]
  ) -> Int {
    let range = number.lowerBound..<letters.upperBound
    let isPlain = digitsEnd(text, from: number.lowerBound) == number.upperBound
    let unitEnd = unit(text, letters)
    if unitEnd == nil, isPlain {
      if let chain = joinedChain(text, range) {
        return append(chain, withParts: text, to: &tokens)
      }
      append(form(text, range), range, to: &tokens)
      return range.upperBound
    }
    let first = tokens.count
    readSeparated(text, number, into: &tokens)
    let unit = letters.lowerBound..<(unitEnd ?? letters.upperBound)
    append(form(text, unit), unit, to: &tokens)
    if unit.upperBound < letters.upperBound {
      let rest = unit.upperBound..<letters.upperBound
      append(form(text, rest), rest, kind: .number, to: &tokens)
    }
    if isPlain {
      let form = form(text, range)
      append(FoundForm(form: form, range: range), from: first, to: &tokens)
    } else if let keys = numberForms(of: text.extracting(number)) {
      normalizer.normalize(text.extracting(letters))
      let whole = SpanningForm(
        range: range, canonical: keys.canonical + normalizer.canonical,
        folded: keys.folded + normalizer.folded)
      append(found(whole), from: first, to: &tokens)
    }
    return range.upperBound
  }

  /// The end of the unit that letters behind a number begin with, or nil where they are none: kg,
  /// m², h and the minutes behind it (7h30).
  private mutating func unit(_ text: Span<UInt8>, _ letters: Range<Int>) -> Int? {
    guard letters.count < 16 else { return nil }
    var index = letters.lowerBound
    var digits = letters.upperBound
    while index < letters.upperBound {
      let here = index
      let scalar = nextScalar(text, &index)
      if isCapital(scalar) { return nil }
      if scalar &- 0x30 < 10 { digits = min(digits, here) }
    }
    if isUnit(text, letters, .unit) { return letters.upperBound }
    guard integer(text, digits..<letters.upperBound) != nil,
      isUnit(text, letters.lowerBound..<digits, .unitBeforeRest)
    else { return nil }
    return digits
  }

  private mutating func isUnit(
    _ text: Span<UInt8>, _ range: Range<Int>, _ kind: WordMeaning
  ) -> Bool {
    guard !range.isEmpty else { return false }
    let form = form(text, range)
    return meanings[Int(form)].contains(kind)
  }
}
