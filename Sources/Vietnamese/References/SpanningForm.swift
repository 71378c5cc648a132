/// What was written in several parts and is one thing: a date, a document number, a phone number.
package struct SpanningForm: Sendable, Equatable {
  /// Byte range in the text it was found in.
  package var range: Range<Int>
  package var canonical: [UInt8]
  package var folded: [UInt8]

  package init(range: Range<Int>, canonical: [UInt8], folded: [UInt8]) {
    self.range = range
    self.canonical = canonical
    self.folded = folded
  }

  /// A form without marks.
  package init(range: Range<Int>, plain: [UInt8]) {
    self.init(range: range, canonical: plain, folded: plain)
  }

  /// A form whose folded key follows from its canonical key.
  package init(range: Range<Int>, canonical: [UInt8]) {
    self.init(
      range: range, canonical: canonical, folded: Vietnamese.folded(canonical.span))
  }
}
