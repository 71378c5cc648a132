package import Documents

/// A change a caller asks for.
package enum Operation: Sendable {
  /// Adds a document, or replaces the one that has its key.
  case put(Document)
  case delete(DocumentKey)
}

/// What an operation did.
package enum Outcome: Sendable, Equatable {
  case created
  case updated
  /// The document was already there with the same content; nothing was written.
  case unchanged
  case deleted
  /// There was nothing to delete.
  case notFound
  /// The document breaks a limit; the other operations went on.
  case rejected(IndexError)
}
