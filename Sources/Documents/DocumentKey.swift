/// The caller's own name for a document: a path, a URL, a database id.
package struct DocumentKey: Sendable, Hashable, CustomStringConvertible {
  /// Longest key, in UTF-8 bytes. Long enough for any path on Linux (`PATH_MAX`).
  package static let maximumByteCount = 4096

  package let text: String

  /// - Throws: `DocumentError.emptyKey` or `DocumentError.keyTooLong`.
  package init(_ text: String) throws(DocumentError) {
    guard !text.isEmpty else { throw .emptyKey }
    guard text.utf8.count <= Self.maximumByteCount else { throw .keyTooLong(text.utf8.count) }
    self.text = text
  }

  package var description: String { text }
}

/// What can be wrong with a document before it is read any further.
package enum DocumentError: Error, Equatable, CustomStringConvertible {
  case emptyKey
  case keyTooLong(Int)

  package var description: String {
    switch self {
    case .emptyKey:
      "the document has an empty id: give each document an id of its own"
    case .keyTooLong(let count):
      "the document's id has \(count) bytes, the limit is \(DocumentKey.maximumByteCount):"
        + " use a shorter id"
    }
  }
}
