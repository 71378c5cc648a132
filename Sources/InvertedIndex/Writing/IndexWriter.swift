import Documents

/// The write side of an index: the log, the documents in memory, the segments and the last commit.
///
/// Not thread-safe: `Index` holds it behind a lock. Nothing here waits for a disk but appends to
/// the log and segments that have grown past the buffer.
final class IndexWriter {
  let directory: any Directory
  let settings: IndexSettings
  var log: WriteAheadLog
  var views: [Snapshot.View]
  /// Segments that are not on disk yet, by id.
  var memorySegments: [UInt64: FileBytes] = [:]
  /// The last commit.
  var manifest: Manifest
  /// The last commit that was begun: its number is used up even if it failed.
  var lastGeneration: UInt64
  /// Files of commits that failed half-way and may still turn out to be the current one.
  var uncertainFiles: Set<String> = []
  /// The first log that the next recovery reads.
  var firstLog: UInt64
  var sequence: SequenceNumber
  var failure: IndexError?
  var builder: SegmentBuilder
  var nextSegment: UInt64
  var snapshotGeneration: UInt64 = 0
  var closedLogBytes = 0
  var commits = WorkRecord()
  var merges = WorkRecord()
  /// Bytes that `settings.memory` counts for this index.
  var accounted = 0

  /// Opens the last commit and replays the log.
  init(directory: any Directory, settings: IndexSettings) throws(IndexError) {
    self.directory = directory
    self.settings = settings
    let names = try directory.list()
    manifest = try Manifest.current(in: directory, names: names) ?? Manifest()
    lastGeneration = names.compactMap { name in
      name.hasPrefix("manifest-") ? UInt64(name.dropFirst(9)) : nil
    }.reduce(manifest.generation, max)
    let firstLog = manifest.firstLog
    self.firstLog = firstLog
    sequence = manifest.covered
    nextSegment = manifest.nextSegment
    var views: [Snapshot.View] = []
    for entry in manifest.entries { views.append(try Self.open(entry, in: directory)) }
    self.views = views
    let largest = views.max { $0.segment.documentCount < $1.segment.documentCount }
    builder = SegmentBuilder(
      dictionary: largest?.segment.stored.dictionaries.first, formLimit: settings.formLimit)
    let logs = names.compactMap { LogRecord.number(ofFile: $0) }.filter { $0 >= firstLog }.sorted()
    log = try WriteAheadLog(
      number: max(firstLog, (logs.last ?? firstLog - 1) + 1), after: 0, in: directory)
    try replay(logs)
    // The log was begun before the last sequence number was known.
    log.resume(after: sequence)
    try removeUnusedFiles()
  }

  deinit { settings.memory.add(-accounted) }

  /// What is searchable now.
  func makeSnapshot() -> Snapshot {
    snapshotGeneration += 1
    return Snapshot(segments: views, generation: snapshotGeneration)
  }

  /// Throws when writing has ended.
  func requireWritable() throws(IndexError) {
    if let failure { throw failure }
  }

  /// Ends writing until the index is opened again.
  func fail(_ error: IndexError) {
    if failure == nil { failure = .readOnly(reason: error.description) }
  }

  func statistics() -> IndexStatistics {
    var result = IndexStatistics()
    result.documents = views.reduce(0) { $0 + $1.live.liveCount }
    result.deletedDocuments = views.reduce(0) { $0 + $1.live.deletedCount }
    result.pendingDocuments = builder.live.liveCount
    result.segments = views.count
    result.segmentBytes = views.reduce(0) { $0 + $1.segment.byteCount }
    result.logBytes = closedLogBytes + log.byteCount
    result.words = views.reduce(0) { $0 + $1.segment.totals.all }
    result.sequence = sequence
    result.commits = commits
    result.merges = merges
    result.failure = failure
    return result
  }
}

// MARK: - Opening

extension IndexWriter {
  private static func open(
    _ entry: Manifest.Entry, in directory: any Directory
  ) throws(IndexError) -> Snapshot.View {
    let segment = try Segment(try directory.open(SegmentLayout.fileName(entry.id)))
    guard segment.id == entry.id, segment.documentCount == Int(entry.documentCount) else {
      throw .damaged(
        file: SegmentLayout.fileName(entry.id), offset: 0,
        reason: "it is not the segment that the manifest names")
    }
    guard entry.liveGeneration > 0 else {
      return Snapshot.View(segment: segment, live: LiveDocuments(count: segment.documentCount))
    }
    let name = LiveDocuments.fileName(segment: entry.id, generation: entry.liveGeneration)
    let live = try LiveDocuments(
      decoding: try directory.open(name), count: segment.documentCount)
    return Snapshot.View(segment: segment, live: live)
  }

  private func replay(_ numbers: [UInt64]) throws(IndexError) {
    if manifest.generation > 0, numbers.first != firstLog {
      throw .damaged(
        file: LogRecord.fileName(firstLog), offset: 0,
        reason: "the log is missing that goes with \(Manifest.fileName(manifest.generation))")
    }
    for (offset, number) in numbers.enumerated() {
      guard number == firstLog + UInt64(offset) else {
        throw .damaged(
          file: LogRecord.fileName(firstLog + UInt64(offset)), offset: 0,
          reason: "the log is missing between two others")
      }
      let name = LogRecord.fileName(number)
      let file = try directory.open(name)
      closedLogBytes += file.count
      try LogReplay.read(file, number: number, after: manifest.covered) {
        entry throws(IndexError) in
        guard entry.sequence == sequence + 1 else {
          throw .damaged(
            file: name, offset: 0,
            reason: "operation \(sequence + 1) is missing before operation \(entry.sequence)")
        }
        switch entry.operation {
        case .put(let document): _ = try put(document, logged: false)
        case .delete(let key): _ = try delete(key, logged: false)
        }
        // Whatever the operation did, its number is used up.
        sequence = entry.sequence
      }
    }
  }
}
