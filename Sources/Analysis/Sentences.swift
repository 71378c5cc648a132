import Vietnamese

/// True where the sign at `start` ends a sentence: `.`, `!`, `?` or `…`, then perhaps closing
/// quotes, a blank, perhaps opening quotes, and a capital or a digit. Where the blank was forgotten,
/// a dot between a small letter and a capital counts: `Hà Nội.Ông nói`.
///
/// Not after a single capital (`N. V. Hùng`) or an abbreviation (`TP.`, `Th.S.`, `PGS.`).
func endsSentence(_ sign: UInt32, _ text: Span<UInt8>, at start: Int, next: Int) -> Bool {
  switch sign {
  case 0x21, 0x3F, 0x2026: break
  case 0x2E: if isAbbreviation(text, endingAt: start) { return false }
  default: return false
  }
  return beginsSentence(text, behind: sign, at: start, next: next)
}

/// True where a sentence begins behind the stop at `start`, if that is one.
func beginsSentence(_ text: Span<UInt8>, behind sign: UInt32, at start: Int, next: Int) -> Bool {
  var index = next
  var hasBlank = false
  while index < text.count {
    // Nearly always a blank or an ASCII letter.
    let byte = text[index]
    if byte == UInt8(ascii: " ") {
      hasBlank = true
      index += 1
      continue
    }
    if byte &- 0x61 < 26 || byte == UInt8(ascii: ".") { return false }
    let scalar = nextScalar(text, &index)
    if isBlank(scalar) {
      hasBlank = true
    } else if isQuote(scalar) {
      continue
    } else {
      // Of a row of stops the last one is asked; it is a sign like this one.
      guard hasBlank else {
        return sign == 0x2E && isCapital(scalar) && followsSmallLetter(text, at: start)
      }
      return scalar &- 0x30 < 10 || isCapital(scalar)
    }
  }
  return false
}

private func followsSmallLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
  guard index > 0 else { return false }
  var before = index
  let scalar = previousScalar(text, &before)
  return ScalarClass(scalar).isLetter && !isCapital(scalar)
}

private func isBlank(_ scalar: UInt32) -> Bool {
  scalar == 0x20 || scalar &- 9 < 5 || scalar == 0xA0
}

/// Quotes, brackets and the dash a speaker's turn begins with.
private func isQuote(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x22, 0x27, 0x28, 0x29, 0x5B, 0x5D, 0xAB, 0xBB, 0x2D, 0x2013, 0x2014, 0x2018...0x201F,
    0x2039, 0x203A:
    true
  default: false
  }
}

/// One capital, or two or three letters that begin with a capital and have no vowel.
func isAbbreviation(_ text: Span<UInt8>, endingAt end: Int) -> Bool {
  // Behind a sign or a digit nothing is abbreviated.
  guard end > 0, text[end - 1] >= 0x80 || (text[end - 1] | 0x20) &- 0x61 < 26 else { return false }
  var index = end
  var count = 0
  var first: UInt32 = 0
  while index > 0 {
    var before = index
    let scalar = previousScalar(text, &before)
    guard ScalarClass(scalar).isLetter else { break }
    count += 1
    // Nearly all words are out here, at their last vowel.
    if isVowel(first) || count > 1 && isVowel(scalar) || count > 3 { return false }
    first = scalar
    if count == 1, isVowel(scalar), !isCapital(scalar) { return false }
    index = before
  }
  return count > 0 && isCapital(first)
}

/// True for vowels, and for letters of other alphabets.
private func isVowel(_ scalar: UInt32) -> Bool {
  scalar != 0 && Letter(scalar)?.isVowel ?? true
}
