import InvertedIndex
import Logging
import Wire

/// Snapshots: made, listed, removed, and put in the place of their collections. For administrators,
/// for the daemon reads and writes where it is told.
struct SnapshotRoutes: Sendable {
  let engine: Engine
  let logger: Logger

  private var folders: SnapshotFolders { SnapshotFolders(data: engine.data) }
  private var runner: TaskRunner { TaskRunner(engine: engine) }

  func register(in router: inout Router) {
    let place = "/v1/collections/{collection}/"
    router.on("GET", "/v1/snapshots", needs: .administration) { [self] request, _ throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      return try await engine.chores.run {
        let all = folders.all { request.access.mayRead($0) }
        return APIReply { json in
          json.array("snapshots") { json in for one in all { one.write(to: &json) } }
        }
      }
    }
    router.on("DELETE", "/v1/snapshots/{collection}/{snapshot}", needs: .administration) {
      [self] request, parameters throws(Problem) in
      try RequestFields(query: request.target.query).finish()
      let collection = try CollectionName(parameters["collection"])
      let name = parameters["snapshot"]
      try await engine.chores.run { () throws(Problem) in try folders.remove(collection, name) }
      logger.notice("snapshot \(name) of collection \(collection) was removed")
      return APIReply { json in
        json.member("collection", collection.text)
        json.member("name", name)
        json.member("result", "removed")
      }
    }
    router.on("POST", place + "snapshot", needs: .administration) {
      [self] request, parameters throws(Problem) in
      try await make(request, try CollectionName(parameters["collection"]))
    }
    router.on("POST", place + "restore", needs: .administration) {
      [self] request, parameters throws(Problem) in
      try await restore(request, try CollectionName(parameters["collection"]))
    }
  }

  /// `{"name":"truoc-tet"}`, or `{"directory":"/absolute/path"}`, or nothing for a name of the time.
  private func make(
    _ request: APIRequest, _ name: CollectionName
  ) async throws(Problem) -> APIReply {
    let collection = try engine.collection(name, for: request.access)
    let index = try collection.index()
    var fields = try await members(request)
    let asked = try fields.string("name")
    let folder = try directory(&fields)
    try fields.finish()
    try Self.requireOne(asked, folder, orNone: true)
    let snapshot = try asked.map { text throws(Problem) in try SnapshotFolders.name(text) }
    let named = folder ?? snapshot.map { folders.path(name, $0) }
    let pointer = folder == nil ? "/name" : "/directory"
    if let named { try Self.requireFree(named, pointer) }
    let data = engine.data
    return try await runner.answerOnThread(request, .snapshot, name) { task throws(Problem) in
      let path: String
      if let named {
        // Another one may have been made since.
        try Self.requireFree(named, pointer)
        path = named
      } else {
        path = try folders.newPath(name)
      }
      do throws(IndexError) {
        if folder == nil { _ = try FileDirectory(path: "\(data)/snapshots/\(name)") }
        var result = try Upkeep.measure(name, index) { index throws(IndexError) in
          try Upkeep.snapshot(index, collection.manifest, toNewFolder: path)
        }
        result.path = path
        logger.notice("collection \(name): snapshot to \(path)")
        return result.json
      } catch { throw Self.problem(error, collection, isOurs: folder == nil) }
    }
  }

  private static func requireFree(_ path: String, _ pointer: String) throws(Problem) {
    guard !FileDirectory.exists(path) else {
      throw Problem(
        .conflict, "there is something at \(path) already", pointer: pointer,
        hint: "choose another name")
    }
  }

  /// `{"snapshot":"truoc-tet"}` or `{"directory":"/absolute/path"}`.
  private func restore(
    _ request: APIRequest, _ name: CollectionName
  ) async throws(Problem) -> APIReply {
    var fields = try await members(request)
    let asked = try fields.string("snapshot")
    let folder = try directory(&fields)
    try fields.finish()
    try Self.requireOne(asked, folder, orNone: false)
    let path =
      try asked.map { text throws(Problem) in try folders.existing(name, text) } ?? folder ?? ""
    let isAwaited = try TaskRunner.isAwaited(request)
    return try await runner.answer(request, .restore, name, isAwaited: isAwaited) {
      [engine, logger] task throws(Problem) in
      let begin = ContinuousClock.now
      try await engine.restore(name, from: path, task)
      let now = try engine.collection(name, for: .own).statistics
      logger.notice("collection \(name): restored from \(path)")
      var result = UpkeepResult(
        collection: name.text, documents: now?.documents ?? 0, segments: now?.segments ?? 0,
        bytes: now?.segmentBytes ?? 0, microseconds: begin.microsecondsAgo)
      result.path = path
      return result.json
    }
  }

  /// A folder that somebody named and that does not serve is theirs to mend.
  private static func problem(
    _ error: IndexError, _ collection: Collection, isOurs: Bool
  ) -> Problem {
    if case .io = error, !isOurs, !error.isDiskFull {
      return Problem(.invalidField, error.description, pointer: "/directory")
    }
    return collection.problem(error)
  }

  private func members(_ request: APIRequest) async throws(Problem) -> RequestFields {
    try request.requireMediaType(["application/json"])
    let bytes = try await request.body.collect(upTo: Wire.maximumRequestByteCount)
    return try bytes.isEmpty ? RequestFields(json: .object([])) : RequestFields(parsing: bytes.span)
  }

  private func directory(_ fields: inout RequestFields) throws(Problem) -> String? {
    guard let folder = try fields.string("directory") else { return nil }
    guard folder.hasPrefix("/"), folder.count > 1, !folder.utf8.contains(0) else {
      throw Problem(
        .invalidField, "the snapshot's directory is not absolute", pointer: "/directory",
        hint: "send {\"directory\":\"/srv/snapshots/today\"}")
    }
    return folder
  }

  private static func requireOne(
    _ name: String?, _ folder: String?, orNone: Bool
  ) throws(Problem) {
    if name != nil, folder != nil {
      throw Problem(
        .invalidField, "both a name and a directory", pointer: "/directory",
        hint: "give one of them")
    }
    if name == nil, folder == nil, !orNone {
      throw Problem(
        .invalidField, "neither a snapshot nor a directory", pointer: "/snapshot",
        hint: "send {\"snapshot\":\"NAME\"} or {\"directory\":\"/srv/snapshots/today\"}")
    }
  }
}
