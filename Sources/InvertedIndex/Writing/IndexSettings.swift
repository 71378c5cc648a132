/// What an index may hold in memory and when it writes.
package struct IndexSettings: Sendable {
  /// Analyzed documents held before they become a segment, in bytes.
  package var bufferBytes = 64 << 20
  /// A segment smaller than this stays in memory until the next commit.
  package var memorySegmentBytes = 4 << 20
  /// A commit is due when the log has grown to this size: it bounds the time of recovery.
  package var commitLogBytes = 64 << 20
  /// Postings held at once while a segment is written, 12 bytes each.
  package var postingBudget = 8 << 20
  package var merging = MergePolicy()

  package init() {}
}

/// What an index holds, for `status`.
package struct IndexStatistics: Sendable, Equatable {
  /// Documents a search can find.
  package var documents = 0
  /// Deleted documents that are still in segments.
  package var deletedDocuments = 0
  /// Documents applied and not yet searchable.
  package var pendingDocuments = 0
  package var segments = 0
  /// Bytes of all segments, in memory and on disk.
  package var segmentBytes = 0
  /// Bytes of the log that a recovery would read.
  package var logBytes = 0
  /// Words of all documents.
  package var words: UInt64 = 0
  /// The last operation.
  package var sequence: SequenceNumber = 0
  /// Why no more writes are taken, if so.
  package var failure: IndexError?
}
