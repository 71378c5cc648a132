/// Long work of the daemon: what it is, how far it has come, and what came of it.
///
/// ```json
/// {"id":42,"kind":"check","collection":"main","status":"running","user":1000,
///  "created_at":"2026-11-23T01:15:02Z","started_at":"2026-11-23T01:15:02Z",
///  "progress":{"done":1834020,"total":20511000,"unit":"bytes"}}
/// ```
public struct TaskRecord: Sendable, Equatable {
  /// Counted from 1, never given twice in a data directory.
  public var id: Int
  public var kind: Kind
  public var collection: String
  public var status: Status = .enqueued
  /// The user id of whoever asked; nil when it is not known.
  public var user: Int?
  /// Times as `2026-11-23T01:02:03Z`; empty for what has not happened.
  public var createdAt: String
  public var startedAt = ""
  public var finishedAt = ""
  public var progress: Progress?
  /// What the work came to, as the request without `wait=none` answers: JSON.
  public var result: [UInt8] = []
  /// Why it failed.
  public var error: Problem?

  public enum Kind: String, Sendable, CaseIterable {
    case check
    case optimize
    case snapshot
    case restore
    /// Segments made anew from their stored documents.
    case reindex
    /// Files of the daemon's machine.
    case ingest
    /// Deletion by query.
    case delete
  }

  public enum Status: String, Sendable, CaseIterable {
    case enqueued
    case running
    /// Asked to stop: it does at the next place where it can.
    case canceling
    case succeeded
    case failed
    case canceled

    public var isFinal: Bool {
      switch self {
      case .enqueued, .running, .canceling: false
      case .succeeded, .failed, .canceled: true
      }
    }
  }

  public struct Progress: Sendable, Equatable {
    public var done: Int
    public var total: Int
    /// What is counted: `bytes`, `documents`, `segments`.
    public var unit: String

    public init(done: Int, total: Int, unit: String) {
      self.done = done
      self.total = total
      self.unit = unit
    }
  }

  public init(id: Int, kind: Kind, collection: String, createdAt: String) {
    self.id = id
    self.kind = kind
    self.collection = collection
    self.createdAt = createdAt
  }
}

extension TaskRecord {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      json.member("kind", kind.rawValue)
      json.member("collection", collection)
      json.member("status", status.rawValue)
      if let user { json.member("user", user) }
      json.member("created_at", createdAt)
      json.member(ifPresent: "started_at", startedAt)
      json.member(ifPresent: "finished_at", finishedAt)
      if let progress {
        json.object("progress") { json in
          json.member("done", progress.done)
          json.member("total", progress.total)
          json.member("unit", progress.unit)
        }
      }
      if !result.isEmpty { json.member("result", json: result) }
      if let error {
        json.object("error") { json in
          json.member("code", error.code.rawValue)
          error.writeFacts(to: &json)
        }
      }
    }
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }

  /// - Throws: `JSONError` when it is no task.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    try self.init(json: JSONValue(parsing: bytes))
  }

  package init(json: JSONValue) throws(JSONError) {
    guard let id = json["id"]?.int, let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let status = json["status"]?.string.flatMap(Status.init(rawValue:))
    else { throw JSONError(.unexpected(found: nil, expected: "a task"), at: 0) }
    self.init(
      id: id, kind: kind, collection: json["collection"]?.string ?? "",
      createdAt: json["created_at"]?.string ?? "")
    self.status = status
    user = json["user"]?.int
    startedAt = json["started_at"]?.string ?? ""
    finishedAt = json["finished_at"]?.string ?? ""
    if let progress = json["progress"] {
      self.progress = Progress(
        done: progress["done"]?.int ?? 0, total: progress["total"]?.int ?? 0,
        unit: progress["unit"]?.string ?? "")
    }
    if let result = json["result"] { self.result = result.bytes }
    if let error = json["error"] {
      self.error = Problem(
        error["code"]?.string.flatMap(Problem.Code.init(rawValue:)) ?? .internal,
        error["detail"]?.string ?? "", hint: error["hint"]?.string)
    }
  }
}
