import Vietnamese

extension WordTraits {
  /// Looks at the raw bytes of a run of ASCII letters and bytes beyond ASCII.
  init(of raw: Span<UInt8>) {
    var traits: WordTraits = []
    var index = 0
    var isFirst = true
    while index < raw.count {
      let scalar = nextScalar(raw, &index)
      switch ScalarClass(scalar) {
      case .letter, .digit: break
      case .ignorable: if scalar == 0x200B { traits.insert(.needsRules) }
      case .mark: if isFirst { traits.insert(.needsRules) }
      case .separator, .ideograph: traits.insert(.needsRules)
      }
      isFirst = false
    }
    self = traits
  }
}
