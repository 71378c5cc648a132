extension IndexWriter {
  /// What a commit writes while searches and writes go on.
  struct CommitPlan: Sendable {
    var manifest: Manifest
    /// Segments to write out, by id.
    var memorySegments: [UInt64: FileBytes]
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
  func removeUnusedFiles() throws(IndexError) {
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
