import InvertedIndex
import Logging
import Synchronization
import Wire

/// `/v1/collections/{collection}/files`, `/problems`, `/copies` and `/repeats`: the files that a collection was made from,
/// as the programs that read them say. The daemon itself opens none of them.
struct FileRoutes: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    let place = "/v1/collections/{collection}/"
    router.on("GET", place + "files") { [self] request, parameters throws(Problem) in
      try list(request, try CollectionName(parameters["collection"]))
    }
    router.on("POST", place + "files", needs: .writing) {
      [self] request, parameters throws(Problem) in
      try await upload(request, try CollectionName(parameters["collection"]))
    }
    router.on("GET", place + "problems") { [self] request, parameters throws(Problem) in
      try await problems(request, try CollectionName(parameters["collection"]))
    }
    router.on("GET", place + "copies") { [self] request, parameters throws(Problem) in
      try await copies(request, try CollectionName(parameters["collection"]))
    }
    router.on("GET", place + "repeats") { [self] request, parameters throws(Problem) in
      try await repeats(request, try CollectionName(parameters["collection"]))
    }
  }

  private func upload(_ request: APIRequest, _ name: CollectionName) async throws(Problem)
    -> APIReply
  {
    var fields = try RequestFields(query: request.target.query)
    let wait = try fields.choice("wait", of: Settlement.self) ?? .searchable
    try fields.finish()
    try request.requireMediaType([
      "application/x-ndjson", "application/ndjson", "application/jsonl",
    ])
    let collection = try await engine.collectionForWriting(name)
    var upload = try FileUpload(to: collection)
    try await upload.take(request.body)
    try await collection.write { index throws(IndexError) in try index.settle(wait) }
    return APIReply(body: upload.report.json)
  }

  private func list(_ request: APIRequest, _ name: CollectionName) throws(Problem) -> APIReply {
    var fields = try RequestFields(query: request.target.query)
    let root = try folder(&fields)
    let after = try fields.string("after")
    let limit = try fields.int("limit", in: 1...10_000)
    try fields.finish()
    let manifest = try engine.collection(name, for: request.access).openManifest()
    // A page, or all of them.
    let state = Mutex((last: after, isDone: false))
    let pieces = Body { [engine] () async throws(Problem) in
      try await engine.exports.run(request.cancellation) { () throws(Problem) in
        try state.withLock { state throws(Problem) -> [UInt8]? in
          if state.isDone { return nil }
          state.isDone = limit != nil
          return try Self.page(of: manifest, below: root, after: &state.last, limit: limit ?? 1_000)
        }
      }
    }
    return APIReply(mediaType: "application/x-ndjson", pieces: pieces)
  }

  private static func page(
    of manifest: FileManifest, below root: String?, after last: inout String?, limit: Int
  ) throws(Problem) -> [UInt8]? {
    let after = last
    let records: [FileRecord]
    do throws(ManifestError) {
      records = try manifest.read { tables throws(ManifestError) in
        try tables.records(below: root, after: after, limit: limit)
      }
    } catch { throw Problem(error) }
    guard let end = records.last else { return nil }
    last = end.path
    var json = JSONWriter(reserving: records.count * 400)
    for record in records {
      record.write(to: &json)
      json.endLine()
    }
    return json.bytes
  }

  private func problems(
    _ request: APIRequest, _ name: CollectionName
  ) async throws(Problem) -> APIReply {
    var fields = try RequestFields(query: request.target.query)
    let root = try folder(&fields)
    let limit = try fields.int("limit", in: 1...10_000) ?? 100
    let last = try fields.string("after")
    try fields.finish()
    let manifest = try engine.collection(name, for: request.access).openManifest()
    return try await engine.exports.run(request.cancellation) { () throws(Problem) in
      do throws(ManifestError) {
        let page = try manifest.read { tables throws(ManifestError) in
          try tables.problems(below: root, after: last, limit: limit)
        }
        return APIReply(body: page.json)
      } catch { throw Problem(error) }
    }
  }

  private func copies(
    _ request: APIRequest, _ name: CollectionName
  ) async throws(Problem) -> APIReply {
    var fields = try RequestFields(query: request.target.query)
    let key = try fields.string("id")
    let limit = try fields.int("limit", in: 1...1_000) ?? 100
    let last = try fields.int("after", in: 0...Int.max)
    try fields.finish()
    let manifest = try engine.collection(name, for: request.access).openManifest()
    return try await engine.exports.run(request.cancellation) { () throws(Problem) in
      do throws(ManifestError) {
        let page = try manifest.read { tables throws(ManifestError) in
          try tables.copies(of: key, after: last, limit: limit)
        }
        return APIReply(body: page.json)
      } catch { throw Problem(error) }
    }
  }

  private func repeats(
    _ request: APIRequest, _ name: CollectionName
  ) async throws(Problem) -> APIReply {
    let fields = try RequestFields(query: request.target.query)
    try fields.finish()
    let manifest = try engine.collection(name, for: request.access).openManifest()
    return try await engine.exports.run(request.cancellation) { () throws(Problem) in
      do throws(ManifestError) {
        let sites = try manifest.read { tables throws(ManifestError) in try tables.repeats() }
        return APIReply(body: SiteRepeats(sites: sites).json)
      } catch { throw Problem(error) }
    }
  }

  /// The member `below`, without a slash at its end.
  private func folder(_ fields: inout RequestFields) throws(Problem) -> String? {
    guard let path = try fields.string("below") else { return nil }
    guard path.hasPrefix("/") else {
      throw Problem(
        .invalidField, "below is not an absolute path", pointer: "/below",
        hint: "give the path from the root: below=/srv/archive")
    }
    var root = Substring(path)
    while root.count > 1, root.last == "/" { root.removeLast() }
    return String(root)
  }
}
