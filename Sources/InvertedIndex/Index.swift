package import Documents
import Synchronization

/// One index: the documents of one collection, in one directory.
///
/// Thread-safe. Searches run on snapshots and never wait; writes take turns; `commit` and merges
/// do their long work outside of the locks.
///
/// An operation is *applied* when `apply` returns, *durable* when a later `sync` returns, and
/// *searchable* when a later `refresh` returns.
///
/// Locks are taken in this order: maintenance, durable, writer, published.
package final class Index: Sendable {
  /// One commit or merge at a time.
  let maintenance = Mutex<Void>(())
  /// The last operation known to be on disk.
  private let durable: Mutex<SequenceNumber>
  let writer: Mutex<IndexWriter>
  private let published: Mutex<Snapshot>
  let directory: any Directory
  let settings: IndexSettings

  /// Opens the index in a directory, or begins one. Replays what the last commit does not hold.
  /// - Throws: `IndexError.damaged`, `.version` or `.io`; files that were there stay as they are.
  package static func open(
    in directory: any Directory, settings: IndexSettings = IndexSettings()
  ) throws(IndexError) -> Index {
    let writer = try IndexWriter(directory: directory, settings: settings)
    try writer.flush()
    let snapshot = writer.makeSnapshot()
    let sequence = writer.sequence
    return Index(
      writer: Mutex(writer), snapshot: snapshot, sequence: sequence, directory: directory,
      settings: settings)
  }

  private init(
    writer: consuming sending Mutex<IndexWriter>, snapshot: Snapshot, sequence: SequenceNumber,
    directory: any Directory, settings: IndexSettings
  ) {
    self.writer = writer
    durable = Mutex(sequence)
    published = Mutex(snapshot)
    self.directory = directory
    self.settings = settings
  }

  /// What is searchable now.
  package func snapshot() -> Snapshot { published.withLock { $0 } }

  package var statistics: IndexStatistics { writer.withLock { $0.statistics() } }

  /// The searchable document of a key.
  package func document(for key: DocumentKey) throws(IndexError) -> Document? {
    try snapshot().document(for: key)
  }

  /// Logs and applies operations in order; neither durable nor searchable yet.
  ///
  /// An operation that breaks a limit is `rejected` and the others go on.
  /// - Throws: what kept the log from taking them; those before the failure were applied.
  package func apply(_ operations: [Operation]) throws(IndexError) -> [Outcome] {
    try writer.withLock { writer throws(IndexError) in
      try writer.requireWritable()
      var outcomes: [Outcome] = []
      outcomes.reserveCapacity(operations.count)
      for operation in operations { outcomes.append(try writer.apply(operation)) }
      return outcomes
    }
  }

  /// Makes everything applied so far survive a loss of power.
  ///
  /// Calls that come together share one sync of the disk. After a failure nothing more is
  /// written until the index is opened again: the disk may have kept any part of it.
  package func sync() throws(IndexError) {
    try durable.withLock { durable throws(IndexError) in
      try syncHoldingLock(&durable)
    }
  }

  /// Makes everything applied so far searchable.
  package func refresh() throws(IndexError) {
    try writer.withLock { writer throws(IndexError) in
      try writer.flush()
      publish(writer)
    }
  }

  /// Writes everything applied so far as a commit, so that the log starts afresh.
  package func commit() throws(IndexError) {
    try maintenance.withLock { _ throws(IndexError) in try commitHoldingLock() }
  }

  /// Does one piece of background work: a commit that is due, or a merge.
  ///
  /// Returns true when it did something, and may be called again at once.
  /// Does nothing while another commit or merge is at work: whoever calls it has more to do than
  /// to wait for that.
  /// - Parameter merges: false for a commit only, if one is due.
  package func maintain(merging merges: Bool = true) throws(IndexError) -> Bool {
    let result = maintenance.withLockIfAvailable { _ -> Result<Bool, IndexError> in
      do throws(IndexError) { return .success(try maintainHoldingLock(merges)) } catch {
        return .failure(error)
      }
    }
    return try result?.get() ?? false
  }

  /// Merges segments until at most `count` of those there are now remain, as far as memory allows,
  /// and leaves out what was deleted; then commits. Writes and searches go on meanwhile.
  ///
  /// Costs about what indexing the merged segments costs, and their size on the disk until it is
  /// done.
  ///
  /// - Parameters:
  ///   - progress: called with the groups of segments that are merged, and their number.
  ///   - goesOn: asked before each group; false leaves the rest as it is.
  package func optimize(
    toAtMost count: Int = 1, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    while goesOn: () -> Bool = { true }
  ) throws(IndexError) {
    try maintenance.withLock { _ throws(IndexError) in
      try commitHoldingLock()
      let groups = writer.withLock { $0.chooseOptimization(toAtMost: count) }
      for (done, ids) in groups.enumerated() {
        guard goesOn() else { break }
        progress(done, groups.count)
        let chosen = try writer.withLock { writer throws(IndexError) in
          try writer.requireWritable()
          return (
            views: writer.views.filter { ids.contains($0.segment.id) },
            id: writer.takeSegmentID()
          )
        }
        try merge(
          chosen.views, as: chosen.id,
          reorderedFrom: min(Self.optimizedDocuments, settings.merging.reorderedDocuments))
      }
      try commitHoldingLock()
    }
  }

  /// An optimization looks for a better order of so many documents or more: they are to stay.
  private static let optimizedDocuments = 4 << 10

  /// Commits and ends writing. Snapshots stay readable.
  package func close() throws(IndexError) {
    try commit()
    writer.withLock { writer in
      writer.log.close()
      writer.fail(.closed)
    }
  }
}

