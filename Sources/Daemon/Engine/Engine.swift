import Glibc
import InvertedIndex
package import Logging
import NIOPosix
import Search
import Synchronization
package import Wire

/// The collections of a data directory, and the threads that work on them.
///
/// ```
/// DATA/LOCK                  held as long as the daemon runs
/// DATA/collections/NAME/     one index each
/// ```
///
/// A collection that cannot be opened does not keep the others from being searched: it stays
/// listed with its failure, and every request for it is answered with that.
package final class Engine: Sendable {
  package let searches: WorkPool
  let searchCounts = SearchCounts()
  let data: String
  /// The settings, of which those change that a running daemon can follow.
  package let live: LiveSettings
  /// The numbers behind the order of hits.
  var ranking: RankingWeights { live.current.ranking }
  private let logger: Logger
  /// The same for all collections, which share its memory.
  let indexing: IndexSettings
  /// Long work.
  let tasks: TaskList
  let saved: SavedSearches
  /// Set when the daemon is to end: streams without an end of their own end then.
  let stopping = Cancellation()
  private let lock: Mutex<DirectoryLock?>
  private let opened: Mutex<[String: Collection]>
  /// Names whose files are being replaced or removed.
  private let busy = Mutex<Set<String>>([])
  /// One thread for what may have to wait for a writer: opening collections, reading counts.
  package let chores: WorkPool
  /// One thread for checks, optimizing and snapshots, which take long.
  let upkeep: WorkPool
  /// For files that the daemon's own processes read.
  let ingests: WorkPool
  /// One thread for exports, which take turns piece by piece.
  let exports: WorkPool

  /// Takes the data directory, making it where it is missing, and opens what is in it.
  package init(_ live: LiveSettings, logger: Logger) throws(DaemonError) {
    let settings = live.current
    self.live = live
    data = settings.data
    self.logger = logger
    indexing = IndexSettings(memoryBudget: settings.memoryBudget)
    do throws(IndexError) {
      _ = try FileDirectory(path: settings.data)
      lock = Mutex(try DirectoryLock(path: settings.data))
      try Self.tidy(settings.data)
      tasks = try TaskList(in: settings.data, logger: logger)
      saved = try SavedSearches(in: settings.data)
      opened = Mutex(try Self.openAll(in: settings.data, indexing, logger: logger))
    } catch {
      throw .data(error)
    }
    searches = WorkPool(permits: settings.searchThreads, queueLimit: settings.searchQueue)
    chores = WorkPool(permits: 1, queueLimit: 1_024)
    upkeep = WorkPool(permits: 1, queueLimit: 8, slice: .long)
    ingests = WorkPool(permits: 1, queueLimit: 64)
    exports = WorkPool(permits: 1, queueLimit: 1_024, slice: .long)
    // The default collection is always there, so that a first search finds nothing, not an error.
    do throws(IndexError) { _ = try open(.main) } catch { throw .data(error) }
  }

  /// All of them, in the order of their names: for the daemon's own work.
  package var collections: [Collection] {
    opened.withLock { $0.values.sorted { $0.name.text < $1.name.text } }
  }

  /// Those that a peer may read.
  func collections(for access: Access) -> [Collection] {
    collections.filter { access.mayRead($0.name) }
  }

  /// - Throws: `collection_not_found`, for one that may not be read as for one that is not there.
  package func collection(
    _ name: CollectionName, for access: Access
  ) throws(Problem) -> Collection {
    if access.mayRead(name), let collection = opened.withLock({ $0[name.text] }) {
      return collection
    }
    let names = collections(for: access).map(\.name.text)
    throw Problem(
      .collectionNotFound, "there is no collection \"\(name)\"", pointer: "/collection",
      hint: Spelling.nearest(to: name.text, in: names).map { "did you mean \"\($0)\"?" }
        ?? "there are: \(names.joined(separator: ", "))")
  }

  /// The collections that a query asks, `*` for all that are open and may be read.
  /// - Throws: `collection_not_found`, `invalid_field`.
  func collections(
    of query: SearchQuery, for access: Access
  ) throws(Problem) -> [Collection] {
    if query.collections == ["*"] {
      let readable = collections(for: access).filter(\.isOpen)
      guard readable.isEmpty else { return readable }
      throw Problem(.collectionNotFound, "there is no collection to search")
    }
    var found: [Collection] = []
    for name in query.collections {
      found.append(try collection(CollectionName(name), for: access))
    }
    return found
  }

  /// What a search of collections means where it does not say it. The settings of a collection count
  /// where it alone is searched.
  func defaults(of collections: [String]) -> SearchDefaults {
    let defaults = live.current.search
    guard collections.count == 1, let one = opened.withLock({ $0[collections[0]] }) else {
      return defaults
    }
    return defaults.with(one.settings.defaults)
  }

  /// The collection of this name, made when it is not there.
  package func collectionForWriting(_ name: CollectionName) async throws(Problem) -> Collection {
    if let collection = opened.withLock({ $0[name.text] }) { return collection }
    return try await chores.run { [self] () throws(Problem) in
      // Before the lock on the name is asked for, nobody can have taken it: both are done here.
      try refuseIfBusy(name)
      do throws(IndexError) { return try open(name) } catch { throw Problem(error) }
    }
  }

  /// Whether there is a collection of this name.
  func has(_ name: CollectionName) -> Bool { opened.withLock { $0[name.text] != nil } }

  /// Closes a collection, has its files changed, and opens what is there then. Meanwhile it can be
  /// searched as it was, and not written to.
  ///
  /// - Parameter reason: Told to whoever wants to write meanwhile.
  /// - Throws: what the change throws; `conflict` when another change is at work.
  func replace<Output: Sendable>(
    _ name: CollectionName, because reason: String,
    _ change: () async throws(Problem) -> Output
  ) async throws(Problem) -> Output {
    try await chores.run { [self] () throws(Problem) in
      try refuseIfBusy(name)
      busy.withLock { _ = $0.insert(name.text) }
    }
    let old = opened.withLock { $0[name.text] }
    old?.retire(because: reason)
    if let error = await old?.close() {
      logger.error("collection \(name) was not committed: \(error)")
    }
    let result: Result<Output, Problem>
    do throws(Problem) { result = .success(try await change()) } catch { result = .failure(error) }
    await reopen(name)
    return try result.get()
  }

  /// Ends all threads, commits every collection and gives the data directory back.
  package func close() async {
    await searches.close()
    await chores.close()
    tasks.cancelAll()
    await upkeep.close()
    await ingests.close()
    await exports.close()
    await tasks.close()
    for collection in collections {
      if let error = await collection.close() {
        logger.error("collection \(collection.name) was not committed: \(error)")
      }
    }
  }

  /// Lets another daemon have the data directory; the last thing to do.
  package func unlock() {
    lock.withLock { $0 = nil }
  }
}

