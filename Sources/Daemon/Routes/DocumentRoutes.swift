import Documents
import InvertedIndex
import Wire

/// `/v1/collections/{collection}/documents…`: one document, or very many.
struct DocumentRoutes: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    let all = "/v1/collections/{collection}/documents"
    router.on("POST", all, needs: .writing) { [self] request, parameters throws(Problem) in
      try await bulk(request, collection: parameters["collection"])
    }
    router.on("POST", all + ":delete", needs: .writing) {
      [self] request, parameters throws(Problem) in
      try await delete(request, collection: parameters["collection"])
    }
    router.on("GET", all + "/{id}") { [self] request, parameters throws(Problem) in
      try await get(request, try place(parameters))
    }
    router.on("PUT", all + "/{id}", needs: .writing) { [self] request, parameters throws(Problem) in
      try await put(request, try place(parameters))
    }
    router.on("DELETE", all + "/{id}", needs: .writing) {
      [self] request, parameters throws(Problem) in
      try await delete(request, try place(parameters))
    }
  }

  /// Where a document is, by the path of its URL.
  private struct Place {
    let collection: CollectionName
    let key: DocumentKey
  }

  private func place(_ parameters: Router.Parameters) throws(Problem) -> Place {
    let key = try DocumentKey(named: parameters["id"])
    return Place(collection: try CollectionName(parameters["collection"]), key: key)
  }
}

// MARK: - One document

extension DocumentRoutes {
  private func get(_ request: APIRequest, _ place: Place) async throws(Problem) -> APIReply {
    try RequestFields(query: request.target.query).finish()
    let index = try engine.collection(place.collection, for: request.access).index()
    let found = try await engine.searches.run(request.cancellation) { () throws(Problem) in
      do throws(IndexError) {
        return try index.snapshot().versionedDocument(for: place.key)
      } catch { throw Problem(error) }
    }
    guard let found else { throw notFound(place) }
    var record = DocumentRecord(found.document)
    record.version = Int(found.version)
    var reply = APIReply(body: record.json)
    reply.headers.append(.init("etag", "\"\(found.version)\""))
    return reply
  }

  private func put(_ request: APIRequest, _ place: Place) async throws(Problem) -> APIReply {
    var (wait, condition) = try terms(request)
    try request.requireMediaType(["application/json"])
    let bytes = try await request.body.collect(upTo: Wire.maximumDocumentByteCount)
    let record = try DocumentRecord(json: bytes.span, defaultID: place.key.text)
    guard record.id == place.key.text else {
      throw Problem(
        .invalidField, "the id in the body is \"\(record.id.prefix(200))\", not the one in the URL",
        pointer: "/id", hint: "leave it out of the body")
    }
    if let version = record.ifVersion {
      guard condition == nil else {
        throw Problem(
          .invalidField, "several conditions at once", pointer: "/if_version",
          hint: "give if_version in the URL or in the body")
      }
      condition = WriteCondition(version: SequenceNumber(version))
    }
    let document = try record.document()
    let collection = try await engine.collectionForWriting(place.collection)
    return try await change(.put(document), in: collection, place, wait, condition)
  }

  private func delete(_ request: APIRequest, _ place: Place) async throws(Problem) -> APIReply {
    let (wait, condition) = try terms(request)
    let collection = try engine.collection(place.collection, for: request.access)
    return try await change(.delete(place.key), in: collection, place, wait, condition)
  }

  private func terms(
    _ request: APIRequest
  ) throws(Problem) -> (wait: Settlement, condition: WriteCondition?) {
    var fields = try RequestFields(query: request.target.query)
    let wait = try fields.choice("wait", of: Settlement.self) ?? .searchable
    let condition = try WriteCondition(request, &fields)
    try fields.finish()
    return (wait, condition)
  }

  /// Makes a change when its condition holds. Nothing else writes to the collection between the two.
  private func change(
    _ operation: Operation, in collection: Collection, _ place: Place, _ wait: Settlement,
    _ condition: WriteCondition?
  ) async throws(Problem) -> APIReply {
    let (outcome, version) = try await collection.writeOrRefuse { index throws(Problem) in
      try condition?.check(place.key, in: index)
      do throws(IndexError) {
        try collection.manifest?.disown([place.key.text], before: index)
        let outcome = try index.apply([operation])[0]
        let isNew = outcome == .created || outcome == .updated
        let version = isNew ? index.statistics.sequence : nil
        try index.settle(wait)
        return (outcome, version)
      } catch { throw Problem(error) }
    }
    collection.changes.count(outcome)
    return try reply(outcome, place, version)
  }

