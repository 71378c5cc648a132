/// A combining mark that belongs to Vietnamese spelling.
enum Mark: Equatable {
  case shape(Letter.Shape)
  case tone(Letter.Tone)
  case stroke

  /// U+0340 and U+0341 are Unicode's doubles of grave and acute; U+0342, a Greek circumflex, is
  /// what some keyboards give for a tilde.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x300, 0x340: self = .tone(.grave)
    case 0x301, 0x341: self = .tone(.acute)
    case 0x302: self = .shape(.circumflex)
    case 0x303, 0x342: self = .tone(.tilde)
    case 0x306: self = .shape(.breve)
    case 0x309: self = .tone(.hook)
    case 0x31B: self = .shape(.horn)
    case 0x323: self = .tone(.dot)
    case 0x335, 0x336: self = .stroke
    default: return nil
    }
  }
}

extension Letter {
  /// Puts a mark into its slot, or answers false: the base cannot bear it or the slot is full.
  mutating func take(_ mark: Mark) -> Bool {
    switch mark {
    case .tone(let new):
      guard tone == .level, vowel != 0 else { return false }
      tone = new
    case .shape(let new):
      guard shape == .none, Self.bears(new, base: base) else { return false }
      shape = new
    case .stroke:
      guard base == UInt8(ascii: "d"), !hasStroke else { return false }
      hasStroke = true
    }
    return true
  }

  private static func bears(_ shape: Shape, base: UInt8) -> Bool {
    switch base {
    case UInt8(ascii: "a"): shape == .circumflex || shape == .breve
    case UInt8(ascii: "e"): shape == .circumflex
    case UInt8(ascii: "o"): shape == .circumflex || shape == .horn
    case UInt8(ascii: "u"): shape == .horn
    default: false
    }
  }
}
