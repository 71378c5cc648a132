/// Words with their marks, as an unaccented text may have been meant.
package struct Reading: Sendable, Equatable {
  /// Canonical keys, one for each word of the text.
  package var words: [[UInt8]]
  /// Among all readings of the text; those of several readings add up to at most 1.
  package var probability: Double
}

/// One word as it may have been meant, whatever its neighbours are.
package struct WordReading: Sendable, Equatable {
  /// The canonical key.
  package var canonical: [UInt8]
  /// Among all readings of the word in its place; they add up to 1.
  package var probability: Double
}

/// Where a text that is read begins and ends.
package enum ReadingEdges: Sendable {
  /// Anywhere in a sentence, as a query does.
  case open
  /// Where a sentence does.
  case sentence
}
