/// A tone mark that was typed behind a consonant of its syllable: `nguyên` and an acute, for nguyến.
///
/// Nothing tells `ń` as one scalar from `n` and its mark, since both are the same text to Unicode.
/// So a consonant that is a letter of other alphabets with that mark (koń, leñ, paṭ) gives it away
/// only in a word with a letter that shows whose it is: ă â ê ô ơ ư đ.
struct StrayTone {
  private let tone: Letter.Tone
  private let isLetterElsewhere: Bool

  /// Nil where the mark is none of tone, or stands on something else than a consonant.
  init?(_ mark: Mark, on letter: Letter) {
    guard case .tone(let tone) = mark, letter.vowel == 0, letter.base &- 0x61 < 26 else {
      return nil
    }
    self.tone = tone
    isLetterElsewhere = Self.isLetterElsewhere(letter.base, tone)
  }

  /// Puts the tone on a vowel, any one: where in the syllable it belongs is decided later. False
  /// where it must stay on its consonant.
  func move(to letters: inout [Letter]) -> Bool {
    var isOurs = !isLetterElsewhere
    var vowel: Int?
    for (index, letter) in letters.enumerated() {
      if letter.tone != .level { return false }
      if letter.shape != .none || letter.hasStroke { isOurs = true }
      if vowel == nil, letter.isVowel { vowel = index }
    }
    guard isOurs, let vowel else { return false }
    letters[vowel].tone = tone
    return true
  }

  /// ć ĺ ń ŕ ś ź of Slavic languages, ñ, and the dots below of those who transcribe Sanskrit or
  /// Arabic.
  private static func isLetterElsewhere(_ base: UInt8, _ tone: Letter.Tone) -> Bool {
    switch tone {
    case .acute: "clnrsz".utf8.contains(base)
    case .tilde: base == UInt8(ascii: "n")
    case .dot: "bdhklmnrstvz".utf8.contains(base)
    case .level, .grave, .hook: false
    }
  }
}
