import Vietnamese

extension Analyzer {
  /// The word `back` words before the next one, in this text; 0 is the last one read.
  func previousWord(_ tokens: [Token], _ back: Int = 0) -> Token? {
    previousIndex(tokens, back).map { tokens[$0] }
  }

  /// The index of that word.
  func previousIndex(_ tokens: [Token], _ back: Int = 0) -> Int? {
    var left = back
    var index = tokens.count - 1
    while index >= firstToken {
      switch tokens[index].kind {
      case .whole: break
      default:
        if left == 0 { return index }
        left -= 1
      }
      index -= 1
    }
    return nil
  }

  /// The meaning of the word `back` words ago. What a word without marks might mean counts only in
  /// text without marks: `sang 4/1` is a date for those who type `ngay sang`.
  func meaning(_ tokens: [Token], _ back: Int = 0) -> WordMeaning {
    guard let index = previousIndex(tokens, back) else { return [] }
    let meaning = meanings[Int(tokens[index].form)]
    guard meaning.contains(.isBare), !meaning.subtracting(.isBare).isEmpty else { return meaning }
    return isUnmarked(tokens) ? meaning : []
  }

  /// True where none of the last eight words has a mark.
  private func isUnmarked(_ tokens: [Token]) -> Bool {
    var seen = 0
    for index in stride(from: tokens.count - 1, through: firstToken, by: -1) {
      guard case .word = tokens[index].kind else { continue }
      if forms.isMarked(tokens[index].form) { return false }
      seen += 1
      if seen == 8 { break }
    }
    return true
  }

  /// The word behind blanks at `index`: where it is and what it means.
  mutating func nextWord(_ text: Span<UInt8>, from index: Int) -> (
    range: Range<Int>, meaning: WordMeaning
  )? {
    let start = skipBlanks(text, from: index)
    guard start > index else { return nil }
    let run = wordRun(text, at: start)
    guard 1...16 ~= run.count else { return nil }
    let range = start..<(start + run.count)
    let entry = word(run.key, text, range)
    guard entry.traits.contains(.isWord) else { return nil }
    return (range, meanings[Int(entry.form)])
  }

  /// Like `nextWord`, for a word that begins right at `index`.
  mutating func wordHere(_ text: Span<UInt8>, _ index: Int) -> (
    range: Range<Int>, meaning: WordMeaning
  )? {
    let run = wordRun(text, at: index)
    guard 1...16 ~= run.count else { return nil }
    let range = index..<(index + run.count)
    let entry = word(run.key, text, range)
    return entry.traits.contains(.isWord) ? (range, meanings[Int(entry.form)]) : nil
  }
}

/// The index behind blanks.
func skipBlanks(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < text.count {
    switch text[index] {
    case 0x20, 0x0A, 0x0D, 0x09: index += 1
    // A no-break space is C2 A0.
    case 0xC2 where index + 1 < text.count && text[index + 1] == 0xA0: index += 2
    default: return index
    }
  }
  return index
}
