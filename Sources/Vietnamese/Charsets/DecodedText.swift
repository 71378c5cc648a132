/// Bytes made into text, and what had to be done for it.
package struct DecodedText: Sendable, Equatable {
  /// Valid text without a byte order mark and without U+0000.
  package var text: String
  /// The charset the bytes were read in.
  package var charset: Charset
  /// Where `charset` is UTF-8: that of the lines that were not.
  package var otherCharset: Charset?
  /// From 0 to 1: how sure the charset is; 1 for a mark or strict UTF-8.
  package var confidence: Double
  package var evidence: Evidence
  /// Bytes that were no code of the charset and became U+FFFD.
  package var replacedByteCount: Int
  /// Codes of U+0000 that were left out.
  package var nulCount: Int
  package var repair: Repair

  package init(
    text: String, charset: Charset, otherCharset: Charset? = nil, confidence: Double = 1,
    evidence: Evidence,
    replacedByteCount: Int = 0, nulCount: Int = 0, repair: Repair = .none
  ) {
    self.text = text
    self.charset = charset
    self.otherCharset = otherCharset
    self.confidence = confidence
    self.evidence = evidence
    self.replacedByteCount = replacedByteCount
    self.nulCount = nulCount
    self.repair = repair
  }

  /// What the charset was told by.
  package enum Evidence: String, Sendable {
    case byteOrderMark
    /// Strict UTF-8, or ASCII.
    case valid
    /// The pattern of zero bytes of UTF-16, or what the bytes spell.
    case detected
    /// The label a caller gave, where the bytes did not speak against it.
    case declared
    /// Nothing fits well: read as windows-1252, better looked at by a person.
    case fallback
  }
}

/// What `repair(_:)` did to a text.
package struct Repair: Sendable, Equatable {
  /// Words of UTF-8 that had been read as windows-1252, once or more.
  package var mojibakeWords = 0
  /// Letters of these that had lost a byte and were found again by the syllable they make.
  package var restoredLetters = 0
  /// The charset of legacy text that had been stored as if it were windows-1252.
  package var legacy: Charset?
  /// Letters written as character references: `&#7879;`.
  package var references = 0

  package init() {}

  package static let none = Repair()
}
