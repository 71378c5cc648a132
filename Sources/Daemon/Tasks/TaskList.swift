import Glibc
import InvertedIndex
import Logging
import Synchronization
import Wire

/// Long work: what waits, what runs, and what came of it, also after a restart.
///
/// ```
/// DATA/tasks.ndjson      a task a line, the last `keptTasks` of them
/// ```
/// The file is replaced as a whole whenever a task is made, begins or ends. What was under way when
/// the daemon was killed is found there, and told as failed: `interrupted`.
final class TaskList: Sendable {
  private static let keptTasks = 1_000
  private static let fileName = "tasks.ndjson"

  private let directory: FileDirectory
  private let logger: Logger
  private let state: Mutex<State>
  /// One thread writes the file.
  private let scribe = WorkPool(permits: 1, queueLimit: 4_096)

  private struct State {
    /// By rising id.
    var tasks: [TaskRecord] = []
    var cancellations: [Int: Cancellation] = [:]
    var last = 0

    func place(_ id: Int) -> Int? { tasks.firstIndex { $0.id == id } }
  }

  /// Reads what earlier runs left.
  init(in data: String, logger: Logger) throws(IndexError) {
    directory = try FileDirectory(path: data)
    self.logger = logger
    var state = State()
    if try directory.list().contains(Self.fileName) {
      let file = try directory.open(Self.fileName)
      // The file is mapped as long as it lives.
      let bytes = withExtendedLifetime(file) { unsafe Array(file.raw) }
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        // A line that cannot be read is no reason not to start.
        if let task = try? TaskRecord(parsing: Array(line).span) { state.tasks.append(task) }
      }
    }
    state.last = state.tasks.last?.id ?? 0
    for place in state.tasks.indices where !state.tasks[place].status.isFinal {
      state.tasks[place].status = .failed
      state.tasks[place].finishedAt = Timestamp.now
      state.tasks[place].error = Problem(
        .interrupted, "the daemon ended while this was under way",
        hint: "ask for it again; nothing is left half done")
    }
    self.state = Mutex(state)
  }

  /// All that are kept, the newest first.
  var all: [TaskRecord] { state.withLock { $0.tasks.reversed() } }

  subscript(id: Int) -> TaskRecord? {
    state.withLock { state in state.place(id).map { state.tasks[$0] } }
  }

  /// Does work as a task, and returns what it came to.
  ///
  /// - Parameters:
  ///   - caller: Set when nobody waits any more, which ends the work; nil when nobody does.
  ///   - work: Is told of the task, and returns JSON.
  /// - Throws: what the work throws; `canceled`.
  func run(
    _ task: TaskRecord, caller: Cancellation?,
    _ work: @Sendable (RunningTask) async throws(Problem) -> [UInt8]
  ) async throws(Problem) -> [UInt8] {
    let running = RunningTask(id: task.id, list: self, cancellation(of: task.id), caller)
    let result: Result<[UInt8], Problem>
    do throws(Problem) {
      if running.isCanceled { throw Self.canceled(task) }
      let json = try await work(running)
      if running.isCanceled { throw Self.canceled(task) }
      result = .success(json)
    } catch {
      result = .failure(running.isCanceled ? Self.canceled(task) : error)
    }
    finish(task.id, result)
    await save()
    return try result.get()
  }

  /// Makes a task that waits to be run.
  func add(
    _ kind: TaskRecord.Kind, _ collection: CollectionName, by peer: Peer?
  ) async -> TaskRecord {
    let task = state.withLock { state in
      state.last += 1
      var task = TaskRecord(
        id: state.last, kind: kind, collection: collection.text, createdAt: Timestamp.now)
      task.user = peer.map { Int($0.user) }
      state.tasks.append(task)
      state.cancellations[task.id] = Cancellation()
      if state.tasks.count > Self.keptTasks, state.tasks[0].status.isFinal {
        state.tasks.removeFirst()
      }
      return task
    }
    await save()
    return task
  }

  /// Asks a task to stop; what is over stays as it is.
  func cancel(_ id: Int) -> TaskRecord? {
    state.withLock { state in
      guard let place = state.place(id) else { return nil }
      if !state.tasks[place].status.isFinal {
        state.tasks[place].status = .canceling
        state.cancellations[id]?.cancel()
      }
      return state.tasks[place]
    }
  }

  /// Asks all to stop: the daemon ends.
  func cancelAll() {
    let cancellations = state.withLock { Array($0.cancellations.values) }
    for cancellation in cancellations { cancellation.cancel() }
  }

  /// Writes the last of the list.
  func close() async {
    await save()
    await scribe.close()
  }

  fileprivate func begin(_ id: Int) {
    change(id) { task in
      if task.status == .enqueued { task.status = .running }
      if task.startedAt.isEmpty { task.startedAt = Timestamp.now }
    }
  }

  fileprivate func progress(_ id: Int, _ progress: TaskRecord.Progress) {
    change(id) { $0.progress = progress }
  }

  private func finish(_ id: Int, _ result: Result<[UInt8], Problem>) {
    change(id) { task in
      task.finishedAt = Timestamp.now
      switch result {
      case .success(let json):
        task.status = .succeeded
        task.result = json
      case .failure(let problem):
        task.status = problem.code == .canceled ? .canceled : .failed
        task.error = problem
      }
    }
    state.withLock { $0.cancellations[id] = nil }
  }

  private func change(_ id: Int, _ body: (inout TaskRecord) -> Void) {
    state.withLock { state in
      if let place = state.place(id) { body(&state.tasks[place]) }
    }
  }

  private func cancellation(of id: Int) -> Cancellation {
    state.withLock { $0.cancellations[id] ?? Cancellation() }
  }

  private static func canceled(_ task: TaskRecord) -> Problem {
    Problem(.canceled, "task \(task.id) (\(task.kind.rawValue)) was canceled")
  }
}

// MARK: - The file

extension TaskList {
  /// Writes the list down. A disk that takes nothing more does not keep the work from being done.
  private func save() async {
    do throws(Problem) {
      try await scribe.run { [self] () throws(Problem) in
        do throws(IndexError) { try write() } catch { throw Problem(error) }
      }
    } catch {
      logger.error("the list of tasks was not written: \(error.detail)")
    }
  }

  private func write() throws(IndexError) {
    var lines = JSONWriter()
    for task in state.withLock({ $0.tasks }) {
      task.write(to: &lines)
      lines.endLine()
    }
    let partial = Self.fileName + ".new"
    let file = try directory.create(partial)
    defer { file.close() }
    try file.append(lines.bytes)
    try file.sync()
    try directory.rename(partial, to: Self.fileName)
    try directory.sync()
  }
}

/// A task as its work sees it.
struct RunningTask: Sendable {
  let id: Int
  private let list: TaskList
  private let cancellation: Cancellation
  private let caller: Cancellation?

  fileprivate init(
    id: Int, list: TaskList, _ cancellation: Cancellation, _ caller: Cancellation?
  ) {
    self.id = id
    self.list = list
    self.cancellation = cancellation
    self.caller = caller
  }

  /// Whether it is to stop: somebody said so, or nobody waits for it any more.
  var isCanceled: Bool { cancellation.isCancelled || caller?.isCancelled == true }

  /// To be called when a thread begins with it.
  func begin() { list.begin(id) }

  func progress(_ done: Int, of total: Int, _ unit: String) {
    list.progress(id, .init(done: done, total: total, unit: unit))
  }
}
