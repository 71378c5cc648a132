package import Documents

/// What is known about some bytes before they are looked at.
package struct SourceFile: Sendable {
  package var key: DocumentKey
  /// A path or URL a person can open.
  package var source: String
  /// What the bytes are called; its ending tells Markdown from plain text.
  package var name: String
  /// Last change in nanoseconds since 1970 UTC.
  package var modified: Int64?
  /// The charset that HTTP or a caller names; weaker than what the bytes say.
  package var declaredCharset: String?

  package init(
    key: DocumentKey, source: String? = nil, modified: Int64? = nil, declaredCharset: String? = nil
  ) {
    self.key = key
    self.source = source ?? key.text
    name = self.source
    self.modified = modified
    self.declaredCharset = declaredCharset
  }

  /// A file packed in this one; its time is that of the container where it has none.
  func part(_ name: String, modified: Int64? = nil) throws(DocumentError) -> SourceFile {
    let path = source + "!/" + name
    var part = SourceFile(
      key: try DocumentKey(key.text + "!/" + name), source: path,
      modified: modified ?? self.modified)
    part.name = name
    return part
  }
}
