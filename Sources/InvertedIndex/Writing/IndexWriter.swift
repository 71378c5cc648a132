import Documents

/// The write side of an index: the log, the documents in memory, the segments and the last commit.
///
/// Not thread-safe: `Index` holds it behind a lock. Nothing here waits for a disk but appends to
/// the log and segments that have grown past the buffer.
final class IndexWriter {
  let directory: any Directory
  let settings: IndexSettings
  private(set) var log: WriteAheadLog
  private(set) var views: [Snapshot.View]
  /// Segments that are not on disk yet, by id.
  private(set) var memorySegments: [UInt64: [UInt8]] = [:]
  /// The last commit.
  private(set) var manifest: Manifest
  /// The last commit that was begun: its number is used up even if it failed.
  private var lastGeneration: UInt64
  /// Files of commits that failed half-way and may still turn out to be the current one.
  private var uncertainFiles: Set<String> = []
  /// The first log that the next recovery reads.
  private(set) var firstLog: UInt64
  private(set) var sequence: SequenceNumber
  private(set) var failure: IndexError?
  private var builder = SegmentBuilder()
  private var nextSegment: UInt64
  private var snapshotGeneration: UInt64 = 0
  private var closedLogBytes = 0

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
    views = []
    let logs = names.compactMap { LogRecord.number(ofFile: $0) }.filter { $0 >= firstLog }.sorted()
    log = try WriteAheadLog(
      number: max(firstLog, (logs.last ?? firstLog - 1) + 1), after: 0, in: directory)
    for entry in manifest.entries { views.append(try open(entry)) }
    try replay(logs)
    // The log was begun before the last sequence number was known.
    log.resume(after: sequence)
    try removeUnusedFiles()
  }

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
    result.failure = failure
    return result
  }
}

// MARK: - Operations

extension IndexWriter {
  func apply(_ operation: Operation) throws(IndexError) -> Outcome {
    switch operation {
    case .put(let document): try put(document, logged: true)
    case .delete(let key): try delete(key, logged: true)
    }
  }

  /// Where the live version of a document is.
  private enum Place {
    case builder(DocID)
    case segment(view: Int, DocID)
  }

  private func find(_ key: DocumentKey) throws(IndexError) -> Place? {
    if let document = builder.document(withKey: key) { return .builder(document) }
    for index in views.indices.reversed() {
      for document in try views[index].segment.documents(withKey: key)
      where views[index].live.contains(document) {
        return .segment(view: index, document)
      }
    }
    return nil
  }

  private func hash(at place: Place) -> ContentHash {
    switch place {
    case .builder(let document): builder.hash(of: document)
    case .segment(let view, let document): views[view].segment.hash(of: document)
    }
  }

  private func remove(_ place: Place) {
    switch place {
    case .builder(let document): builder.delete(document)
    case .segment(let view, let document):
      var live = views[view].live
      live.remove(document)
      views[view] = Snapshot.View(segment: views[view].segment, live: live)
    }
  }

  private func put(_ document: Document, logged: Bool) throws(IndexError) -> Outcome {
    let hash = ContentHash(of: document)
    let old = try find(document.key)
    if let old, self.hash(at: old) == hash { return .unchanged }
    let record = DocumentCodec.encode(document)
    guard record.count <= Limit.documentBytes else {
      return .rejected(
        .documentTooLarge(
          reason: "it has \(record.count) bytes, the limit is \(Limit.documentBytes)"))
    }
    let added: DocID
    do throws(IndexError) {
      added = try builder.add(document, record: record, hash: hash, sequence: sequence + 1)
    } catch {
      if case .documentTooLarge = error { return .rejected(error) }
      throw error
    }
    if logged {
      do throws(IndexError) {
        try append(.put, payload: record)
      } catch {
        // Not acknowledged: the older version stays what a search finds.
        builder.delete(added)
        if case .builder(let document)? = old { builder.restore(document) }
        throw error
      }
    }
    sequence += 1
    if let old { remove(old) }
    if builder.byteCount >= settings.bufferBytes { try flush() }
    return old == nil ? .created : .updated
  }

