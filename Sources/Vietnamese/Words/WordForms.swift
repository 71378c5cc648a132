/// The two keys of a word.
package struct WordForms: Sendable, Equatable {
  /// Lower case, composed, tone mark where the grammar puts it: `Hòa` and `HOÀ` are `hoà`.
  package var canonical: [UInt8]
  /// The canonical key without marks: `hoa`.
  package var folded: [UInt8]
  /// True for syllables of the Vietnamese grammar.
  package var isSyllable: Bool

  package init(canonical: [UInt8], folded: [UInt8], isSyllable: Bool) {
    self.canonical = canonical
    self.folded = folded
    self.isSyllable = isSyllable
  }
}

/// Canonical and folded key of one word, in any spelling and normal form.
///
/// Foreign words are only lower-cased and composed. For many words keep a `WordNormalizer`.
package func wordForms(of word: Span<UInt8>) -> WordForms {
  var normalizer = WordNormalizer()
  normalizer.normalize(word)
  return WordForms(
    canonical: normalizer.canonical, folded: normalizer.folded,
    isSyllable: normalizer.isSyllable)
}

/// Canonical and folded key of one word, for tests and tools.
package func wordForms(of word: String) -> WordForms {
  wordForms(of: Array(word.utf8).span)
}

/// The longest key in bytes; what is longer is cut before a scalar, in texts and queries alike.
package let longestKey = 255
