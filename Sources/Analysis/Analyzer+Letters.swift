import Vietnamese

extension Analyzer {
  /// Reads what begins with a letter: an address, a chain of words without blanks, a word.
  mutating func readLetters(
    _ text: Span<UInt8>, from start: Int, into tokens: inout [Token]
  ) -> Int {
    if let address = address(in: text, at: start) {
      return append([address], over: address.range, of: text, to: &tokens)
    }
    let end = endOfWord(text, from: start)
    if let found = datesAtWord(in: text, start..<end, tokens) {
      return append(found.dates, over: start..<found.end, of: text, to: &tokens)
    }
    if let chain = dottedChain(text, start..<end) ?? joinedChain(text, start..<end) {
      return append([chain], over: chain.range, of: text, to: &tokens)
    }
    let first = tokens.count
    readWord(text, start..<end, into: &tokens)
    guard let signed = signedLetter(text, start..<end) else { return end }
    append(signed, from: first, to: &tokens)
    return signed.range.upperBound
  }

  mutating func traits(_ text: Span<UInt8>, _ range: Range<Int>) -> WordTraits {
    takesShortcuts && range.count <= 16
      ? word(text.key(range), text, range).traits : WordTraits(of: text.extracting(range))
  }

  /// Appends one word, or its halves where a blank is missing between them.
  mutating func readWord(_ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]) {
    let traits = traits(text, range)
    if traits.contains(.hasCaseBoundary), let pieces = casePieces(text, range) {
      readPieces(pieces, of: range, text, into: &tokens)
    } else if !traits.isDisjoint(with: .needsRules), let pieces = zeroWidthPieces(text, range) {
      for piece in pieces { append(form(text, piece), piece, to: &tokens) }
    } else {
      let value = numeralValue(text, range, traits, tokens)
      append(form(text, range), range, to: &tokens)
      if let value { append(value, from: tokens.count - 1, to: &tokens) }
    }
  }

  /// The Arabic value of a Roman numeral behind a word that takes one: khóa XV, Đại hội XIII.
  func numeralValue(
    _ text: Span<UInt8>, _ range: Range<Int>, _ traits: WordTraits, _ tokens: [Token]
  ) -> SpanningForm? {
    guard traits.contains(.isNumeral), let value = romanNumeral(text.extracting(range)),
      let word = previousWord(tokens),
      skipBlanks(text, from: Int(word.end)) == range.lowerBound,
      meaning(tokens).contains(.takesNumeral)
    else { return nil }
    return SpanningForm(range: range, canonical: Array(String(value).utf8))
  }

  /// Appends halves, and the unsplit word where no half carries a mark (MoMo may be a name;
  /// chủHoạt is none).
  private mutating func readPieces(
    _ pieces: [Range<Int>], of range: Range<Int>, _ text: Span<UInt8>, into tokens: inout [Token]
  ) {
    let first = tokens.count
    var isMarked = false
    for piece in pieces {
      let form = form(text, piece)
      isMarked = isMarked || forms.isMarked(form)
      append(form, piece, to: &tokens)
    }
    if !isMarked { append(whole(text.extracting(range), range), from: first, to: &tokens) }
  }

  /// The form a piece of text has as one word.
  mutating func whole(_ word: Span<UInt8>, _ range: Range<Int>) -> SpanningForm {
    normalizer.normalize(word)
    return SpanningForm(
      range: range, canonical: normalizer.canonical, folded: normalizer.folded)
  }

  /// The words of `phốCụm`: parted before each capital behind a small letter, if each looks like a
  /// syllable and has two letters or more. YouTube and eBay stay whole.
  private mutating func casePieces(_ text: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    var wasSmall = false
    while index < range.upperBound {
      let here = index
      let scalar = nextScalar(text, &index)
      guard ScalarClass(scalar) == .letter else { continue }
      let isCapital = isCapital(scalar)
      if isCapital, wasSmall {
        pieces.append(start..<here)
        start = here
      }
      wasSmall = !isCapital
    }
    pieces.append(start..<range.upperBound)
    for piece in pieces {
      normalizer.normalize(text.extracting(piece))
      guard normalizer.isSkeleton, normalizer.folded.count > 1 else { return nil }
    }
    return pieces
  }

  /// The words of a run with zero-width spaces: parted where both sides look like syllables and
  /// the two together do not. `chí<ZWSP>nh` is chính, `nhân<ZWSP>dân` is two words.
  private mutating func zeroWidthPieces(_ text: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      let here = index
      guard nextScalar(text, &index) == 0x200B else { continue }
      let rest = index..<zeroWidthSpace(text, index..<range.upperBound)
      if isSkeleton(text, start..<here), isSkeleton(text, rest),
        !isSkeleton(text, start..<rest.upperBound)
      {
        pieces.append(start..<here)
        start = index
      }
    }
    guard !pieces.isEmpty else { return nil }
    return pieces + [start..<range.upperBound]
  }

  private func zeroWidthSpace(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let here = index
      if nextScalar(text, &index) == 0x200B, here > range.lowerBound { return here }
    }
    return range.upperBound
  }

  private mutating func isSkeleton(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    normalizer.normalize(text.extracting(range))
    return normalizer.isSkeleton
  }
}