  private func delete(_ key: DocumentKey, logged: Bool) throws(IndexError) -> Outcome {
    guard let place = try find(key) else { return .notFound }
    if logged { try append(.delete, payload: Array(key.text.utf8)) }
    sequence += 1
    remove(place)
    return .deleted
  }

  private func append(_ kind: LogRecord.Kind, payload: [UInt8]) throws(IndexError) {
    do throws(IndexError) {
      try log.append(kind, sequence: sequence + 1, payload: payload)
    } catch {
      if log.isBroken { fail(error) }
      throw error
    }
  }

  /// Seals the log; the caller then syncs the file.
  func seal() throws(IndexError) -> (file: any OutputFile, sequence: SequenceNumber) {
    do throws(IndexError) {
      try log.seal()
    } catch {
      if log.isBroken { fail(error) }
      throw error
    }
    return (log.syncHandle, log.sealedSequence)
  }
}

// MARK: - Segments

extension IndexWriter {
  /// Turns the documents in memory into a segment.
  func flush() throws(IndexError) {
    guard !builder.isEmpty else { return }
    let live = builder.live
    if live.liveCount > 0 {
      let isSmall = builder.byteCount < settings.memorySegmentBytes
      let segment = try write(builder.finish(), inMemory: isSmall, id: takeSegmentID())
      views.append(Snapshot.View(segment: segment, live: live))
    }
    builder.removeAll()
  }

  func takeSegmentID() -> UInt64 {
    defer { nextSegment += 1 }
    return nextSegment
  }

  private func write(
    _ source: some SegmentSource, inMemory: Bool, id: UInt64
  ) throws(IndexError) -> Segment {
    let written = try Self.write(
      source, inMemory: inMemory, id: id, directory: directory, settings: settings)
    if let bytes = written.bytes { memorySegments[id] = bytes }
    return written.segment
  }

  /// Writes a segment; `bytes` are those of one that stays in memory.
  static func write(
    _ source: some SegmentSource, inMemory: Bool, id: UInt64, directory: any Directory,
    settings: IndexSettings
  ) throws(IndexError) -> (segment: Segment, bytes: [UInt8]?) {
    let name = SegmentLayout.fileName(id)
    if inMemory {
      let file = MemoryFile()
      try SegmentEncoder.encode(
        source, id: id, to: file, postingBudget: settings.postingBudget)
      return (try Segment(FileBytes(name: name, file.bytes)), file.bytes)
    }
    let file = try directory.create(name)
    defer { file.close() }
    try SegmentEncoder.encode(source, id: id, to: file, postingBudget: settings.postingBudget)
    try file.sync()
    return (try Segment(try directory.open(name)), nil)
  }

  /// The segments to merge now, if any.
  func chooseMerge() -> [Snapshot.View]? {
    let sizes = views.map { view in
      (
        byteCount: view.segment.byteCount,
        deletedShare: Double(view.live.deletedCount) / Double(max(1, view.live.count))
      )
    }
    return settings.merging.choose(sizes).map { chosen in chosen.map { views[$0] } }
  }

  /// Puts a merged segment in the place of its sources, with deletions that came meanwhile.
  func replace(
    _ merged: [Snapshot.View], by source: MergeSource, _ segment: Segment?, bytes: [UInt8]?
  ) {
    var live = LiveDocuments(count: source.documentCount)
    for (index, before) in merged.enumerated() {
      guard let now = views.first(where: { $0.segment.id == before.segment.id }) else { continue }
      for (word, bits) in before.live.words.enumerated() where bits != now.live.words[word] {
        var gone = bits & ~now.live.words[word]
        while gone != 0 {
          let document = DocID(word * 64 + gone.trailingZeroBitCount)
          if let moved = source.newDocument(of: document, inView: index) { live.remove(moved) }
          gone &= gone - 1
        }
      }
    }
    let ids = Set(merged.map(\.segment.id))
    let place = views.firstIndex { ids.contains($0.segment.id) } ?? views.count
    if let segment, live.liveCount > 0 {
      views.insert(Snapshot.View(segment: segment, live: live), at: place)
      if let bytes { memorySegments[segment.id] = bytes }
    }
    views.removeAll { ids.contains($0.segment.id) }
    for id in ids { memorySegments[id] = nil }
  }
}

