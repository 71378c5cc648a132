import Vietnamese

extension Analyzer {
  /// Reads one thing `readWords` leaves alone: a word with a digit or sign at it, a word of other
  /// scripts, a sign.
  ///
  /// - Returns: the index behind it, always beyond `start`.
  mutating func readOther(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int {
    var index = start
    let first = nextScalar(text, &index)
    switch ScalarClass(first) {
    case .letter, .digit:
      let end = endOfWord(text, from: index)
      let isNumber = text[start] &- 0x30 < 10
      append(form(text, start..<end), start..<end, kind: isNumber ? .number : .word, to: &tokens)
      return end
    case .ideograph:
      append(form(text, start..<index), start..<index, kind: .ideograph, to: &tokens)
      return index
    case .separator, .mark, .ignorable:
      if endsSentence(first, text, at: start, next: index) { startsSentence = true }
      return index
    }
  }

  /// The form of any piece of text that is one word.
  mutating func form(_ text: Span<UInt8>, _ range: Range<Int>) -> FormID {
    normalizer.normalize(text.extracting(range))
    return forms.intern(canonical: normalizer.canonical, folded: normalizer.folded)
  }

  private func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
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
}
