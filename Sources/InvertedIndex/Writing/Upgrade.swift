import Documents

extension Index {
  /// What an upgrade did.
  package struct Upgraded: Sendable, Equatable {
    package var segments = 0
    package var documents = 0
  }

  /// Makes segments anew, from their stored documents, by the rules of this program.
  ///
  /// A segment that an older program made cannot be opened; its stored documents, their sequence
  /// numbers and which are live can be read all the same. New files are written beside the old
  /// ones and become the index in one step, as in a commit: whenever it is cut short, the old index
  /// is there and the upgrade can be begun again. Afterwards the index is opened once, which replays
  /// the log and removes the old files. The disk holds both for a while.
  ///
  /// - Parameters:
  ///   - all: also segments that this program made, as when something in them is damaged.
  ///   - progress: called with the documents done and their number.
  /// - Throws: what keeps a document from being read; then nothing was changed.
  package static func upgrade(
    in directory: any Directory, settings: IndexSettings = IndexSettings(), all: Bool = false,
    progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(IndexError) -> Upgraded {
    var upgrade = Upgrade(directory: directory, settings: settings, progress: progress)
    try upgrade.run(all: all)
    let index = try Index.open(in: directory, settings: settings)
    try index.close()
    return upgrade.done
  }
}

/// The work of `Index.upgrade`.
private struct Upgrade: ~Copyable {
  let directory: any Directory
  let settings: IndexSettings
  let progress: (Int, Int) -> Void
  var done = Index.Upgraded()
  private var total = 0
  private var manifest = Manifest()
  private var entries: [Manifest.Entry] = []
  private var builder = SegmentBuilder()

  init(
    directory: any Directory, settings: IndexSettings, progress: @escaping (Int, Int) -> Void
  ) {
    self.directory = directory
    self.settings = settings
    self.progress = progress
  }

  mutating func run(all: Bool) throws(IndexError) {
    let names = try directory.list()
    guard let current = try Manifest.current(in: directory, names: names) else { return }
    manifest = current
    let generation = names.compactMap { name in
      name.hasPrefix("manifest-") ? UInt64(name.dropFirst(9)) : nil
    }.reduce(manifest.generation, max)
    total = current.entries.reduce(0) { $0 + Int($1.liveCount) }
    for entry in current.entries {
      let sections = try SectionReader(
        try directory.open(SegmentLayout.fileName(entry.id)))
      let isCurrent = try Self.isCurrent(sections)
      if isCurrent, !all {
        entries.append(entry)
        total -= Int(entry.liveCount)
      } else {
        try rewrite(sections, entry)
      }
    }
    guard done.segments > 0 else { return }
    manifest.generation = generation + 1
    manifest.entries = entries
    try manifest.publish(in: directory)
  }

  private static func isCurrent(_ sections: SectionReader) throws(IndexError) -> Bool {
    do throws(IndexError) {
      try FileVersion.requireCurrent(sections)
      return true
    } catch {
      guard case .outdated = error else { throw error }
      return false
    }
  }

  /// Analyzes the live documents of a segment again. One segment may become several.
  private mutating func rewrite(
    _ sections: SectionReader, _ entry: Manifest.Entry
  ) throws(IndexError) {
    let count = Int(entry.documentCount)
    let stored = try StoredReader(sections, documentCount: count)
    let sequences = try sections.array(.sequences, of: UInt64.self)
    guard sequences.count == count else {
      throw sections.damaged(.sequences, "it has another number of documents than the manifest")
    }
    let live = try live(entry)
    try stored.forEachRecord { id, record throws(IndexError) in
      guard live.contains(id) else { return }
      let document = try StoredReader.decode(record, file: sections.file.name)
      do throws(IndexError) {
        _ = try builder.add(
          document, record: DocumentCodec.encode(document), hash: ContentHash(of: document),
          sequence: sequences[Int(id)])
      } catch {
        guard case .documentTooLarge(let reason) = error else { throw error }
        throw .documentTooLarge(reason: "document \(document.key): \(reason)")
      }
      done.documents += 1
      if done.documents % 64 == 0 { progress(done.documents, total) }
      if builder.byteCount >= settings.bufferBytes { try flush() }
    }
    try flush()
    done.segments += 1
    progress(done.documents, total)
  }

  private func live(_ entry: Manifest.Entry) throws(IndexError) -> LiveDocuments {
    let count = Int(entry.documentCount)
    guard entry.liveGeneration > 0 else { return LiveDocuments(count: count) }
    let name = LiveDocuments.fileName(segment: entry.id, generation: entry.liveGeneration)
    return try LiveDocuments(decoding: try directory.open(name), count: count)
  }

  private mutating func flush() throws(IndexError) {
    guard !builder.isEmpty else { return }
    let id = manifest.nextSegment
    manifest.nextSegment += 1
    let segment = try IndexWriter.write(
      builder.finish(), inMemory: false, id: id, directory: directory, settings: settings
    ).segment
    builder.removeAll()
    let count = UInt32(segment.documentCount)
    entries.append(
      Manifest.Entry(
        id: id, documentCount: count, liveCount: count, liveGeneration: 0,
        byteCount: UInt64(segment.byteCount)))
  }
}
