/// The marks of a syllable in one byte.
///
///     bit 0      stroke of đ
///     bits 1–2   shape of the first of the letters a, e, o, u in the nucleus
///     bits 3–4   shape of the second
///     bits 5–7   tone
///
/// Shapes are 0 none, 1 circumflex, 2 breve, 3 horn; tones 0 level, 1 grave, 2 acute, 3 hook,
/// 4 tilde, 5 dot. No word of the dictionary has a mark on a third letter. Together with the
/// folded form a mark byte tells the canonical form.
package struct MarkByte: Equatable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Words that are no skeleton of a syllable, or have marks that do not fit: compare those with
  /// `matchClass`.
  package static let escape = MarkByte(rawValue: 0xFF)

  /// The marks of a canonical key (UTF-8).
  package init(of canonical: Span<UInt8>) {
    guard let letters = letters(of: canonical), isSkeleton(letters.span),
      let value = Self.pack(letters)
    else {
      self = .escape
      return
    }
    rawValue = value
  }

  /// The match class of two words with equal folded forms, neither of them `escape`.
  package static func matchClass(query: MarkByte, document: MarkByte) -> MatchClass {
    if query == document { return .exact }
    for mask: UInt8 in [0b1, 0b110, 0b11000, 0b1110_0000] {
      let asked = query.rawValue & mask
      if asked != 0, asked != document.rawValue & mask { return .foldedOnly }
    }
    return .wider
  }

  private static func pack(_ letters: [Letter]) -> UInt8? {
    var value: UInt8 = 0
    var tone = Letter.Tone.level
    var slot: UInt8 = 0
    let onset = onsetCount(letters.span)
    for (index, letter) in letters.enumerated() {
      if letter.tone != .level {
        guard tone == .level else { return nil }
        tone = letter.tone
      }
      if letter.hasStroke {
        guard index == 0 else { return nil }
        value |= 1
      }
      guard index >= onset, Self.hasSlot(letter.base) else { continue }
      if slot < 2 {
        value |= letter.shape.rawValue << (1 + 2 * slot)
      } else if letter.shape != .none {
        return nil
      }
      slot += 1
    }
    return value | tone.rawValue << 5
  }

  private static func hasSlot(_ base: UInt8) -> Bool {
    switch base {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
    default: false
    }
  }
}

/// The letters of a canonical key, or nil where one is not of our alphabet.
func letters(of canonical: Span<UInt8>) -> [Letter]? {
  var letters: [Letter] = []
  var index = 0
  while index < canonical.count {
    guard let letter = Letter(nextScalar(canonical, &index)) else { return nil }
    letters.append(letter)
  }
  return letters
}

/// True where a canonical key without its marks looks like a syllable: `viet`, `thưong`, `hoà`.
package func looksLikeSyllable(_ canonical: Span<UInt8>) -> Bool {
  // No onset and rime are longer.
  var letters = InlineArray<12, Letter>(repeating: Letter(base: 0))
  var count = 0
  var index = 0
  while index < canonical.count {
    guard count < letters.count, let letter = Letter(nextScalar(canonical, &index)) else {
      return false
    }
    letters[count] = letter
    count += 1
  }
  return isSkeleton(letters.span.extracting(..<count))
}
