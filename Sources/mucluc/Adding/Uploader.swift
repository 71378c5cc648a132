import Client
import Dispatch
import Synchronization
import Wire

/// What is on its way to the daemon, as NDJSON.
struct Upload: Sendable {
  var ndjson: [UInt8]
  /// The number of the first line in its source.
  var firstLine = 1
  var origin: Origin

  enum Origin: Sendable {
    /// Each line is a step about one of these files: a `FileChange`.
    case files([String])
    /// Documents, the lines of one source.
    case lines(String)
  }

  /// Where a line of the daemon's report comes from: a file, or a line of one.
  func place(of line: Int) -> String {
    switch origin {
    case .files(let names): names.indices.contains(line - 1) ? names[line - 1] : "?"
    case .lines(let name): "\(name):\(firstLine + line - 1)"
    }
  }
}

/// Sends uploads one after another on a thread of its own, while the next files are read.
///
/// Each is answered when it is on disk; the last word makes them all searchable. At most two are
/// under way, so that reading never runs far ahead of the index.
final class Uploader: Sendable {
  /// An upload and the daemon's answer.
  struct Done: Sendable {
    var upload: Upload
    var report: FilesReport
  }

  private let archive: Archive
  private let collection: String
  private let queue = DispatchQueue(label: "upload")
  private let slots = DispatchSemaphore(value: 2)
  private let state = Mutex(State())

  private struct State {
    var done: [Done] = []
    var failure: ClientError?
  }

  init(archive: Archive, collection: String) {
    self.archive = archive
    self.collection = collection
  }

  /// Hands an upload over; waits while two are under way.
  /// - Throws: what stopped an earlier one.
  func send(_ upload: Upload) throws(ClientError) {
    slots.wait()
    queue.async { [self] in
      defer { slots.signal() }
      guard state.withLock({ $0.failure == nil }) else { return }
      do throws(ClientError) {
        var kept = upload
        let report = try self.report(on: upload)
        kept.ndjson = []
        state.withLock { [kept] in $0.done.append(Done(upload: kept, report: report)) }
      } catch {
        state.withLock { $0.failure = error }
      }
    }
    try check()
  }

  private func report(on upload: Upload) throws(ClientError) -> FilesReport {
    if case .files = upload.origin {
      return try archive.add(fileChanges: upload.ndjson, to: collection, wait: .durable)
    }
    var report = FilesReport()
    report.documents = try archive.add(ndjson: upload.ndjson, to: collection, wait: .durable)
    return report
  }

  /// The answers since the last call.
  func takeReports() -> [Done] {
    state.withLock { state in
      defer { state.done = [] }
      return state.done
    }
  }

  /// Waits for the last answer, then for everything to be searchable.
  func finish() throws(ClientError) -> [Done] {
    queue.sync {}
    try check()
    _ = try archive.add(ndjson: [], to: collection, wait: .searchable)
    return takeReports()
  }

  private func check() throws(ClientError) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