extension Index {
  private func publish(_ writer: IndexWriter) {
    let snapshot = writer.makeSnapshot()
    published.withLock { $0 = snapshot }
  }

  private func syncHoldingLock(_ durable: inout SequenceNumber) throws(IndexError) {
    let sealed = try writer.withLock { writer throws(IndexError) in
      try writer.requireWritable()
      return try writer.seal()
    }
    guard sealed.sequence > durable else { return }
    do throws(IndexError) {
      try sealed.file.sync()
    } catch {
      writer.withLock { $0.fail(error) }
      throw error
    }
    durable = sealed.sequence
  }

  func commitHoldingLock() throws(IndexError) {
    let begin = ContinuousClock.now
    // Both locks: between the sync and the new log no operation may slip in.
    let plan = try durable.withLock { durable throws(IndexError) in
      try syncHoldingLock(&durable)
      return try writer.withLock { writer throws(IndexError) in
        try writer.requireWritable()
        let sealed = try writer.seal()
        if sealed.sequence > durable {
          do throws(IndexError) { try sealed.file.sync() } catch {
            writer.fail(error)
            throw error
          }
          durable = sealed.sequence
        }
        let plan = try writer.beginCommit()
        publish(writer)
        return plan
      }
    }
    guard let plan else { return }
    do throws(IndexError) {
      for (id, bytes) in plan.memorySegments {
        try Manifest.write(bytes, as: SegmentLayout.fileName(id), in: directory)
      }
      for (name, bytes) in plan.liveFiles { try Manifest.write(bytes, as: name, in: directory) }
      try plan.manifest.publish(in: directory)
    } catch {
      writer.withLock { $0.abandon(plan) }
      throw error
    }
    try writer.withLock { writer throws(IndexError) in
      try writer.finishCommit(plan)
      writer.commits.add(since: begin)
      publish(writer)
    }
  }

  private func maintainHoldingLock(_ merges: Bool) throws(IndexError) -> Bool {
    let statistics = writer.withLock { $0.statistics() }
    if statistics.logBytes >= settings.commitLogBytes {
      try commitHoldingLock()
      return true
    }
    return merges ? try mergeHoldingLock() : false
  }

  private func mergeHoldingLock() throws(IndexError) -> Bool {
    let chosen = try writer.withLock { writer throws(IndexError) in
      try writer.requireWritable()
      return writer.chooseMerge().map { (views: $0, id: writer.takeSegmentID()) }
    }
    guard let chosen else { return false }
    try merge(
      chosen.views, as: chosen.id, reorderedFrom: settings.merging.reorderedDocuments)
    return true
  }

  private func merge(
    _ views: [Snapshot.View], as id: UInt64, reorderedFrom documents: Int
  ) throws(IndexError) {
    let begin = ContinuousClock.now
    let isReordered = views.reduce(0) { $0 + $1.live.liveCount } >= documents
    let source = try MergeSource(
      views, reorderedWithin: isReordered ? settings.graphBytes : nil)
    var merged: (segment: Segment, bytes: FileBytes?)?
    if source.documentCount > 0 {
      let size = views.reduce(0) { $0 + $1.segment.byteCount }
      merged = try IndexWriter.write(
        source, inMemory: size < settings.memorySegmentBytes, id: id,
        directory: directory, settings: settings)
    }
    writer.withLock { writer in
      writer.replace(views, by: source, merged?.segment, bytes: merged?.bytes)
      writer.merges.add(since: begin)
      publish(writer)
    }
  }
}
