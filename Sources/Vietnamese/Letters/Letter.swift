/// One letter of a word as Vietnamese spelling sees it: a base letter and its marks.
///
/// ASCII letters stand for themselves in lower case, so a digit or a sign is a letter without
/// marks too. Letters of other alphabets have no `Letter`.
package struct Letter: Equatable, Sendable {
  /// base 7 bits, shape 2, stroke 1, tone 3, capital 1
  var bits: UInt16

  init(bits: UInt16) {
    self.bits = bits
  }

  init(base: UInt8, shape: Shape = .none, stroke: Bool = false, tone: Tone = .level) {
    bits =
      UInt16(base) | UInt16(shape.rawValue) << 7 | (stroke ? Self.strokeBit : 0)
      | UInt16(tone.rawValue) << 10
  }

  /// The letter of an ASCII byte.
  init(ascii byte: UInt8) {
    let isCapital = byte &- 0x41 < 26
    bits = UInt16(isCapital ? byte | 0x20 : byte) | (isCapital ? Self.capitalBit : 0)
  }

  /// The letter of a scalar, or nil where it is not in the Vietnamese alphabet (f j w z are let in).
  package init?(_ scalar: UInt32) {
    switch scalar {
    case 0..<0x80:
      self.init(ascii: UInt8(truncatingIfNeeded: scalar))
    case 0xC0...0x1B0:
      self.init(bits: latinLetters[Int(scalar - 0xC0)])
    case 0x1EA0...0x1EF9:
      self.init(bits: extendedLetters[Int(scalar - 0x1EA0)])
    default:
      return nil
    }
    if bits == 0 && scalar != 0 { return nil }
  }

  package enum Shape: UInt8, Sendable {
    case none, circumflex, breve, horn
  }

  package enum Tone: UInt8, Sendable {
    /// ngang, huyền, sắc, hỏi, ngã, nặng
    case level, grave, acute, hook, tilde, dot
  }

  private static let strokeBit: UInt16 = 1 << 9
  private static let capitalBit: UInt16 = 1 << 13

  /// The ASCII letter under the marks, in lower case.
  package var base: UInt8 { UInt8(truncatingIfNeeded: bits & 0x7F) }

  package var shape: Shape {
    get { Shape(rawValue: UInt8(truncatingIfNeeded: bits >> 7 & 3)) ?? .none }
    set { bits = bits & ~(3 << 7) | UInt16(newValue.rawValue) << 7 }
  }

  package var tone: Tone {
    get { Tone(rawValue: UInt8(truncatingIfNeeded: bits >> 10 & 7)) ?? .level }
    set { bits = bits & ~(7 << 10) | UInt16(newValue.rawValue) << 10 }
  }

  /// The bar of đ.
  package var hasStroke: Bool {
    get { bits & Self.strokeBit != 0 }
    set { bits = newValue ? bits | Self.strokeBit : bits & ~Self.strokeBit }
  }

  package var isCapital: Bool { bits & Self.capitalBit != 0 }

  /// 1...12 for a ă â e ê i o ô ơ u ư y, 0 for what is no vowel; the tone does not count.
  var vowel: UInt16 {
    // A nibble for each shape: none, circumflex, breve, horn.
    let shape = bits >> 7 & 3
    switch base {
    case UInt8(ascii: "a"): return 0x0231 >> (4 * shape) & 0xF
    case UInt8(ascii: "e"): return shape == 0 ? 4 : 5
    case UInt8(ascii: "i"): return 6
    case UInt8(ascii: "o"): return 0x9087 >> (4 * shape) & 0xF
    case UInt8(ascii: "u"): return shape == 0 ? 10 : 11
    case UInt8(ascii: "y"): return 12
    default: return 0
    }
  }

  package var isVowel: Bool { vowel != 0 }

  /// The small precomposed scalar of the letter.
  package var scalar: UInt32 {
    let vowel = vowel
    if vowel != 0 { return UInt32(composedVowels[Int(vowel - 1) * 6 + Int(tone.rawValue)]) }
    return hasStroke ? 0x111 : UInt32(base)
  }
}
