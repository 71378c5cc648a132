package import Documents

/// A file that a walk has found.
package struct WalkItem: Sendable, Equatable {
  /// What the file is to the caller.
  package enum Kind: Sendable, Equatable {
    /// One document.
    case file
    /// One JSON document a line (`.ndjson`, `.jsonl`); the caller reads it.
    case ndjson
  }

  package let kind: Kind
  /// The absolute path as text; bytes that are not UTF-8 are percent-escaped.
  package let key: DocumentKey
  /// The absolute path as the file system has it.
  package let path: [UInt8]
  /// What the file system said of it.
  package let stamp: FileStamp
  /// In bytes.
  package var byteCount: Int64 { stamp.byteCount }
  /// Last change in nanoseconds since 1970 UTC.
  package var modified: Int64 { stamp.modified }

  /// The folder the walk started from, and the way down from there, never through a link.
  package let root: [UInt8]
  package let relative: [UInt8]

  init(root: [UInt8], relative: [UInt8], status: FileStatus) throws(IngestError) {
    try self.init(root: root, relative: relative, stamp: status.stamp)
  }

  /// A file that a walk of another process has found.
  package init(root: [UInt8], relative: [UInt8], stamp: FileStamp) throws(IngestError) {
    self.root = root
    self.relative = relative
    path = PathName.join(root, relative)
    do { key = try DocumentKey(PathName.text(path)) } catch { throw .key(error) }
    kind = Self.isLines(relative) ? .ndjson : .file
    self.stamp = stamp
  }

  private static func isLines(_ name: [UInt8]) -> Bool {
    let text = String(decoding: name, as: UTF8.self).lowercased()
    return text.hasSuffix(".ndjson") || text.hasSuffix(".jsonl")
  }
}

/// What a walk meets next.
package enum WalkEvent: Sendable, Equatable {
  case file(WalkItem)
  case problem(IngestProblem)
}
