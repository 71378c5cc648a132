package import Documents

/// What is known about some bytes before they are looked at.
package struct SourceFile: Sendable {
  package var key: DocumentKey
  /// A path or URL a person can open.
  package var source: String
  /// Last change in nanoseconds since 1970 UTC.
  package var modified: Int64?
  /// The charset that HTTP or a caller names; weaker than what the bytes say.
  package var declaredCharset: String?

  package init(
    key: DocumentKey, source: String? = nil, modified: Int64? = nil, declaredCharset: String? = nil
  ) {
    self.key = key
    self.source = source ?? key.text
    self.modified = modified
    self.declaredCharset = declaredCharset
  }
}
