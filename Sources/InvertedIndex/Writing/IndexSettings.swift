/// What an index may hold in memory and when it writes.
package struct IndexSettings: Sendable {
  /// Analyzed documents held before they become a segment, in bytes.
  package var bufferBytes: Int
  /// A segment smaller than this stays in memory until the next commit.
  package var memorySegmentBytes: Int
  /// A commit is due when the log has grown to this size: it bounds the time of recovery, and what
  /// segments in memory take.
  package var commitLogBytes: Int
  /// Postings held at once while a segment is written, 12 bytes each.
  package var postingBudget: Int
  /// Shared by all indexes that are opened with a copy of these settings.
  package var memory: WritingMemory
  package var merging = MergePolicy()

  /// - Parameter memoryBudget: about the memory that writing may take in all, in bytes.
  ///
  /// A sixth is for analyzed documents, and their arrays may be twice that while they grow; the log
  /// of so many is longer than an eighth, so that each commit is one segment.
  /// Making a segment takes a fifth for postings, and a merge the same beside it; small segments
  /// wait for a commit in the rest. Tables that grow with the number of different terms and pairs
  /// come on top: some 20 bytes a pair and 100 a term of the segment that is being made.
  package init(memoryBudget: Int = Self.defaultMemoryBudget) {
    bufferBytes = memoryBudget / 6
    memorySegmentBytes = memoryBudget / 128
    commitLogBytes = memoryBudget / 8
    postingBudget = memoryBudget / 64
    memory = WritingMemory(limit: memoryBudget / 6)
  }

  package static let defaultMemoryBudget = 512 << 20
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
