/// What a scalar is to the scorer, in 16 bits: letter code 5, tone 3, capital 1.
///
/// Codes 1...12 are the vowels of `Letter.vowel`, 13...29 the consonants of the alphabet, 30 the
/// letters f j w z, 31 letters of other alphabets; 0 is no letter.
struct LetterCode: Equatable {
  let bits: UInt16

  var letter: UInt64 { UInt64(bits & 0x1F) }
  var tone: Int { Int(bits >> 5 & 7) }
  var isCapital: Bool { bits & 0x100 != 0 }

  static let foreign: UInt64 = 31
  static let consonants = Array("bcdghklmnpqrstvx".utf8)
  static let dWithStroke: UInt64 = 29
  static let lentLetter: UInt64 = 30

  /// Packs small letters without tone: 5 bits each, the first lowest.
  static func packed(_ letters: String) -> UInt64 {
    var word: UInt64 = 0
    for scalar in letters.unicodeScalars.reversed() {
      word = word << 5 | LetterCode(computing: scalar.value).letter
    }
    return word
  }

  init(bits: UInt16) {
    self.bits = bits
  }

  /// Slow and from first principles; `LetterCodes` has the answers ready.
  init(computing scalar: UInt32) {
    guard Self.isLetter(scalar) else {
      bits = 0
      return
    }
    guard let letter = Letter(scalar) else {
      bits = UInt16(Self.foreign) | (lowerCased(scalar) != scalar ? 0x100 : 0)
      return
    }
    bits =
      Self.code(of: letter) | UInt16(letter.tone.rawValue) << 5
      | (letter.isCapital ? 0x100 : 0)
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A: true
    case 0xD7, 0xF7: false
    case 0xC0...0x24F, 0x1E00...0x1EFF: true
    default: false
    }
  }

  private static func code(of letter: Letter) -> UInt16 {
    if letter.vowel != 0 { return letter.vowel }
    if letter.hasStroke { return UInt16(dWithStroke) }
    guard let index = consonants.firstIndex(of: letter.base) else { return UInt16(lentLetter) }
    return UInt16(13 + index)
  }
}

/// The codes of all Latin letters, ready to be looked up.
struct LetterCodes: Sendable {
  private let latin: [UInt16]
  private let extended: [UInt16]

  static let shared = LetterCodes()

  private init() {
    latin = (0..<0x250).map { LetterCode(computing: $0).bits }
    extended = (0x1E00..<0x1F00).map { LetterCode(computing: $0).bits }
  }

  @inline(__always)
  subscript(scalar: UInt32) -> LetterCode {
    if scalar < 0x250 { return LetterCode(bits: latin[Int(scalar)]) }
    if scalar &- 0x1E00 < 0x100 { return LetterCode(bits: extended[Int(scalar &- 0x1E00)]) }
    return LetterCode(bits: 0)
  }
}
