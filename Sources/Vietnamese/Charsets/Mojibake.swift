/// UTF-8 that was read as windows-1252 (`Tiáº¿ng`), once, twice or three times, put right.
///
/// Works word by word, so that a quoted line in a clean document is repaired too. A word is
/// changed only if it cannot be text as it stands (a `Ã` behind a small letter, a `¼` between
/// letters, a word no language spells so) and its bytes, read as UTF-8, spell something likelier.
///
/// Where most of a document is like that, a second pass is bolder: it also looks for letters that
/// lost a byte without a trace (`há»c` → học) and for `à`, whose second byte is a no-break space
/// that many programs made a plain one (`lÃ m` → làm). A few words with nothing else to go by may
/// be like that too, where they cannot be text as they stand.
enum Mojibake {
  enum Boldness {
    /// What is there is read; nothing is guessed.
    case careful
    /// Lost bytes are guessed where a word is no text without them.
    case trying
    /// The document is known to be mojibake: the likelier reading is believed.
    case bold
  }

  struct Result {
    var utf8: [UInt8]
    var words: Int
    var restoredLetters: Int
    /// Those of them that came out as syllables, and as words of some kind.
    var vietnameseWords: Int
    var letteredWords: Int
    /// Those that are more than a letter in quotation marks: a text that explains mojibake
    /// (“Ã©” for é) has no other.
    var tellingWords: Int
  }

  /// nil where nothing is to be repaired: for clean text after one look at its bytes.
  static func repair(_ text: Span<UInt8>) -> Result? {
    let careful = pass(text, .careful)
    guard careful.tellingWords > 0 else { return nil }
    return isMostlyVietnameseMojibake(text, careful) ? pass(text, .bold) : careful
  }

  /// Guesses lost bytes in a few words with nothing else to go by; nil where they can be text.
  static func guess(_ text: Span<UInt8>) -> Result? {
    guard text.count < 1024, letterCount(text) == 0 else { return nil }
    let guessed = pass(text, .trying)
    return guessed.tellingWords > 0 ? guessed : nil
  }

  private static func pass(_ text: Span<UInt8>, _ boldness: Boldness) -> Result {
    var result = Result(
      utf8: [], words: 0, restoredLetters: 0, vietnameseWords: 0, letteredWords: 0,
      tellingWords: 0)
    guard let first = nextSuspect(in: text, from: 0, boldness) else { return result }
    var reader = MojibakeWord(boldness, in: text)
    var copied = 0
    var index = first
    while let suspect = nextSuspect(in: text, from: index, boldness) {
      let start = wordStart(in: text, before: suspect, notBefore: copied)
      var end = wordEnd(in: text, from: suspect)
      if reader.read(text, start, &end) {
        for position in copied..<start { result.utf8.append(text[position]) }
        for scalar in reader.best { result.utf8.append(scalar: scalar) }
        result.words += 1
        result.restoredLetters += reader.restoredLetters
        if reader.isVietnamese { result.vietnameseWords += 1 }
        if reader.hasLetters { result.letteredWords += 1 }
        if !isQuotedLetter(reader.best, text, start..<end) { result.tellingWords += 1 }
        copied = end
      }
      index = end
    }
    guard result.words > 0 else { return result }
    for position in copied..<text.count { result.utf8.append(text[position]) }
    return result
  }

  /// The next Â Ã Ä Å Æ Ì á â ï ð with something behind it that may be a trailing byte.
  private static func nextSuspect(
    in text: Span<UInt8>, from: Int, _ boldness: Boldness
  ) -> Int? {
    var index = from
    let end = text.count - 1
    var clean = from
    while index < end {
      if boldness == .careful, index >= clean {
        (index, clean) = skipCleanBlocks(of: text, from: index)
      }
      guard text[index] == 0xC3 else {
        index += 1
        continue
      }
      let second = text[index + 1]
      let next = index + 2 < text.count ? text[index + 2] : 0
      if isLead(second), isTrailing(next) || boldness != .careful && isAloneLead(second) {
        return index
      }
      index += 2
    }
    return nil
  }

