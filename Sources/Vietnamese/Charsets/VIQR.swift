/// Vietnamese in ASCII, RFC 1456: `Vie^.t Nam`, `ddu+o+`ng`, `\.` for a full stop.
struct VIQR {
  private let bytes: [UInt8]
  /// Writers who escape full stops mean a tone where they do not.
  private let hasEscapes: Bool
  private var index = 0

  private init(_ bytes: Span<UInt8>) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    var hasEscapes = false
    for index in bytes.indices where bytes[index] != 0 {
      if bytes[index] == UInt8(ascii: "."), copy.last == UInt8(ascii: "\\") { hasEscapes = true }
      copy.append(bytes[index])
    }
    self.bytes = copy
    self.hasEscapes = hasEscapes
  }

  /// UTF-8 of VIQR text; what is UTF-8 in it stays.
  static func decode(_ bytes: Span<UInt8>) -> [UInt8] {
    var reader = VIQR(bytes)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    while reader.index < reader.bytes.count {
      if reader.byte.isLetter {
        out += reader.readWord()
      } else {
        if reader.byte == UInt8(ascii: "\\"), reader.byte(at: 1).isEscapable { reader.index += 1 }
        out.append(reader.byte)
        reader.index += 1
      }
    }
    return out
  }

  /// True where a document can be nothing else: it has no letters of Vietnamese, signs stand
  /// behind the vowels of two words in five, and nearly all of these words are syllables once
  /// read.
  static func isOverwhelming(_ bytes: Span<UInt8>) -> Bool {
    guard !hasVietnameseLetter(bytes), hasManySigns(bytes) else { return false }
    var reader = VIQR(bytes.extracting(0..<min(bytes.count, 64 * 1024)))
    var words = 0
    var signed = 0
    var good = 0
    while reader.index < reader.bytes.count {
      guard reader.byte.isLetter else {
        if reader.byte == 0xE1, reader.byte(at: 1) & 0xFE == 0xBA { return false }
        reader.index += 1
        continue
      }
      let word = reader.readWord()
      words += 1
      guard word.contains(where: { $0 >= 0x80 }) else { continue }
      signed += 1
      if TextScorer.score(word.span).share == 1 { good += 1 }
    }
    return signed >= 12 && signed * 5 >= words * 2 && good * 10 >= signed * 9
  }

  /// True where one of the first letters is ạ, ế, ộ …: nearly at once in Vietnamese text.
  private static func hasVietnameseLetter(_ bytes: Span<UInt8>) -> Bool {
    for index in 0..<max(0, min(bytes.count, 4096) - 1)
    where bytes[index] == 0xE1 && bytes[index + 1] & 0xFE == 0xBA {
      return true
    }
    return false
  }

  /// A cheap look at the head: circumflexes and the like right behind vowels are rare elsewhere.
  private static func hasManySigns(_ bytes: Span<UInt8>) -> Bool {
    var signs = 0
    let end = min(bytes.count, 4096)
    guard end > 24 else { return false }
    for index in 1..<end where shape(bytes[index], after: bytes[index - 1] | 0x20) != nil {
      signs += 1
    }
    return signs * 40 >= end
  }

  private var byte: UInt8 { bytes[index] }

  private func byte(at offset: Int) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  /// Reads the letters and signs from `index` on.
  ///
  /// The last sign may be punctuation: it is where the word is a syllable only without it, and
  /// where a sentence ends and the word without it is the more frequent one.
  private mutating func readWord() -> [UInt8] {
    var word: [UInt8] = []
    var withoutSign: [UInt8]?
    var hasTone = false
    while index < bytes.count, byte.isLetter {
      let letter = byte
      index += 1
      withoutSign = nil
      if letter | 0x20 == UInt8(ascii: "d"), byte(at: 0) | 0x20 == UInt8(ascii: "d") {
        word.append(scalar: letter == UInt8(ascii: "D") ? 0x110 : 0x111)
        index += 1
      } else if letter.isVowel {
        withoutSign = readVowel(letter, &hasTone, &word)
      } else {
        word.append(letter)
      }
    }
    guard let withoutSign, isPunctuation(with: word, without: withoutSign) else { return word }
    index -= 1
    return withoutSign
  }

  /// Appends a vowel with its signs; answers the word without the tone just read, if one was.
  private mutating func readVowel(
    _ first: UInt8, _ hasTone: inout Bool, _ word: inout [UInt8]
  ) -> [UInt8]? {
    var letter = Letter(ascii: first)
    if let shape = Self.shape(byte(at: 0), after: letter.base) {
      letter.shape = shape
      index += 1
    }
    var without = word
    without.append(scalar: Self.scalar(of: letter))
    guard !hasTone, let tone = Self.tone(byte(at: 0)), !isEllipsis else {
      word = without
      return nil
    }
    hasTone = true
    index += 1
    letter.tone = tone
    word.append(scalar: Self.scalar(of: letter))
    return without
  }

  private var isEllipsis: Bool {
    byte(at: 0) == UInt8(ascii: ".") && byte(at: 1) == UInt8(ascii: ".")
      && byte(at: 2) == UInt8(ascii: ".")
  }

  private func isPunctuation(with word: [UInt8], without: [UInt8]) -> Bool {
    let toned = TextScorer.score(word.span)
    let plain = TextScorer.score(without.span)
    let isToned = toned.misfits + toned.plainWords - toned.plainSyllables == 0
    let isPlain = plain.misfits + plain.plainWords - plain.plainSyllables == 0
    if isToned != isPlain { return isPlain }
    return !hasEscapes && endsSentence && plain.cost < toned.cost
  }

  /// A line end or a capital follows the sign just read.
  private var endsSentence: Bool {
    let sign = bytes[index - 1]
    guard sign == UInt8(ascii: ".") || sign == UInt8(ascii: "?") else { return false }
    let next = byte(at: 0)
    return next < 0x20 || next == 0x20 && (0x41...0x5A).contains(byte(at: 1))
  }

  private static func scalar(of letter: Letter) -> UInt32 {
    let small = letter.scalar
    guard letter.isCapital else { return small }
    // The blocks differ: ASCII and Latin-1 by 32, the others by one.
    return small < 0x100 ? small - 0x20 : small - 1
  }

  private static func shape(_ sign: UInt8, after base: UInt8) -> Letter.Shape? {
    switch (sign, base) {
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

  private static func tone(_ sign: UInt8) -> Letter.Tone? {
    switch sign {
    case UInt8(ascii: "'"): .acute
    case UInt8(ascii: "`"): .grave
    case UInt8(ascii: "?"): .hook
    case UInt8(ascii: "~"): .tilde
    case UInt8(ascii: "."): .dot
    default: nil
    }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  fileprivate var isVowel: Bool {
    switch self | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  /// What a backslash keeps from being read as a sign.
  fileprivate var isEscapable: Bool {
    switch self {
    case UInt8(ascii: "^"), UInt8(ascii: "("), UInt8(ascii: "+"), UInt8(ascii: "*"),
      UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "?"), UInt8(ascii: "~"),
      UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "d"), UInt8(ascii: "D"):
      true
    default: false
    }
  }
}
