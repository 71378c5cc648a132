import Documents
package import InvertedIndex
import Search
import Synchronization
package import Wire

/// A named index, the thread that writes to it, and what may be wrong with it.
package final class Collection: Sendable {
  package let name: CollectionName
  /// Which files it was made from; nil where it could not be opened.
  let manifest: FileManifest?
  private let state: State
  /// One thread: writes take turns, and none holds up a search.
  private let writing = WorkPool(permits: 1, queueLimit: 1_024)

  /// What pages under way are read from.
  let kept = KeptSnapshots()

  /// What became of documents that were sent.
  let changes = ChangeCounts()
  /// Background work that failed.
  let backgroundFailures = Counter()

  /// What the last round of background work saw.
  private let seen = Mutex(Seen())

  private struct Seen {
    var sequence: SequenceNumber = 0
    var roundsPending = 0
  }

  private let knownSynonyms: Mutex<Synonyms>
  private let knownSettings: Mutex<CollectionSettings>
  /// Why nothing is written to it any more, while something takes its place.
  private let retirement = Mutex<String?>(nil)

  /// What is said of it.
  var settings: CollectionSettings { knownSettings.withLock { $0 } }

  func use(_ settings: CollectionSettings) { knownSettings.withLock { $0 = settings } }

  /// What an error of its index means: where something takes its place meanwhile, that.
  func problem(_ error: IndexError) -> Problem {
    guard let reason = retirement.withLock({ $0 }) else { return Problem(error) }
    return Problem(.conflict, reason, hint: "ask again when that is done")
  }

  func retire(because reason: String) { retirement.withLock { $0 = reason } }

  /// Words that mean the same here.
  var synonyms: Synonyms { knownSynonyms.withLock { $0 } }

  func use(_ synonyms: Synonyms) { knownSynonyms.withLock { $0 = synonyms } }

  /// Completes what is typed from the phrases of this collection.
  let suggester = Suggester()

  /// How its words are misspelled.
  let spellings = KnownSpellings()

  /// How unaccented words are read in this collection.
  private let known = Mutex(KnownReadings())

  private struct KnownReadings {
    var model: ReadingModel?
    /// Documents that the model was made of.
    var documents = 0
    /// Documents at the last look.
    var lastSeen = 0
  }

  /// A model of fewer documents knows too little.
  private static let leastDocuments = 200

  /// What is read and kept: at most 20 million words, and 4 million different pairs and runs of
  /// three, which take about 200 MB while they are counted and up to 100 MB afterwards.
  private static var readingLimits: ReadingLimits {
    var limits = ReadingLimits()
    limits.words = 20_000_000
    limits.runs = 4_000_000
    return limits
  }

  /// Rounds after which documents become searchable even while more are coming.
  private static let patience = 15

  private enum State: Sendable {
    case open(Index)
    case broken(IndexError)
  }

  package static func open(
    _ name: CollectionName, below data: String, settings: IndexSettings
  ) throws(IndexError) -> Collection {
    let folder = Upkeep.path(of: name, below: data)
    let index = try Index.open(in: FileDirectory(path: folder), settings: settings)
    let manifest = FileManifest(in: folder, sequence: index.statistics.sequence)
    return Collection(
      name, .open(index), try Synonyms(in: index), try Self.settings(in: index), manifest)
  }

  package convenience init(broken name: CollectionName, failure: IndexError) {
    self.init(name, .broken(failure), Synonyms(), CollectionSettings(), nil)
  }

  private init(
    _ name: CollectionName, _ state: State, _ synonyms: Synonyms, _ settings: CollectionSettings,
    _ manifest: FileManifest?
  ) {
    self.name = name
    self.manifest = manifest
    self.state = state
    knownSynonyms = Mutex(synonyms)
    knownSettings = Mutex(settings)
  }

  /// False when it could not be opened; what is open can always be searched.
  package var isOpen: Bool {
    if case .open = state { true } else { false }
  }

  /// Writes that wait for the one at work.
  var writesWaiting: Int { writing.load.waiting }

  /// Nil when it could not be opened. Waits for a writer at work.
  var statistics: IndexStatistics? {
    if case .open(let index) = state { index.statistics } else { nil }
  }

  /// Why nothing can be written, or nothing done at all. Waits for a writer at work.
  package var failure: IndexError? {
    switch state {
    case .open(let index): index.statistics.failure
    case .broken(let error): error
    }
  }

  /// - Throws: why the collection cannot be used.
  package func index() throws(Problem) -> Index {
    switch state {
    case .open(let index): return index
    case .broken(let error): throw Problem(error)
    }
  }

  /// Runs a change on the writer's thread.
  package func write<Output: Sendable>(
    _ change: @escaping @Sendable (Index) throws(IndexError) -> Output
  ) async throws(Problem) -> Output {
    try await writeOrRefuse { index throws(Problem) in
      do throws(IndexError) { return try change(index) } catch { throw self.problem(error) }
    }
  }

  /// The same for a change that may be refused for other reasons than the index has.
  func writeOrRefuse<Output: Sendable>(
    _ change: @escaping @Sendable (Index) throws(Problem) -> Output
  ) async throws(Problem) -> Output {
    let index = try index()
    if let reason = retirement.withLock({ $0 }) {
      throw Problem(.conflict, reason, hint: "write again when that is done")
    }
    return try await writing.run { () throws(Problem) in try change(index) }
  }

  /// Does what is due in the background; true when there may be more.
  ///
  /// - Parameter merges: false for a commit only.
  func maintain(merging merges: Bool) throws(IndexError) -> Bool {
    guard case .open(let index) = state, index.statistics.failure == nil else { return false }
    return try index.maintain(merging: merges)
  }

  /// Makes durable documents searchable once no more are coming. In the middle of a long upload
  /// that would only make small segments, to be merged again.
  func refreshWhenQuiet() throws(IndexError) {
    kept.tidy()
    guard case .open(let index) = state else { return }
    let statistics = index.statistics
    guard statistics.failure == nil else { return }
    let isDue = seen.withLock { seen in
      let isQuiet = seen.sequence == statistics.sequence
      seen.sequence = statistics.sequence
      seen.roundsPending = statistics.pendingDocuments > 0 ? seen.roundsPending + 1 : 0
      guard seen.roundsPending > 0, isQuiet || seen.roundsPending > Self.patience else {
        return false
      }
      seen.roundsPending = 0
      return true
    }
    if isDue { try index.refresh() }
  }

  /// How unaccented words are read here; nil until there is enough to tell from.
  var readings: ReadingModel? { known.withLock { $0.model } }

  /// Makes a new reading model where the collection has changed much since the last one and is
  /// quiet now. Takes seconds on large collections: for a thread of its own. Searches and writes
  /// do not wait for it.
  package func learnReadings(while goesOn: () -> Bool) throws(IndexError) {
    guard case .open(let index) = state else { return }
    let snapshot = index.snapshot()
    let documents = snapshot.documentCount
    let isDue = known.withLock { known in
      defer { known.lastSeen = documents }
      guard documents >= Self.leastDocuments, documents == known.lastSeen else { return false }
      // By 30 %, in either direction: what was deleted is to be forgotten.
      let (most, least) = (max(documents, known.documents), min(documents, known.documents))
      return Double(most) >= 1.3 * Double(least)
    }
    guard isDue else { return }
    guard
      let model = try ReadingModel.make(
        of: snapshot, limits: Self.readingLimits, while: goesOn)
    else { return }
    known.withLock { known in
      known.model = model
      known.documents = documents
    }
  }

  /// Commits; returns what kept it from that.
  func close() async -> IndexError? {
    await writing.close()
    manifest?.close()
    guard case .open(let index) = state else { return nil }
    do throws(IndexError) {
      try index.close()
      return nil
    } catch {
      return error
    }
  }

  /// Waits for a writer at work.
  package var status: DaemonStatus.Collection {
    switch state {
    case .broken(let error): return .init(name: name.text, failure: error.description)
    case .open(let index):
      let statistics = index.statistics
      return .init(
        name: name.text, documents: statistics.documents, deleted: statistics.deletedDocuments,
        segments: statistics.segments, byteCount: statistics.segmentBytes + statistics.logBytes,
        logByteCount: statistics.logBytes, pending: statistics.pendingDocuments,
        failure: retirement.withLock { $0 } ?? statistics.failure?.description ?? "")
    }
  }
}
