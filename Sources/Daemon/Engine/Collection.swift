import Documents
package import InvertedIndex
import Synchronization
package import Wire

/// A named index, the thread that writes to it, and what may be wrong with it.
package final class Collection: Sendable {
  package let name: CollectionName
  private let state: State
  /// One thread: writes take turns, and none holds up a search.
  private let writing = WorkPool(permits: 1, queueLimit: 1_024)

  /// What the last round of background work saw.
  private let seen = Mutex(Seen())

  private struct Seen {
    var sequence: SequenceNumber = 0
    var roundsPending = 0
  }

  /// Rounds after which documents become searchable even while more are coming.
  private static let patience = 15

  private enum State: Sendable {
    case open(Index)
    case broken(IndexError)
  }

  package static func open(
    _ name: CollectionName, below data: String
  ) throws(IndexError) -> Collection {
    let directory = try FileDirectory(path: "\(data)/collections/\(name)")
    return Collection(name, .open(try Index.open(in: directory)))
  }

  package convenience init(broken name: CollectionName, failure: IndexError) {
    self.init(name, .broken(failure))
  }

  private init(_ name: CollectionName, _ state: State) {
    self.name = name
    self.state = state
  }

  /// False when it could not be opened; what is open can always be searched.
  package var isOpen: Bool {
    if case .open = state { true } else { false }
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
    let index = try index()
    return try await writing.run { () throws(Problem) in
      do throws(IndexError) { return try change(index) } catch { throw Problem(error) }
    }
  }

  /// Does what is due in the background; true when there may be more.
  func maintain() throws(IndexError) -> Bool {
    guard case .open(let index) = state, index.statistics.failure == nil else { return false }
    return try index.maintain()
  }

  /// Makes durable documents searchable once no more are coming. In the middle of a long upload
  /// that would only make small segments, to be merged again.
  func refreshWhenQuiet() throws(IndexError) {
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

  /// Commits; returns what kept it from that.
  func close() async -> IndexError? {
    await writing.close()
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
        failure: statistics.failure?.description ?? "")
    }
  }
}
