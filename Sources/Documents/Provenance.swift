/// Where a document was read from, and how its bytes were understood.
package struct Provenance: Sendable, Equatable {
  /// A path or URL that a person can open; empty when a caller sent the document itself.
  package var source: String
  /// Last change of the source, in nanoseconds since 1970 UTC.
  package var modified: Int64?
  /// Size of the source in bytes.
  package var byteCount: Int64?
  /// `text/plain`, `text/html`, …; empty when unknown.
  package var mediaType: String
  /// The charset the bytes were read in: `utf-8`, `tcvn3`, `vni`, …; empty when there were none.
  package var charset: String
  /// From 0 to 1: how sure the charset is.
  package var charsetConfidence: Double

  package init(
    source: String = "", modified: Int64? = nil, byteCount: Int64? = nil,
    mediaType: String = "", charset: String = "", charsetConfidence: Double = 1
  ) {
    self.source = source
    self.modified = modified
    self.byteCount = byteCount
    self.mediaType = mediaType
    self.charset = charset
    self.charsetConfidence = charsetConfidence
  }
}
