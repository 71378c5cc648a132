import Wire

/// `/v1/tasks`: long work, what becomes of it, and its end before its time.
struct TaskRoutes: Sendable {
  let engine: Engine

  /// How long a request may wait for the end of a task, in milliseconds.
  private static let maximumWait = 60_000

  func register(in router: inout Router) {
    router.on("GET", "/v1/tasks") { [self] request, _ throws(Problem) in
      var fields = try RequestFields(query: request.target.query)
      let status = try fields.choice("status", of: TaskRecord.Status.self)
      let limit = try fields.int("limit", in: 1...1_000) ?? 100
      try fields.finish()
      let tasks = engine.tasks.all.filter { task in
        isVisible(task, to: request.access) && (status.map { task.status == $0 } ?? true)
      }
      return APIReply { json in
        json.array("tasks") { json in for task in tasks.prefix(limit) { task.write(to: &json) } }
      }
    }
    router.on("GET", "/v1/tasks/{task}") { [self] request, parameters throws(Problem) in
      var fields = try RequestFields(query: request.target.query)
      let wait = try fields.int("wait_ms", in: 0...Self.maximumWait) ?? 0
      try fields.finish()
      return APIReply(
        body: try await ended(
          parameters["task"], within: .milliseconds(wait), request
        ).json)
    }
    router.on("DELETE", "/v1/tasks/{task}") { [self] request, parameters throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      let task = try task(parameters["task"], for: request.access)
      guard try request.access.mayWrite(CollectionName(task.collection)) else {
        throw Problem(
          .writeNotAllowed, "this user may not write to collection \(task.collection)",
          hint: "access.write in the daemon's configuration says who may")
      }
      guard let after = engine.tasks.cancel(task.id) else {
        throw Self.notFound(parameters["task"])
      }
      return APIReply(status: after.status.isFinal ? 200 : 202, body: after.json)
    }
  }

  /// A task when it is over, or as it is when the time is up.
  private func ended(
    _ id: String, within time: Duration, _ request: APIRequest
  ) async throws(Problem) -> TaskRecord {
    let end = ContinuousClock.now + time
    var pause = Duration.milliseconds(5)
    while true {
      let task = try task(id, for: request.access)
      if task.status.isFinal || ContinuousClock.now >= end || request.cancellation.isCancelled {
        return task
      }
      // A cancelled sleep returns at once, and the connection is closed then.
      try? await Task.sleep(for: min(pause, end - ContinuousClock.now))
      pause = min(pause * 2, .milliseconds(200))
    }
  }

  private func task(_ id: String, for access: Access) throws(Problem) -> TaskRecord {
    guard let number = Int(id), let task = engine.tasks[number], isVisible(task, to: access) else {
      throw Self.notFound(id)
    }
    return task
  }

  private func isVisible(_ task: TaskRecord, to access: Access) -> Bool {
    guard let name = try? CollectionName(task.collection) else { return access.isAdministrator }
    return access.mayRead(name)
  }

  private static func notFound(_ id: String) -> Problem {
    Problem(
      .taskNotFound, "there is no task \(id.prefix(40))", hint: "GET /v1/tasks lists the last 1,000"
    )
  }
}
