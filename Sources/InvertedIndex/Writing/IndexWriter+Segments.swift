extension IndexWriter {
  /// Turns the documents in memory into a segment.
  func flush() throws(IndexError) {
    guard !builder.isEmpty else { return }
    let live = builder.live
    if live.liveCount > 0 {
      let isSmall = builder.byteCount < settings.memorySegmentBytes
      let segment = try settings.memory.encode { () throws(IndexError) in
        try write(builder.finish(), inMemory: isSmall, id: takeSegmentID())
      }
      views.append(Snapshot.View(segment: segment, live: live))
    }
    builder.removeAll()
    account()
  }

  /// Tells the others what is held here.
  func account() {
    let bytes = builder.isEmpty ? 0 : builder.byteCount
    settings.memory.add(bytes - accounted)
    accounted = bytes
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
  ) throws(IndexError) -> (segment: Segment, bytes: FileBytes?) {
    let name = SegmentLayout.fileName(id)
    if inMemory {
      let file = MemoryFile()
      try SegmentEncoder.encode(
        source, id: id, to: file, postingBudget: settings.postingBudget)
      let bytes = FileBytes(name: name, file.bytes)
      return (try Segment(bytes), bytes)
    }
    let file = try directory.create(name)
    do throws(IndexError) {
      try SegmentEncoder.encode(source, id: id, to: file, postingBudget: settings.postingBudget)
      try file.sync()
      file.close()
      WritingMemory.giveBack()
      return (try Segment(try directory.open(name)), nil)
    } catch {
      file.close()
      // On a full disk each try would leave another part of a file. Should this fail as well, the
      // next commit removes it.
      try? directory.remove(name)
      throw error
    }
  }

  /// The segments, by id, to merge so that at most `count` remain, none with deleted documents, or
  /// as few as memory and the limit of documents allow.
  func chooseOptimization(toAtMost count: Int) -> [Set<UInt64>] {
    let order = views.sorted { $0.segment.byteCount < $1.segment.byteCount }
    let merged = order.count > count ? order.prefix(order.count - max(1, count) + 1) : []
    var groups: [Set<UInt64>] = []
    var documents = 0
    var tables = MergeTables()
    for view in merged {
      let together = tables.merged(with: view.segment.mergeTables)
      if groups.isEmpty || documents + view.live.liveCount > Limit.documentsPerSegment
        || together.byteCount > settings.merging.maximumTableBytes
      {
        groups.append([])
        documents = 0
        tables = view.segment.mergeTables
      } else {
        tables = together
      }
      documents += view.live.liveCount
      groups[groups.count - 1].insert(view.segment.id)
    }
    groups.removeAll { $0.count < 2 }
    let taken = groups.reduce(into: Set()) { $0.formUnion($1) }
    for view in order where !taken.contains(view.segment.id) && view.live.deletedCount > 0 {
      groups.append([view.segment.id])
    }
    return groups
  }

  /// The segments to merge now, if any.
  func chooseMerge() -> [Snapshot.View]? {
    let sizes = views.map { view in
      MergePolicy.Candidate(
        byteCount: view.segment.byteCount,
        deletedShare: Double(view.live.deletedCount) / Double(max(1, view.live.count)),
        tables: view.segment.mergeTables)
    }
    return settings.merging.choose(sizes).map { chosen in chosen.map { views[$0] } }
  }

  /// Puts a merged segment in the place of its sources, with deletions that came meanwhile.
  func replace(
    _ merged: [Snapshot.View], by source: MergeSource, _ segment: Segment?, bytes: FileBytes?
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
