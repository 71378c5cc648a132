/// What became of the documents of one request.
///
/// ```json
/// {"received":3,"created":2,"updated":0,"unchanged":0,"deleted":0,"not_found":0,"rejected":1,
///  "errors":[{"line":3,"code":"bad_json","detail":"…","position":{"byte":12}}],"took_us":5120}
/// ```
public struct BulkReport: Sendable, Equatable {
  public var received = 0
  public var created = 0
  public var updated = 0
  /// Sent again just as they were: nothing to do.
  public var unchanged = 0
  public var deleted = 0
  public var notFound = 0
  /// Not taken; the first `maximumErrors` say why.
  public var rejected = 0
  /// What is wrong with single lines, or with single elements when a JSON array was sent.
  public var errors: [LineError] = []
  public var tookMicroseconds = 0

  /// How many errors a report spells out.
  public static let maximumErrors = 1_000

  public init() {}

  public struct LineError: Sendable, Equatable {
    /// Counted from 1.
    public var line: Int
    /// The document's id, as far as it was understood.
    public var id: String?
    public var problem: Problem

    public init(line: Int, id: String? = nil, problem: Problem) {
      self.line = line
      self.id = id
      self.problem = problem
    }
  }

  public mutating func reject(line: Int, id: String? = nil, _ problem: Problem) {
    rejected += 1
    if errors.count < Self.maximumErrors {
      errors.append(LineError(line: line, id: id, problem: problem))
    }
  }

  /// Takes over another request's counts, its lines counted on from `firstLine`.
  public mutating func add(_ other: BulkReport, firstLine: Int = 1) {
    received += other.received
    created += other.created
    updated += other.updated
    unchanged += other.unchanged
    deleted += other.deleted
    notFound += other.notFound
    rejected += other.rejected
    tookMicroseconds += other.tookMicroseconds
    for error in other.errors where errors.count < Self.maximumErrors {
      var moved = error
      moved.line += firstLine - 1
      errors.append(moved)
    }
  }
}

extension BulkReport {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("received", received)
      json.member("created", created)
      json.member("updated", updated)
      json.member("unchanged", unchanged)
      json.member("deleted", deleted)
      json.member("not_found", notFound)
      json.member("rejected", rejected)
      json.array("errors") { json in
        for error in errors { error.write(to: &json) }
      }
      json.member("took_us", tookMicroseconds)
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    try self.init(JSONValue(parsing: bytes))
  }

  /// - Throws: when a member that must be there is not.
  init(_ value: JSONValue) throws(JSONError) {
    guard let received = value["received"]?.int else {
      throw JSONError(.unexpected(found: nil, expected: "a bulk report"), at: 0)
    }
    self.received = received
    created = value["created"]?.int ?? 0
    updated = value["updated"]?.int ?? 0
    unchanged = value["unchanged"]?.int ?? 0
    deleted = value["deleted"]?.int ?? 0
    notFound = value["not_found"]?.int ?? 0
    rejected = value["rejected"]?.int ?? 0
    errors = value["errors"]?.array?.compactMap(LineError.init(json:)) ?? []
    tookMicroseconds = value["took_us"]?.int ?? 0
  }
}

extension BulkReport.LineError {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("line", line)
      json.member(ifPresent: "id", id)
      json.member("code", problem.code.rawValue)
      problem.writeFacts(to: &json)
    }
  }

  fileprivate init?(json: JSONValue) {
    guard let line = json["line"]?.int, let code = json["code"]?.string else { return nil }
    self.init(
      line: line, id: json["id"]?.string,
      problem: Problem(
        Problem.Code(rawValue: code) ?? .internal, json["detail"]?.string ?? "",
        pointer: json["pointer"]?.string, position: Problem.Position(json: json["position"]),
        hint: json["hint"]?.string))
  }
}
