import Vietnamese

/// What the scanner wants to know of a raw word beyond its form.
struct WordTraits: OptionSet {
  let rawValue: UInt32

  /// Not merely one plain word: the rules must look at it.
  static let needsRules = WordTraits(rawValue: 1 << 0)
  /// One word and nothing else, so that it has a form.
  static let isWord = WordTraits(rawValue: 1 << 1)
  /// A capital behind a small letter: chủHoạt. May be two words, or a name like YouTube.
  static let hasCaseBoundary = WordTraits(rawValue: 1 << 2)
  /// Capitals that make a Roman numeral up to 50.
  static let isNumeral = WordTraits(rawValue: 1 << 3)

  /// Signs only, none of which could end a sentence: quotes, dashes.
  static let isBlank = WordTraits(rawValue: 1 << 4)

  /// A zero-width space inside, which may part two words.
  static let hasZeroWidthSpace = WordTraits(rawValue: 1 << 5)

  /// A dot behind it ends no sentence.
  static let isAbbreviation = WordTraits(rawValue: 1 << 6)

  /// A number behind it may be a day, a month or a quarter.
  static let beforeDate = WordTraits(rawValue: 1 << 7)

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
        if isCapital, wasSmall { traits.insert(.hasCaseBoundary) }
        wasSmall = !isCapital
      case .digit: wasSmall = false
      case .ignorable:
        // At the ends it belongs to no word.
        if isFirst {
          self = .needsRules
          return
        }
        if index == raw.count { traits.insert(.needsRules) }
        if scalar == 0x200B { traits.formUnion([.needsRules, .hasZeroWidthSpace]) }
      case .mark where !isFirst: break
      case .mark, .separator, .ideograph:
        self = Self.isBlank(raw) ? .isBlank : .needsRules
        return
      }
    }
    if romanNumeral(raw) != nil { traits.formUnion([.needsRules, .isNumeral]) }
    if Analysis.isAbbreviation(raw, endingAt: raw.count) { traits.insert(.isAbbreviation) }
    self = traits
  }
}

extension WordTraits {
  private static func isBlank(_ raw: Span<UInt8>) -> Bool {
    var index = 0
    while index < raw.count {
      let scalar = nextScalar(raw, &index)
      guard case .separator = ScalarClass(scalar), scalar != 0x2026, vulgarFraction(scalar) == nil
      else { return false }
    }
    return true
  }
}

/// The value of capitals that form a Roman numeral from 1 to 50, or nil.
func romanNumeral(_ raw: Span<UInt8>) -> Int? {
  guard 1...7 ~= raw.count else { return nil }
  var index = 0
  var value = romanDigit(raw, &index, one: "X", five: "L", ten: "C") * 10
  value += romanDigit(raw, &index, one: "I", five: "V", ten: "X")
  return index == raw.count && 1...50 ~= value ? value : nil
}

/// One decimal digit of a Roman numeral: nothing, one to three ones, four, five to eight, nine.
private func romanDigit(
  _ raw: Span<UInt8>, _ index: inout Int, one: Unicode.Scalar, five: Unicode.Scalar,
  ten: Unicode.Scalar
) -> Int {
  let first = index < raw.count ? raw[index] : 0
  let second = index + 1 < raw.count ? raw[index + 1] : 0
  if first == UInt8(ascii: one), second == UInt8(ascii: five) || second == UInt8(ascii: ten) {
    index += 2
    return second == UInt8(ascii: five) ? 4 : 9
  }
  var value = 0
  if first == UInt8(ascii: five) {
    value = 5
    index += 1
  }
  let ones = index
  while index < raw.count, index < ones + 3, raw[index] == UInt8(ascii: one) {
    value += 1
    index += 1
  }
  return value
}
