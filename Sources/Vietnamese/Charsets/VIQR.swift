/// Vietnamese in ASCII, RFC 1456: `Vie^.t Nam`, `ddu+o+`ng`, `\.` for a full stop.
enum VIQR {
  /// UTF-8 of VIQR text.
  ///
  /// A sign that would spoil the syllable is punctuation: `la`.` ends a sentence, `no'i?` asks.
  static func decode(_ bytes: Span<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count, isSign(bytes[index + 1]) {
        out.append(bytes[index + 1])
        index += 2
      } else if isLetter(byte) {
        appendWord(bytes, &index, to: &out)
      } else {
        if byte != 0 { out.append(byte) }
        index += 1
      }
    }
    return out
  }

  /// True where an ASCII document can be nothing else: signs stand behind the vowels of two
  /// words in five, and nearly all of these words are syllables once read.
  static func isOverwhelming(_ bytes: Span<UInt8>) -> Bool {
    guard hasEnoughSigns(bytes) else { return false }
    var signed = 0
    var good = 0
    var words = 0
    var index = 0
    let end = min(bytes.count, 64 * 1024)
    while index < end {
      guard isLetter(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      var word: [UInt8] = []
      appendWord(bytes, &index, to: &word)
      words += 1
      guard word.contains(where: { $0 >= 0x80 }), start < index else { continue }
      signed += 1
      if TextScorer.score(word.span).share == 1 { good += 1 }
    }
    return signed >= 12 && signed * 5 >= words * 2 && good * 10 >= signed * 9
  }

  /// A cheap look at the head: circumflexes and the like right behind vowels are rare elsewhere.
  private static func hasEnoughSigns(_ bytes: Span<UInt8>) -> Bool {
    var signs = 0
    let end = min(bytes.count, 4096)
    guard end > 24 else { return false }
    for index in 1..<end where isShape(bytes[index]) && isVowel(bytes[index - 1]) { signs += 1 }
    return signs * 40 >= end
  }

  /// Reads the letters and signs from `index` on as one word.
  private static func appendWord(_ bytes: Span<UInt8>, _ index: inout Int, to out: inout [UInt8]) {
    var hasTone = false
    while index < bytes.count, isLetter(bytes[index]) {
      let first = bytes[index]
      index += 1
      let next = index < bytes.count ? bytes[index] : 0
      if first | 0x20 == UInt8(ascii: "d"), next | 0x20 == UInt8(ascii: "d") {
        out.append(scalar: first == UInt8(ascii: "D") ? 0x110 : 0x111)
        index += 1
      } else if isVowel(first) {
        appendVowel(first, bytes, &index, &hasTone, to: &out)
      } else {
        out.append(first)
      }
    }
  }

  private static func appendVowel(
    _ first: UInt8, _ bytes: Span<UInt8>, _ index: inout Int, _ hasTone: inout Bool,
    to out: inout [UInt8]
  ) {
    var letter = Letter(ascii: first)
    if index < bytes.count, let shape = shape(bytes[index], after: letter.base) {
      letter.shape = shape
      index += 1
    }
    if index < bytes.count, !hasTone, let tone = tone(bytes[index]),
      !isPunctuation(bytes, at: index)
    {
      letter.tone = tone
      hasTone = true
      index += 1
    }
    let small = letter.scalar
    out.append(scalar: letter.isCapital ? capital(of: small) : small)
  }

  /// A quotation mark or full stop in front of a space ends a sentence where a capital or
  /// nothing follows; the tone is more frequent everywhere else.
  private static func isPunctuation(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    let sign = bytes[index]
    guard sign == UInt8(ascii: ".") || sign == UInt8(ascii: "?") else { return false }
    return index + 1 < bytes.count && bytes[index + 1] == sign
  }

  private static func capital(of scalar: UInt32) -> UInt32 {
    guard scalar >= 0x80 else { return scalar & ~0x20 }
    return scalar < 0x100 ? scalar - 0x20 : scalar == 0x1B0 ? 0x1AF : scalar - 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    isShape(byte) || tone(byte) != nil || byte == UInt8(ascii: "\\") || byte | 0x20 == 0x64
  }

  private static func isShape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "^") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "*")
  }

  private static func shape(_ byte: UInt8, after base: UInt8) -> Letter.Shape? {
    switch (byte, base) {
    case (UInt8(ascii: "^"), UInt8(ascii: "a")), (UInt8(ascii: "^"), UInt8(ascii: "e")),
      (UInt8(ascii: "^"), UInt8(ascii: "o")):
      .circumflex
    case (UInt8(ascii: "("), UInt8(ascii: "a")): .breve
    case (UInt8(ascii: "+"), UInt8(ascii: "o")), (UInt8(ascii: "+"), UInt8(ascii: "u")),
      (UInt8(ascii: "*"), UInt8(ascii: "o")), (UInt8(ascii: "*"), UInt8(ascii: "u")):
      .horn
    default: nil
    }
  }

  private static func tone(_ byte: UInt8) -> Letter.Tone? {
    switch byte {
    case UInt8(ascii: "'"): .acute
    case UInt8(ascii: "`"): .grave
    case UInt8(ascii: "?"): .hook
    case UInt8(ascii: "~"): .tilde
    case UInt8(ascii: "."): .dot
    default: nil
    }
  }
}