  /// Goes over blocks where no letter of C3 has another letter beyond ASCII right behind it, which
  /// all suspects have. Looked at without branches, sixteen bytes at a time.
  ///
  /// - Returns: where a suspect may stand, and up to where to look for it before asking again.
  private static func skipCleanBlocks(
    of text: Span<UInt8>, from start: Int
  ) -> (index: Int, end: Int) {
    var index = start
    while index + 258 <= text.count {
      var greatest: UInt8 = 0
      for position in index..<(index + 256) {
        // In bounds by the condition above.
        let isFirst: UInt8 = unsafe text[unchecked: position] == 0xC3 ? 0xFF : 0
        greatest = max(greatest, unsafe text[unchecked: position &+ 2] & isFirst)
      }
      if greatest >= 0xC0 { return (index, index + 256) }
      index += 256
    }
    return (index, text.count)
  }

  /// The second UTF-8 byte of letters that are lead bytes of what Vietnamese text may hold.
  private static func isLead(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x82...0x86, 0x8C, 0x8D, 0xA1, 0xA2, 0xAF, 0xB0: true
    default: false
    }
  }

  /// Ã Ä Æ may have lost the byte behind them.
  private static func isAloneLead(_ byte: UInt8) -> Bool {
    byte == 0x83 || byte == 0x84 || byte == 0x86
  }

  /// The first UTF-8 byte of scalars windows-1252 has at 80–BF, and of U+FFFD.
  private static func isTrailing(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2, 0xC5, 0xC6, 0xCB, 0xE2, 0xEF: true
    default: false
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
  }

  private static func wordStart(in text: Span<UInt8>, before index: Int, notBefore: Int) -> Int {
    var start = index
    while start > notBefore, isWordByte(text[start - 1]) { start -= 1 }
    return start
  }

  static func wordEnd(in text: Span<UInt8>, from index: Int) -> Int {
    var end = index
    while end < text.count, isWordByte(text[end]) { end += 1 }
    return end
  }

  /// True for one letter of Latin-1, as it was read, with a quotation mark beside it that was there
  /// before; French puts a space between them.
  private static func isQuotedLetter(
    _ word: [UInt32], _ text: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    let letters = word.filter { !isQuotationMark($0) && $0 != 0xA0 }
    guard letters.count == 1, 0xC0..<0x100 ~= letters[0] else { return false }
    var first = range.lowerBound
    let opening = nextScalar(text, &first)
    var last = range.upperBound
    let closing = previousScalar(text, &last)
    return isQuotationMark(opening) && opening == word.first
      || isQuotationMark(closing) && closing == word.last
      || isQuoted(text, range)
  }

  /// True for a range between marks, or beside one.
  private static func isQuoted(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var before = index > 0 ? previousScalar(text, &index) : 0
    if isQuotationMark(before) { return true }
    if before == 0x20, index > 0 { before = previousScalar(text, &index) }
    index = range.upperBound
    var after = index < text.count ? nextScalar(text, &index) : 0
    if isQuotationMark(after) { return true }
    if after == 0x20, index < text.count { after = nextScalar(text, &index) }
    return before == 0xAB && after == 0xBB
  }

  private static func isQuotationMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x22, 0x27, 0x60, 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A: true
    default: false
    }
  }

  /// True where most marked words were mojibake: half of those repaired are syllables, and few
  /// ạ ế ộ were letters from the beginning.
  private static func isMostlyVietnameseMojibake(_ text: Span<UInt8>, _ careful: Result) -> Bool {
    guard careful.vietnameseWords > 0, careful.vietnameseWords * 2 >= careful.letteredWords else {
      return false
    }
    return letterCount(text) * 2 <= careful.vietnameseWords
  }

  /// How many letters there are that only Vietnamese has: they prove text to be Unicode.
  private static func letterCount(_ text: Span<UInt8>) -> Int {
    var count = 0
    for index in 0..<max(0, text.count - 1)
    where text[index] == 0xE1 && text[index + 1] & 0xFE == 0xBA {
      count += 1
    }
    return count
  }
}
