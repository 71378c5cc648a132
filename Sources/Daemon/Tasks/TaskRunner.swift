import InvertedIndex
import Wire

/// Answers requests for long work: when it is done or, with `wait=none`, at once with its task.
struct TaskRunner: Sendable {
  let engine: Engine

  /// - Parameters:
  ///   - isAwaited: False for an answer at once, 202 with the task.
  ///   - pool: Where it waits for a thread; nil for that of upkeep.
  ///   - work: Returns the JSON of the answer.
  func answer(
    _ request: APIRequest, _ kind: TaskRecord.Kind, _ collection: CollectionName,
    isAwaited: Bool, on pool: WorkPool? = nil,
    _ work: @escaping @Sendable (RunningTask) async throws(Problem) -> [UInt8]
  ) async throws(Problem) -> APIReply {
    try (pool ?? engine.upkeep).refuseIfFull()
    let task = await engine.tasks.add(kind, collection, by: request.peer)
    if isAwaited {
      return APIReply(
        body: try await engine.tasks.run(task, caller: request.cancellation, work))
    }
    let tasks = engine.tasks
    _ = Task {
      // What comes of it is in the list.
      _ = try? await tasks.run(task, caller: nil, work)
    }
    return APIReply(
      status: 202, headers: [.init("location", "/v1/tasks/\(task.id)")], body: task.json)
  }

  /// The same for work on a thread for long work.
  func answerOnThread(
    _ request: APIRequest, _ kind: TaskRecord.Kind, _ collection: CollectionName,
    _ work: @escaping @Sendable (RunningTask) throws(Problem) -> [UInt8]
  ) async throws(Problem) -> APIReply {
    let upkeep = engine.upkeep
    let isAwaited = try Self.isAwaited(request)
    return try await answer(request, kind, collection, isAwaited: isAwaited) {
      task throws(Problem) in
      try await upkeep.run { () throws(Problem) in
        if task.isCanceled { return [] }
        task.begin()
        return try work(task)
      }
    }
  }

  /// `?wait=done`, which is the default, or `none`.
  static func isAwaited(_ request: APIRequest) throws(Problem) -> Bool {
    var fields = try RequestFields(query: request.target.query)
    let wait = try fields.choice("wait", of: TaskWait.self)
    try fields.finish()
    return wait != TaskWait.none
  }
}

/// When a request for long work is answered.
enum TaskWait: String, CaseIterable {
  /// When it is done, with what came of it.
  case done
  /// At once, with its task.
  case none
}
