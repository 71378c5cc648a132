@_spi(_Unicode) import Swift

/// The rules of spelling told again over strings, with the normalization of the standard
/// library instead of our tables: slow, plain, and written apart from what it checks.
struct ReferenceForms {
  private(set) var canonical = ""
  private(set) var folded = ""
  private(set) var isSyllable = false

  init(_ word: String) {
    var scalars = Self.cleaned(word)
    scalars = Self.withoutLookalikes(scalars).map(Self.lower)
    var letters = Self.letters(scalars)
    let carons = letters.indices.filter {
      letters[$0].base == "a" && letters[$0].shape == nil && letters[$0].marks == ["\u{30C}"]
    }
    var attempt = letters
    for index in carons {
      attempt[index] = RefLetter(base: "a", shape: "\u{306}", tone: letters[index].tone)
    }
    attempt = Self.withoutEth(Self.withoutStrayTone(attempt))
    if let placed = Self.placed(attempt) {
      isSyllable = true
      letters = placed
    } else {
      letters = Self.withoutEth(letters)
    }
    canonical = Self.composed(letters)
    folded = Self.folded(canonical)
  }

  struct RefLetter {
    var base: Unicode.Scalar
    var shape: Unicode.Scalar?
    var tone: Unicode.Scalar?
    var hasBar = false
    var marks: [Unicode.Scalar] = []

    var isOurs: Bool {
      base.isASCII && marks.isEmpty || base == "đ" && marks.isEmpty && tone == nil
    }
    /// The letter without its tone.
    var plain: String {
      if hasBar { return "đ" }
      return String(String.UnicodeScalarView([base] + [shape].compactMap(\.self)))._nfcText
    }
  }

  private static func cleaned(_ word: String) -> [Unicode.Scalar] {
    let kept = word.unicodeScalars.filter { !isIgnorable($0.value) }
    var result: [Unicode.Scalar] = []
    for scalar in kept {
      let compatible: [Unicode.Scalar: String] = ["ﬁ": "fi", "²": "2", "Ａ": "A", "９": "9"]
      if scalar == "İ" || scalar == "\u{307}" && result.last == "I" {
        if scalar == "İ" { result.append("i") }
        continue
      }
      result.append(contentsOf: (compatible[scalar] ?? String(scalar)).unicodeScalars)
    }
    return Array(String(String.UnicodeScalarView(result))._nfdScalars)
  }

  private static func isIgnorable(_ value: UInt32) -> Bool {
    [0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x3164, 0xFEFF].contains(value)
      || 0x200B...0x200F ~= value || 0x202A...0x202E ~= value || 0x2060...0x206F ~= value
      || 0xFE00...0xFE0F ~= value || 0xE0000...0xE0FFF ~= value
  }