// MARK: - Commit

extension IndexWriter {
  /// What a commit writes while searches and writes go on.
  struct CommitPlan: Sendable {
    var manifest: Manifest
    /// Segments to write out, by id.
    var memorySegments: [UInt64: [UInt8]]
    /// Files of live documents to write, by name.
    var liveFiles: [String: [UInt8]]
    /// Operations the logs before the new one hold.
    var logBytes: Int
  }

  /// Begins a commit of everything applied: the log goes on in a new file.
  ///
  /// The old log must be sealed and synced, so that nothing in the commit is newer than the log.
  func beginCommit() throws(IndexError) -> CommitPlan? {
    try flush()
    let isSame =
      sequence == manifest.covered && log.number == firstLog
      && views.map(\.segment.id) == manifest.entries.map(\.id)
    if isSame { return nil }
    let next = try WriteAheadLog(number: log.number + 1, after: sequence, in: directory)
    closedLogBytes += log.byteCount
    log.close()
    log = next
    lastGeneration += 1
    var plan = CommitPlan(
      manifest: manifest, memorySegments: memorySegments, liveFiles: [:], logBytes: closedLogBytes)
    plan.manifest.generation = lastGeneration
    plan.manifest.nextSegment = nextSegment
    plan.manifest.covered = sequence
    plan.manifest.firstLog = next.number
    plan.manifest.entries = views.map { view in
      let id = view.segment.id
      let before = manifest.entries.first { $0.id == id }
      let liveCount = UInt32(view.live.liveCount)
      var generation = before?.liveGeneration ?? 0
      // Documents are only ever deleted, so an equal count means an equal set.
      if liveCount != before?.liveCount ?? UInt32(view.segment.documentCount) {
        generation = lastGeneration
        plan.liveFiles[LiveDocuments.fileName(segment: id, generation: generation)] =
          view.live.encoded()
      }
      return Manifest.Entry(
        id: id, documentCount: UInt32(view.segment.documentCount), liveCount: liveCount,
        liveGeneration: generation, byteCount: UInt64(view.segment.byteCount))
    }
    return plan
  }

  /// Takes note of a commit that may or may not have become the current one.
  func abandon(_ plan: CommitPlan) {
    uncertainFiles.formUnion(plan.manifest.files)
    uncertainFiles.insert(Manifest.fileName(plan.manifest.generation))
  }

  /// Takes over a commit that is on disk: segments in memory give way to their files.
  func finishCommit(_ plan: CommitPlan) throws(IndexError) {
    manifest = plan.manifest
    firstLog = plan.manifest.firstLog
    closedLogBytes -= plan.logBytes
    uncertainFiles.removeAll()
    for index in views.indices where plan.memorySegments[views[index].segment.id] != nil {
      let id = views[index].segment.id
      let segment = try Segment(try directory.open(SegmentLayout.fileName(id)))
      views[index] = Snapshot.View(segment: segment, live: views[index].live)
    }
    for id in plan.memorySegments.keys { memorySegments[id] = nil }
    try removeUnusedFiles()
  }

  /// Removes files that neither the last commit nor anything in use needs.
  private func removeUnusedFiles() throws(IndexError) {
    var used = manifest.files.union(uncertainFiles)
    used.formUnion([Manifest.currentName, Manifest.fileName(manifest.generation)])
    used.formUnion(views.map { SegmentLayout.fileName($0.segment.id) })
    for name in try directory.list() where !used.contains(name) {
      if let number = LogRecord.number(ofFile: name) {
        if number < firstLog { try directory.remove(name) }
      } else if ["segment-", "live-", "manifest-", "CURRENT.new"].contains(where: name.hasPrefix) {
        try directory.remove(name)
      }
    }
  }
}

// MARK: - Opening

extension IndexWriter {
  private func open(_ entry: Manifest.Entry) throws(IndexError) -> Snapshot.View {
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
