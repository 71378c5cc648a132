/// What an index may hold in memory and when it writes.
package struct IndexSettings: Sendable {
  /// Analyzed documents held before they become a segment, in bytes.
  package var bufferBytes: Int
  /// A segment smaller than this stays in memory until the next commit.
  package var memorySegmentBytes: Int
  /// A commit is due when the log has grown to this size: it bounds the time of recovery, and what
  /// segments in memory take.
  package var commitLogBytes: Int
  /// Forms of words that the analyzer knows before it begins anew, about 128 bytes each.
  package var formLimit: Int
  /// Postings held at once while a segment is written, 12 bytes each.
  package var postingBudget: Int
  /// Bytes for the words of documents while a merge looks for a better order of them. A merge of
  /// more is put in order part by part.
  package var graphBytes: Int
  /// Shared by all indexes that are opened with a copy of these settings.
  package var memory: WritingMemory
  package var merging = MergePolicy()

  /// - Parameter memoryBudget: the memory that writing may take in all, in bytes. Files that are
  ///   mapped are not counted: the system takes their pages back when it needs them.
  ///
  /// A sixth is for analyzed documents, and their arrays may be twice that while they grow; the log
  /// of so many is longer than an eighth, so that each commit is one segment. An eighth is for the
  /// words that the analyzer knows.
  /// Making a segment takes a fifth for postings, and a merge the same beside it; small segments
  /// wait for a commit in an eighth. A merge first takes a quarter to find an order of documents, and
  /// gives it back; its tables grow with documents and different words, and merges that would need
  /// more than three eighths for them, by an estimate of about twice what they take, are not made:
  /// there are more segments then. Building 150,000 news takes 98 MB of a budget of 128.
  package init(memoryBudget: Int = Self.defaultMemoryBudget) {
    bufferBytes = memoryBudget / 6
    memorySegmentBytes = memoryBudget / 128
    commitLogBytes = memoryBudget / 8
    formLimit = memoryBudget / 1024
    postingBudget = memoryBudget / 64
    graphBytes = memoryBudget / 4
    merging.maximumTableBytes = memoryBudget / 8 * 3
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
  /// Commits since the index was opened.
  package var commits = WorkRecord()
  /// Merges of segments since the index was opened.
  package var merges = WorkRecord()
  /// Why no more writes are taken, if so.
  package var failure: IndexError?
}

/// How often something that takes long was done, and how long it took.
package struct WorkRecord: Sendable, Equatable {
  package private(set) var count = 0
  /// The time of all.
  package private(set) var total = Duration.zero
  /// The time of the last one.
  package private(set) var last = Duration.zero
  /// When the last one ended; nil when there was none.
  package private(set) var lastEnd: ContinuousClock.Instant?

  /// Takes note of one that ends now.
  mutating func add(since begin: ContinuousClock.Instant) {
    let end = ContinuousClock.now
    count += 1
    last = end - begin
    total += last
    lastEnd = end
  }
}
