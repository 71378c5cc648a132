import Vietnamese

/// What the scanner wants to know of a raw word beyond its form.
struct WordTraits: OptionSet {
  let rawValue: UInt32

  /// Not merely one plain word: the rules must look at it.
  static let needsRules = WordTraits(rawValue: 1 << 0)
  /// One word and nothing else, so that it has a form.
  static let isWord = WordTraits(rawValue: 1 << 1)
  /// Capitals between small letters: chủHoạt.
  static let hasCaseBoundary = WordTraits(rawValue: 1 << 2)
  /// Capitals that make a Roman numeral up to 50.
  static let isNumeral = WordTraits(rawValue: 1 << 3)

  /// Signs only, none of which could end a sentence: quotes, dashes.
  static let isBlank = WordTraits(rawValue: 1 << 4)

  /// A scan does not take such an entry for a word.
  static let stopsScan: WordTraits = [.needsRules, .isBlank]

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Looks at the raw bytes of a run of letters, digits and bytes beyond ASCII.
  init(of raw: Span<UInt8>) {
    var traits: WordTraits = .isWord
    var index = 0
    var wasSmall = false
    while index < raw.count {
      let isFirst = index == 0
      let scalar = nextScalar(raw, &index)
      switch ScalarClass(scalar) {
      case .letter:
        let isCapital = isCapital(scalar)
        if isCapital, wasSmall { traits.formUnion([.needsRules, .hasCaseBoundary]) }
        wasSmall = !isCapital
      case .digit: wasSmall = false
      case .ignorable:
        // At the ends it belongs to no word.
        if isFirst {
          self = .needsRules
          return
        }
        if scalar == 0x200B || index == raw.count { traits.insert(.needsRules) }
      case .mark where !isFirst: break
      case .mark, .separator, .ideograph:
        self = Self.isBlank(raw) ? .isBlank : .needsRules
        return
      }
    }
    if romanNumeral(raw) != nil { traits.formUnion([.needsRules, .isNumeral]) }
    self = traits
  }
}

extension WordTraits {
  private static func isBlank(_ raw: Span<UInt8>) -> Bool {
    var index = 0
    while index < raw.count {
      let scalar = nextScalar(raw, &index)
      guard ScalarClass(scalar) == .separator, scalar != 0x2026 else { return false }
    }
    return true
  }
}

/// The value of capitals that form a Roman numeral from 1 to 50, or nil.
func romanNumeral(_ raw: Span<UInt8>) -> Int? {
  guard 1...7 ~= raw.count else { return nil }
  var value = 0
  var previous = 0
  var text: [UInt8] = []
  for index in raw.indices.reversed() {
    let digit: Int
    switch raw[index] {
    case UInt8(ascii: "I"): digit = 1
    case UInt8(ascii: "V"): digit = 5
    case UInt8(ascii: "X"): digit = 10
    case UInt8(ascii: "L"): digit = 50
    default: return nil
    }
    value += digit < previous ? -digit : digit
    previous = max(previous, digit)
    text.append(raw[index])
  }
  guard 1...50 ~= value else { return nil }
  // Written back, so that IIX or VX are no numerals.
  return roman(value) == text.reversed() ? value : nil
}

private func roman(_ value: Int) -> [UInt8] {
  var rest = value
  var text = ""
  for (amount, sign) in [
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
  ] {
    while rest >= amount {
      text += sign
      rest -= amount
    }
  }
  return Array(text.utf8)
}
