/// One occurrence of a word in a text.
///
/// A token points into the text as it is stored, so that a reader sees the document's own
/// spelling; what it is filed under is its `form`.
package struct Token: Sendable, Equatable {
  /// First byte of the token in the analyzed UTF-8 text.
  package var start: UInt32
  /// One past its last byte.
  package var end: UInt32
  /// Counts words from 0; whole forms share the position of their first part.
  package var position: UInt32
  /// The canonical and folded spelling, by number in the analyzer's `FormTable`.
  package var form: FormID
  /// How many positions it covers: 1, and more for whole forms.
  package var span: UInt16
  package var kind: Kind
  /// True for the first word of a sentence: phrases do not reach across.
  package var startsSentence: Bool

  package init(
    start: UInt32, end: UInt32, position: UInt32, form: FormID, span: UInt16 = 1,
    kind: Kind = .word, startsSentence: Bool = false
  ) {
    self.start = start
    self.end = end
    self.position = position
    self.form = form
    self.span = span
    self.kind = kind
    self.startsSentence = startsSentence
  }

  /// Its bytes.
  var range: Range<Int> { Int(start)..<Int(end) }

  package enum Kind: UInt8, Sendable {
    case word
    case number
    /// A token that spans its parts: a document number, a date, a joined name.
    case whole
    /// A Han or Nôm character.
    case ideograph
  }
}

/// The number of a spelling in one analyzer's `FormTable`.
package typealias FormID = UInt32
