import Vietnamese

extension Analyzer {
  /// Reads what begins with a letter: an address, a chain of words without blanks, a word.
  ///
  /// Each rule has a cheap sign to be asked by, since most words that come here need only one.
  mutating func readLetters(
    _ text: Span<UInt8>, from start: Int, into tokens: inout [Token]
  ) -> Int {
    let end = endOfWord(text, from: start)
    let word = lookUp(text, start..<end)
    let next = end < text.count ? text[end] : 0
    if mayBeInAddress(next) || word.meaning.contains(.address),
      let address = address(in: text, at: start)
    {
      return append(address, withParts: text, to: &tokens)
    }
    if word.meaning.contains(.month) || word.traits.contains(.isNumeral),
      let found = datesAtWord(in: text, start..<end, word, tokens)
    {
      return append(found, from: start, of: text, to: &tokens)
    }
    if next == UInt8(ascii: "."), let chain = dottedChain(text, start..<end, word.meaning) {
      return append(chain, withParts: text, to: &tokens)
    }
    if mayLink(next), let chain = joinedChain(text, start..<end) {
      return append(chain, withParts: text, to: &tokens)
    }
    let first = tokens.count
    readWord(text, start..<end, word, into: &tokens)
    guard end - start == 1, let signed = signedLetter(text, start..<end) else { return end }
    append(found(signed), from: first, to: &tokens)
    return signed.range.upperBound
  }

  /// What is known of a piece of text that is a run of letters, digits and marks.
  struct KnownWord {
    /// 0 where the run is not one word.
    var form: FormID = 0
    var traits: WordTraits
    var meaning: WordMeaning = []
  }

  /// Looks a word up in the cache, or by its letters where it is too long for that.
  mutating func lookUp(_ text: Span<UInt8>, _ range: Range<Int>) -> KnownWord {
    if takesShortcuts, range.count <= 16 {
      let entry = word(text.key(range), text, range)
      let isWord = entry.traits.contains(.isWord)
      return KnownWord(
        form: entry.form, traits: entry.traits, meaning: isWord ? meanings[Int(entry.form)] : [])
    }
    let raw = text.extracting(range)
    var known = KnownWord(traits: WordTraits(of: raw))
    if known.traits.contains(.isWord) {
      known.form = normalizedForm(raw)
      known.meaning = meanings[Int(known.form)]
    }
    return known
  }

  /// Appends one word, or its halves where a blank is missing between them.
  mutating func readWord(_ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]) {
    readWord(text, range, lookUp(text, range), into: &tokens)
  }

  private mutating func readWord(
    _ text: Span<UInt8>, _ range: Range<Int>, _ word: KnownWord, into tokens: inout [Token]
  ) {
    if word.traits.contains(.hasCaseBoundary), let pieces = casePieces(text, range) {
      readPieces(pieces, of: range, text, into: &tokens)
    } else if word.traits.contains(.hasZeroWidthSpace), let pieces = zeroWidthPieces(text, range) {
      for piece in pieces { append(form(text, piece), piece, to: &tokens) }
    } else {
      let value = numeralValue(text, range, word.traits, tokens)
      append(word.traits.contains(.isWord) ? word.form : form(text, range), range, to: &tokens)
      if let value { append(value, from: tokens.count - 1, to: &tokens) }
    }
  }

  /// The Arabic value of a Roman numeral behind a word that takes one: khóa XV, Đại hội XIII.
  mutating func numeralValue(
    _ text: Span<UInt8>, _ range: Range<Int>, _ traits: WordTraits, _ tokens: [Token]
  ) -> FoundForm? {
    guard traits.contains(.isNumeral), let word = previousWord(tokens),
      skipBlanks(text, from: Int(word.end)) == range.lowerBound,
      meaning(tokens).contains(.takesNumeral),
      let value = romanNumeral(text.extracting(range))
    else { return nil }
    return found(SpanningForm(range: range, plain: Array(String(value).utf8)))
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
    if !isMarked {
      let form = form(text, range)
      append(FoundForm(form: form, range: range), from: first, to: &tokens)
    }
  }

  /// The words of `phốCụm`: parted before each capital behind a small letter, if each looks like a
  /// syllable and has two letters or more. YouTube and eBay stay whole.
  mutating func casePieces(_ text: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    var wasSmall = false
    while index < range.upperBound {
      let here = index
      let scalar = nextScalar(text, &index)
      guard ScalarClass(scalar).isLetter else { continue }
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
    // No syllable is longer, even with each mark apart and invisible scalars between.
    guard range.count <= 64 else { return false }
    normalizer.normalize(text.extracting(range))
    return normalizer.isSkeleton
  }
}

/// Signs of a mail address behind its first word; `www.` is known by its meaning.
private func mayBeInAddress(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
    UInt8(ascii: "+"), UInt8(ascii: "%"):
    true
  default: false
  }
}

/// The first byte of a hyphen, an apostrophe or `&`.
func mayLink(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "&"), 0x80...: true
  default: false
  }
}