extension Engine {
  private func refuseIfBusy(_ name: CollectionName) throws(Problem) {
    guard busy.withLock({ $0.contains(name.text) }) else { return }
    throw Problem(
      .conflict, "collection \(name) is being replaced or removed",
      hint: "GET /v1/tasks says how far it is")
  }

  /// Opens what there is of a name after a change.
  private func reopen(_ name: CollectionName) async {
    let open = { @Sendable [self] in
      let isThere = FileDirectory.exists(Upkeep.path(of: name, below: data)) || name == .main
      var collection: Collection?
      if isThere {
        do throws(IndexError) {
          collection = try Collection.open(name, below: data, settings: indexing)
        } catch {
          logger.error("collection \(name) cannot be opened: \(error)")
          collection = Collection(broken: name, failure: error)
        }
      }
      opened.withLock { $0[name.text] = collection }
      busy.withLock { _ = $0.remove(name.text) }
    }
    // When the daemon is stopping nobody needs it open.
    _ = try? await chores.run { open() }
  }

  private func open(_ name: CollectionName) throws(IndexError) -> Collection {
    if let collection = opened.withLock({ $0[name.text] }) { return collection }
    let collection = try Collection.open(name, below: data, settings: indexing)
    logger.info("new collection \(name)")
    return opened.withLock { opened in
      opened[name.text] = collection
      return collection
    }
  }

  private static func openAll(
    in data: String, _ indexing: IndexSettings, logger: Logger
  ) throws(IndexError) -> [String: Collection] {
    let folder = try FileDirectory(path: data + "/collections")
    var collections: [String: Collection] = [:]
    for entry in try folder.list() {
      guard let name = try? CollectionName(entry) else { continue }
      do throws(IndexError) {
        collections[entry] = try Collection.open(name, below: data, settings: indexing)
      } catch {
        logger.error("collection \(name) cannot be opened: \(error)")
        collections[entry] = Collection(broken: name, failure: error)
      }
    }
    return collections
  }
}
