import InvertedIndex
import Logging
import Wire

/// `POST /v1/collections/{collection}/check`, `/optimize` and `/snapshot`: long work that neither
/// searches nor writes wait for. One at a time.
struct UpkeepRoutes: Sendable {
  let engine: Engine
  let logger: Logger

  func register(in router: inout Router) {
    let place = "/v1/collections/{collection}/"
    router.on("POST", place + "check", needs: .writing) {
      [self] request, parameters throws(Problem) in
      let collection = try collection(parameters, request)
      let data = engine.data
      return try await engine.upkeep.run(request.cancellation) { () throws(Problem) in
        do throws(IndexError) {
          return APIReply(body: try Upkeep.check(collection, below: data).json)
        } catch { throw Problem(error) }
      }
    }
    router.on("POST", place + "optimize", needs: .writing) {
      [self] request, parameters throws(Problem) in
      let count = try await segmentLimit(request)
      return try await work("optimized", request, parameters) { index, _ throws(IndexError) in
        try index.optimize(toAtMost: count)
      }
    }
    // The daemon writes where it is told: for those only who may stop it.
    router.on("POST", place + "snapshot", needs: .administration) {
      [self] request, parameters throws(Problem) in
      let folder = try await folder(request)
      return try await work("snapshot to \(folder)", request, parameters) {
        index, manifest throws(IndexError) in
        try Upkeep.snapshot(index, manifest, toNewFolder: folder)
      }
    }
  }

  private func collection(
    _ parameters: Router.Parameters, _ request: APIRequest
  ) throws(Problem) -> Collection {
    try engine.collection(try CollectionName(parameters["collection"]), for: request.access)
  }

  private func work(
    _ what: String, _ request: APIRequest, _ parameters: Router.Parameters,
    _ body: @escaping @Sendable (Index, FileManifest?) throws(IndexError) -> Void
  ) async throws(Problem) -> APIReply {
    let collection = try collection(parameters, request)
    let index = try collection.index()
    let result = try await engine.upkeep.run(request.cancellation) { () throws(Problem) in
      do throws(IndexError) {
        return try Upkeep.measure(collection.name, index) { index throws(IndexError) in
          try body(index, collection.manifest)
        }
      } catch { throw Problem(error) }
    }
    logger.notice("collection \(collection.name): \(what)")
    return APIReply(body: result.json)
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

  /// `{"directory":"/absolute/path"}`.
  private func folder(_ request: APIRequest) async throws(Problem) -> String {
    var fields = try await request.fields()
    let folder = try fields.string("directory")
    try fields.finish()
    guard let folder, folder.hasPrefix("/"), folder.count > 1 else {
      throw Problem(
        .invalidField, "the snapshot's directory is missing or not absolute",
        pointer: "/directory", hint: "send {\"directory\":\"/srv/snapshots/today\"}")
    }
    return folder
  }
}