  private static func withoutLookalikes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let cyrillic = Array("аеорсухіјАВЕКМНОРСТУХІ".unicodeScalars)
    let latin = Array("aeopcyxijABEKMHOPCTYXI".unicodeScalars)
    let foreign = scalars.filter { 0x400...0x52F ~= $0.value }
    let hasLatin = scalars.contains { $0.isASCII && $0.properties.isAlphabetic }
    guard hasLatin, foreign.allSatisfy(cyrillic.contains) else { return scalars }
    return scalars.map { scalar in cyrillic.firstIndex(of: scalar).map { latin[$0] } ?? scalar }
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let mapped = Array(scalar.properties.lowercaseMapping.unicodeScalars)
    return mapped.count == 1 ? mapped[0] : scalar
  }

  private static func letters(_ scalars: [Unicode.Scalar]) -> [RefLetter] {
    var result: [RefLetter] = []
    for scalar in scalars {
      if result.isEmpty || scalar.properties.canonicalCombiningClass == .notReordered {
        let isBarred = scalar == "đ"
        result.append(RefLetter(base: isBarred ? "d" : scalar, hasBar: isBarred))
        continue
      }
      var last = result.removeLast()
      let shapes: [Unicode.Scalar: String] = ["\u{302}": "aeo", "\u{306}": "a", "\u{31B}": "ou"]
      let tones: [Unicode.Scalar] = ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
      let mark: Unicode.Scalar = scalar == "\u{342}" && last.base.isASCII ? "\u{303}" : scalar
      if last.shape == nil, shapes[mark]?.unicodeScalars.contains(last.base) == true {
        last.shape = mark
      } else if last.tone == nil, tones.contains(mark), "aeiouy".unicodeScalars.contains(last.base)
      {
        last.tone = mark
      } else if last.base == "d", !last.hasBar, mark == "\u{335}" || mark == "\u{336}" {
        last.hasBar = true
      } else {
        last.marks.append(scalar)
      }
      result.append(last)
    }
    return result
  }

  /// The one tone mark of a word on its first vowel where it stood on a consonant, unless the two
  /// make a letter of another alphabet and no other letter is Vietnamese.
  private static func withoutStrayTone(_ letters: [RefLetter]) -> [RefLetter] {
    let tones: [Unicode.Scalar] = ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
    let odd = letters.indices.filter { !letters[$0].marks.isEmpty }
    guard odd.count == 1, letters.allSatisfy({ $0.tone == nil }), letters[odd[0]].marks.count == 1,
      let vowel = letters.firstIndex(where: { "aeiouy".unicodeScalars.contains($0.base) })
    else { return letters }
    let (base, mark) = (letters[odd[0]].base, letters[odd[0]].marks[0])
    let tone: Unicode.Scalar = mark == "\u{342}" ? "\u{303}" : mark
    let isConsonant = base.isASCII && base.properties.isLowercase && vowel != odd[0]
    guard isConsonant, tones.contains(tone), !"aeiouy".unicodeScalars.contains(base) else {
      return letters
    }
    let composed = String(String.UnicodeScalarView([base, tone]))._nfcText
    let isOurs = letters.contains {
      $0.shape != nil || $0.hasBar || $0.base == "ð" || $0.base == "ɖ"
    }
    if "ćĺńŕśźñḅḍḥḳḷṃṇṛṣṭṿẓ".contains(composed), !isOurs { return letters }
    var moved = letters
    moved[odd[0]].marks = []
    moved[vowel].tone = tone
    return moved
  }

  /// ð and ɖ are đ, unless something from outside the alphabet is in the word.
  private static func withoutEth(_ letters: [RefLetter]) -> [RefLetter] {
    let eths: [Unicode.Scalar] = ["ð", "ɖ"]
    guard letters.allSatisfy({ $0.isOurs || eths.contains($0.base) && $0.marks.isEmpty }) else {
      return letters
    }
    return letters.map { eths.contains($0.base) ? RefLetter(base: "d", hasBar: true) : $0 }
  }

  /// The letters with the tone where rule 4 puts it; nil where they are no syllable.
  private static func placed(_ letters: [RefLetter]) -> [RefLetter]? {
    let tones = letters.compactMap(\.tone)
    guard tones.count < 2, letters.allSatisfy(\.isOurs) else { return nil }
    let plain = letters.map(\.plain)
    let onset = onsetLength(plain)
    let rest = plain[onset...]
    let vowels = Array(rest.prefix { "aăâeêioôơuưy".contains($0) })
    let coda = rest.dropFirst(vowels.count).joined()
    guard nuclei.contains(vowels.joined()), codas.contains(coda) else { return nil }
    let isStop = ["c", "ch", "p", "t"].contains(coda)
    if isStop, let tone = tones.first, tone != "\u{301}", tone != "\u{323}" { return nil }
    guard let tone = tones.first else { return letters }
    var result = letters
    for index in result.indices { result[index].tone = nil }
    result[onset + place(in: vowels, hasCoda: !coda.isEmpty)].tone = tone
    return result
  }

  private static func place(in vowels: [String], hasCoda: Bool) -> Int {
    if let shaped = vowels.lastIndex(where: { "ăâêôơư".contains($0) }) { return shaped }
    if hasCoda { return vowels.count - 1 }
    if vowels.count == 3 { return 1 }
    return ["oa", "oe", "uy", "ue"].contains(vowels.joined()) ? 1 : 0
  }

  private static func onsetLength(_ plain: [String]) -> Int {
    let word = plain.joined()
    if word.hasPrefix("gi"), plain.count > 2, "aăâeêoôơuưy".contains(plain[2]) { return 2 }
    let onsets = [
      "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h",
      "k",
      "l", "m", "n", "p", "r", "s", "t", "v", "x",
    ]
    return onsets.first { word.hasPrefix($0) }?.count ?? 0
  }

  private static let codas: Set = ["", "ch", "ng", "nh", "c", "m", "n", "p", "t"]
  private static let nuclei = Set(
    """
    a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oai oao oay oă oe oeo oi oo ôi \
    ơi ua uâ uây uê uêu ui uô uôi uơ uy uya uyê uyu ưa ưi ưu ươ ươi ươu yê yêu
    """.split(separator: " ").map(String.init))

  private static func composed(_ letters: [RefLetter]) -> String {
    var scalars = String.UnicodeScalarView()
    for letter in letters {
      scalars.append(letter.hasBar ? "đ" : letter.base)
      scalars.append(contentsOf: [letter.shape, letter.tone].compactMap(\.self) + letter.marks)
    }
    return String(scalars)._nfcText
  }

  private static func folded(_ canonical: String) -> String {
    let special: [Unicode.Scalar: String] = [
      "đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe",
      "ß": "ss", "þ": "th",
    ]
    var result = ""
    for scalar in canonical._nfdScalars
    where scalar.properties.generalCategory != .nonspacingMark {
      result += special[scalar] ?? String(scalar)
    }
    return result
  }
}

extension ReferenceForms {
  /// A character without its tone, and the tone's combining mark.
  static func parts(of character: Character) -> (letter: Character, tone: UInt32?) {
    let tones: [UInt32] = [0x300, 0x301, 0x303, 0x309, 0x323]
    let scalars = String(character)._nfdScalars
    let rest = String(String.UnicodeScalarView(scalars.filter { !tones.contains($0.value) }))
    return (
      Character(rest._nfcText), scalars.first { tones.contains($0.value) }.map(\.value)
    )
  }
}

extension String {
  fileprivate var _nfdScalars: [Unicode.Scalar] { Array(_nfd) }
  fileprivate var _nfcText: String { String(String.UnicodeScalarView(_nfc)) }
}
