import InvertedIndex
import Logging
import Wire

/// `POST /v1/collections/{collection}/check`, `/optimize` and `/reindex`: long work that searches do
/// not wait for. One at a time; with `wait=none` answered by a task.
struct UpkeepRoutes: Sendable {
  let engine: Engine
  let logger: Logger

  private var runner: TaskRunner { TaskRunner(engine: engine) }

  func register(in router: inout Router) {
    let place = "/v1/collections/{collection}/"
    router.on("POST", place + "check", needs: .writing) {
      [self] request, parameters throws(Problem) in
      let collection = try collection(parameters, request)
      let data = engine.data
      return try await runner.answerOnThread(request, .check, collection.name) {
        task throws(Problem) in
        do throws(IndexError) {
          return try Upkeep.check(collection, below: data, task).json
        } catch { throw collection.problem(error) }
      }
    }
    router.on("POST", place + "optimize", needs: .writing) {
      [self] request, parameters throws(Problem) in
      let count = try await segmentLimit(request)
      let collection = try collection(parameters, request)
      let index = try collection.index()
      return try await runner.answerOnThread(request, .optimize, collection.name) {
        [logger] task throws(Problem) in
        do throws(IndexError) {
          let result = try Upkeep.measure(collection.name, index) { index throws(IndexError) in
            try index.optimize(
              toAtMost: count, progress: { task.progress($0, of: $1, "merges") },
              while: { !task.isCanceled })
          }
          logger.notice("collection \(collection.name): optimized")
          return result.json
        } catch { throw collection.problem(error) }
      }
    }
    router.on("POST", place + "reindex", needs: .administration) {
      [self] request, parameters throws(Problem) in
      let collection = try collection(parameters, request)
      let isAwaited = try TaskRunner.isAwaited(request)
      return try await runner.answer(request, .reindex, collection.name, isAwaited: isAwaited) {
        [engine, logger] task throws(Problem) in
        let result = try await engine.reindex(collection.name, task)
        logger.notice("collection \(collection.name): made anew")
        return result.json
      }
    }
  }

  private func collection(
    _ parameters: Router.Parameters, _ request: APIRequest
  ) throws(Problem) -> Collection {
    try engine.collection(try CollectionName(parameters["collection"]), for: request.access)
  }

  /// `{"segments":N}`, or no body.
  private func segmentLimit(_ request: APIRequest) async throws(Problem) -> Int {
    let bytes = try await request.body.collect(upTo: Wire.maximumRequestByteCount)
    if bytes.isEmpty { return 1 }
    var fields = try RequestFields(parsing: bytes.span)
    let count = try fields.int("segments", in: 1...1_000)
    try fields.finish()
    return count ?? 1
  }
}