  private func reply(
    _ outcome: Outcome, _ place: Place, _ version: SequenceNumber?
  ) throws(Problem) -> APIReply {
    let word: String
    switch outcome {
    case .created: word = "created"
    case .updated: word = "updated"
    case .unchanged: word = "unchanged"
    case .deleted: word = "deleted"
    case .notFound: throw notFound(place)
    case .rejected(let error): throw Problem(error)
    }
    var reply = APIReply(status: word == "created" ? 201 : 200) { json in
      json.member("id", place.key.text)
      json.member("collection", place.collection.text)
      json.member("result", word)
      if let version { json.member("version", version) }
    }
    if let version { reply.headers.append(.init("etag", "\"\(version)\"")) }
    return reply
  }

  private func notFound(_ place: Place) -> Problem {
    Problem(
      .documentNotFound,
      "there is no document \"\(place.key.text.prefix(200))\" in collection \(place.collection)")
  }
}

// MARK: - Many documents

extension DocumentRoutes {
  private func bulk(_ request: APIRequest, collection: String) async throws(Problem) -> APIReply {
    let start = ContinuousClock.now
    let wait = try settlement(request)
    let name = try CollectionName(collection)
    try request.requireMediaType([
      "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json",
    ])
    var upload = BulkUpload(to: try await engine.collectionForWriting(name))
    upload.isWhole = request.mediaType == "application/json" ? true : nil
    try await upload.take(request.body)
    return try await finish(upload.report, in: upload.collection, wait, since: start)
  }

  private func delete(_ request: APIRequest, collection: String) async throws(Problem) -> APIReply {
    let start = ContinuousClock.now
    let collection = try engine.collection(CollectionName(collection), for: request.access)
    try request.requireMediaType(["application/json"])
    let bytes = try await request.body.collect(upTo: 16 * Wire.maximumRequestByteCount)
    var fields = try RequestFields(parsing: bytes.span)
    let ids = try fields.list("ids")
    let query = try DeleteQuery(reading: &fields)
    let isDryRun = try fields.bool("dry_run") ?? false
    let wait = try fields.choice("wait", of: Settlement.self) ?? .searchable
    try fields.finish()
    guard (ids == nil) != (query == nil) else {
      throw Problem(
        .invalidField, ids == nil ? "neither ids nor a query" : "both ids and a query",
        pointer: "/ids", hint: "send {\"ids\":[\"…\"]}, or q, filter or both")
    }
    if let query {
      let deletion = Deletion(query: query)
      let counts = engine.searchCounts
      // Whatever is wrong with the query shows here, before a writer waits for it.
      let preview = try await engine.searches.run(request.cancellation) { () throws(Problem) in
        try counts.measure(.delete, request.cancellation) { () throws(Problem) in
          try deletion.preview(collection.index())
        }
      }
      if isDryRun { return APIReply(body: preview.json) }
      return try await TaskRunner(engine: engine).answer(
        request, .delete, collection.name, isAwaited: wait != .none
      ) { [self] task throws(Problem) in
        let report = try await collection.writeOrRefuse { index throws(Problem) in
          task.begin()
          return try deletion.delete(index, collection.manifest, task)
        }
        collection.changes.count(report)
        return try await finish(
          report, in: collection, wait == .none ? .searchable : wait, since: start
        )
        .body
      }
    }
    guard let ids, !isDryRun else {
      throw Problem(
        .invalidField, "dry_run goes with a query", pointer: "/dry_run",
        hint: "leave it out: ids that are not there are counted, and no error")
    }
    let report = try await collection.write { index throws(IndexError) in
      var writer = BulkWriter(index, collection.manifest)
      for (number, id) in ids.enumerated() {
        // An id that cannot be one is not there.
        guard let key = try? DocumentKey(id) else { continue }
        try writer.delete(key, line: number + 1)
      }
      try writer.flush()
      return writer.report
    }
    collection.changes.count(report)
    return try await finish(report, in: collection, wait, since: start)
  }

  private func finish(
    _ report: BulkReport, in collection: Collection, _ wait: Settlement,
    since start: ContinuousClock.Instant
  ) async throws(Problem) -> APIReply {
    try await collection.write { index throws(IndexError) in try index.settle(wait) }
    var report = report
    report.tookMicroseconds = Int((ContinuousClock.now - start) / .microseconds(1))
    return APIReply(body: report.json)
  }

  private func settlement(_ request: APIRequest) throws(Problem) -> Settlement {
    var fields = try RequestFields(query: request.target.query)
    let wait = try fields.choice("wait", of: Settlement.self) ?? .searchable
    try fields.finish()
    return wait
  }
}
