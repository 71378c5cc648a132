import Dispatch
import Ingest
import Synchronization
import Wire

/// A file that is to be read.
struct FileJob: Sendable {
  var item: WalkItem
  var known: FileRecord?
  /// Scanned paper in it is read, by Tesseract.
  var readsScans = false
}

/// Files between the walk that finds them and the workers that read them. The walk may run ahead,
/// so that people see how much there is; how far is bounded.
final class JobQueue: Sendable {
  private static let capacity = 100_000

  private let slots = DispatchSemaphore(value: capacity)
  private let ready = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  private struct State: Sendable {
    var jobs: [FileJob] = []
    var next = 0
    /// Handed out when there is nothing else any more, the last first.
    var later: [FileJob] = []
  }

  func add(_ job: FileJob) {
    slots.wait()
    state.withLock { $0.jobs.append(job) }
    ready.signal()
  }

  /// Adds what takes long and can wait until all else is done.
  func addLater(_ job: FileJob) { state.withLock { $0.later.append(job) } }

  /// The next file; nil when there will be none.
  func take() -> FileJob? {
    ready.wait()
    return state.withLock { state in
      guard state.next < state.jobs.count else {
        // The end: the next one who waits is to see it, too.
        ready.signal()
        return state.later.popLast()
      }
      let job = state.jobs[state.next]
      state.next += 1
      if state.next == 4_096 {
        state.jobs.removeFirst(state.next)
        state.next = 0
      }
      slots.signal()
      return job
    }
  }

  /// No more will be added; what was added is still handed out.
  func close() { ready.signal() }

  /// Nothing more is handed out.
  func end() {
    state.withLock { state in
      for _ in state.next..<state.jobs.count { slots.signal() }
      state.jobs = []
      state.next = 0
      state.later = []
    }
    ready.signal()
  }
}
