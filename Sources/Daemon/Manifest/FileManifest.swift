import Glibc
import Synchronization
import Wire

/// Which files a collection was made from, and what came of each: one SQLite database beside the
/// index, `files.sqlite`.
///
/// ```
/// files      path, generation, what the file system said, hash, status, problem
/// documents  key → the file that gave it, the generation of the upload that brought it, and the
///            family of documents that are nearly the same
/// sketches   of the newest documents: what new ones are compared with (`CopyFamilies`)
/// samples    of some documents of each site: hashes of their blocks (`SiteSamples`)
/// ```
///
/// It never says more than the index holds. Before documents of a file are written, the file is
/// marked `pending` here and the keys are put down as its own; after they are durable, the file gets
/// its new row. Whatever is cut short in between leaves a file that is read again, and documents
/// that are still known to be its.
///
/// The row of the last operation of the index is kept, too: a manifest that is newer than its index,
/// as after a loss of power or when an older index was put back, is emptied, and everything is
/// read again. So is one that cannot be read.
final class FileManifest: Sendable {
  static let fileName = "files.sqlite"

  private let path: String
  private let state: Mutex<State>
  /// Held while documents and their rows are written, so that a copy of both is of one moment.
  let turn = Mutex<Void>(())

  /// What new documents are compared with; used under the mutex of the connection only.
  private let traces = DocumentTraces()

  /// Files whose documents go on in another request, by path.
  private let unfinished = Mutex<[String: FileBatch.OpenFile]>([:])
  /// A client writes one file after another: more than so many were left for good.
  private static let mostUnfinished = 1_000

  /// The connection is used under the mutex only.
  private struct State: @unchecked Sendable {
    var database: Database?
    var failure: ManifestError?
  }

  /// Opens the manifest of a collection, or begins one.
  ///
  /// - Parameters:
  ///   - folder: the collection's.
  ///   - sequence: the last operation of the index as it is now.
  init(in folder: String, sequence: UInt64) {
    path = folder + "/" + Self.fileName
    var state = State()
    do throws(ManifestError) {
      let database = try Self.opened(path)
      try Self.distrust(database, newerThan: sequence)
      state.database = database
    } catch {
      // Whatever it is: rows that cannot be read now must not be believed later.
      Self.begin(path, &state)
    }
    self.state = Mutex(state)
  }

  /// Why nothing can be kept, if so.
  var failure: ManifestError? { state.withLock { $0.failure } }

  /// Keeps what is known of a file until the request that goes on with it.
  func keepUnfinished(_ file: FileBatch.OpenFile) {
    unfinished.withLock { files in
      if files.count >= Self.mostUnfinished { files.removeAll() }
      files[file.path] = file
    }
  }

  func takeUnfinished(_ path: String) -> FileBatch.OpenFile? {
    unfinished.withLock { $0.removeValue(forKey: path) }
  }

  /// Reads.
  func read<Output>(
    _ body: (FileTables) throws(ManifestError) -> Output
  ) throws(ManifestError) -> Output {
    try withDatabase { database throws(ManifestError) in try body(FileTables(database: database)) }
  }

  /// Writes all or nothing, durably.
  func write<Output>(
    _ body: (FileTables) throws(ManifestError) -> Output
  ) throws(ManifestError) -> Output {
    try withDatabase { database throws(ManifestError) in
      try database.transaction { () throws(ManifestError) in
        try body(FileTables(database: database))
      }
    }
  }

  /// Works on the database. One that turns out to be damaged is begun anew, and the work done on
  /// that.
  private func withDatabase<Output>(
    _ body: (Database) throws(ManifestError) -> Output
  ) throws(ManifestError) -> Output {
    let result = state.withLock { state -> Result<Output, ManifestError> in
      guard let database = state.database else {
        return .failure(state.failure ?? .database(file: path, code: 0, reason: "it is closed"))
      }
      do throws(ManifestError) { return .success(try body(database)) } catch {
        guard error.isDamage else { return .failure(error) }
        Self.begin(path, &state)
        traces.forget()
      }
      guard let database = state.database else {
        return .failure(state.failure ?? .database(file: path, code: 0, reason: "it is damaged"))
      }
      do throws(ManifestError) { return .success(try body(database)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Has the files read again that gave these documents, which somebody else is about to change.
  func disown(_ keys: some Sequence<String>) throws(ManifestError) {
    // Without a row there is no need to wait for the disk.
    guard try read({ tables throws(ManifestError) in try tables.hasDocuments }) else { return }
    try write { tables throws(ManifestError) in try tables.disown(Array(keys)) }
  }

  /// Writes a copy that is whole at this moment.
  func copy(toFolder folder: String) throws(ManifestError) {
    try withDatabase { database throws(ManifestError) in
      _ = unsafe unlink(folder + "/" + Self.fileName)
      try database.run("VACUUM INTO ?", [.text(folder + "/" + Self.fileName)])
    }
  }

  /// Writes as `write` does, and may compare documents with others.
  func writeComparing<Output>(
    _ body: (FileTables, DocumentTraces) throws(ManifestError) -> Output
  ) throws(ManifestError) -> Output {
    do throws(ManifestError) {
      return try write { tables throws(ManifestError) in try body(tables, traces) }
    } catch {
      // What was not written is not to be believed either.
      state.withLock { _ in traces.forget() }
      throw error
    }
  }

  func close() {
    state.withLock { state in
      state.database = nil
      state.failure = nil
    }
  }
}

/// The tables of a manifest, for one turn of work.
struct FileTables {
  let database: Database
}

// MARK: - Opening

extension FileManifest {
  private static func opened(_ path: String) throws(ManifestError) -> Database {
    let database = try Database(path: path)
    // Exclusive: no shared memory beside it, and nobody else in it.
    try database.execute(
      """
      PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;
      """)
    try ManifestTables(database).bringUpToDate()
    return database
  }

  private static func distrust(
    _ database: Database, newerThan sequence: UInt64
  ) throws(ManifestError) {
    let known = try database.number("SELECT value FROM facts WHERE name = 'sequence'") ?? 0
    guard UInt64(bitPattern: known) > sequence else { return }
    try database.execute(
      """
      BEGIN; DELETE FROM sketches; DELETE FROM samples; DELETE FROM files; DELETE FROM documents;
      COMMIT;
      """)
  }

  /// Puts an empty manifest in the place of one that is damaged.
  private static func begin(_ path: String, _ state: inout State) {
    state = State()
    for suffix in ["", "-wal", "-shm", "-journal"] { _ = unsafe unlink(path + suffix) }
    do throws(ManifestError) { state.database = try opened(path) } catch { state.failure = error }
  }
}
