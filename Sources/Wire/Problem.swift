/// Every error on the wire: RFC 9457 problem details with a stable machine-readable code.
///
/// ```json
/// {"type":"urn:mucluc:error:query_syntax","title":"Query syntax error","status":400,
///  "code":"query_syntax","detail":"unbalanced \" at character 18","pointer":"/q",
///  "position":{"byte":22,"char":18},"hint":"close the phrase","request_id":"c0ffee-17"}
/// ```
public struct Problem: Error, Sendable, Equatable {
  public var code: Code
  /// What happened, where, and what to do: one line.
  public var detail: String
  /// The member of the request that is wrong, as a JSON pointer: `/q`.
  public var pointer: String?
  /// Where in that member.
  public var position: Position?
  /// What would be right.
  public var hint: String?
  /// The identity of the request, also in the reply's `X-Request-Id`.
  public var requestID: String?

  public init(
    _ code: Code, _ detail: String, pointer: String? = nil, position: Position? = nil,
    hint: String? = nil, requestID: String? = nil
  ) {
    self.code = code
    self.detail = detail
    self.pointer = pointer
    self.position = position
    self.hint = hint
    self.requestID = requestID
  }

  /// A place in a text, both counted from 0.
  public struct Position: Sendable, Equatable {
    public var byte: Int
    /// Nil where characters were not counted, as in large JSON texts.
    public var character: Int?

    public init(byte: Int, character: Int? = nil) {
      self.byte = byte
      self.character = character
    }
  }
}

extension Problem: CustomStringConvertible {
  public var description: String {
    let place = position?.character.map { " at character \($0 + 1)" } ?? ""
    let hint = hint.map { " (\($0))" } ?? ""
    return "\(detail)\(place)\(hint) [\(code.rawValue)]"
  }
}

extension Problem {
  /// The closed list of what can go wrong. Codes are never renamed.
  public enum Code: String, Sendable, CaseIterable {
    /// The request is not HTTP/1.1.
    case badRequest = "bad_request"
    case badJSON = "bad_json"
    case unknownField = "unknown_field"
    case invalidField = "invalid_field"
    case querySyntax = "query_syntax"
    case queryTooComplex = "query_too_complex"
    /// The filter is malformed, or compares what cannot be compared.
    case filterSyntax = "filter_syntax"
    /// No document has the field that a filter or an order names.
    case unknownColumn = "unknown_column"
    /// What was sent as a cursor is none, or belongs to another query.
    case badCursor = "bad_cursor"
    /// This user may not do that.
    case peerNotAllowed = "peer_not_allowed"
    /// This user may read here, or nothing, and not write.
    case writeNotAllowed = "write_not_allowed"
    /// The daemon does not read this path for others.
    case pathNotAllowed = "path_not_allowed"
    /// The request carries a browser's headers.
    case browserRequest = "browser_request"
    /// The web page is asked without having been opened by its address.
    case sessionRequired = "session_required"
    /// The web page finds no daemon at the socket.
    case noDaemon = "no_daemon"
    /// No such path.
    case notFound = "not_found"
    case collectionNotFound = "collection_not_found"
    case documentNotFound = "document_not_found"
    case taskNotFound = "task_not_found"
    case snapshotNotFound = "snapshot_not_found"
    case savedSearchNotFound = "saved_search_not_found"
    case methodNotAllowed = "method_not_allowed"
    /// Something else is being done to the same thing, which excludes this.
    case conflict
    /// The document is not the one that the change was meant for.
    case versionConflict = "version_conflict"
    /// Somebody asked for the end of this work.
    case canceled
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case headersTooLarge = "headers_too_large"
    /// A fault of the daemon's own.
    case `internal`
    /// The configuration's files are wrong; the detail has all of it.
    case invalidConfig = "invalid_config"
    /// A file of the index is damaged; the detail names it.
    case indexCorrupt = "index_corrupt"
    /// The index was made by another version of the program; the detail says what to do.
    case indexVersion = "index_version"
    /// More requests wait than the daemon takes; the reply says when to come again.
    case overloaded
    case shuttingDown = "shutting_down"
    /// A write failed, and none is taken until the daemon is started again.
    case readOnly = "read_only"
    case timedOut = "timed_out"
    /// The daemon ended in the middle of this work.
    case interrupted
    case diskFull = "disk_full"

    /// The HTTP status that goes with it.
    public var status: Int {
      switch self {
      case .badRequest, .badJSON, .unknownField, .invalidField, .querySyntax, .queryTooComplex,
        .filterSyntax, .unknownColumn, .badCursor:
        400
      case .peerNotAllowed, .writeNotAllowed, .pathNotAllowed, .browserRequest, .sessionRequired:
        403
      case .notFound, .collectionNotFound, .documentNotFound, .taskNotFound, .snapshotNotFound,
        .savedSearchNotFound:
        404
      case .methodNotAllowed: 405
      case .conflict, .versionConflict, .canceled: 409
      case .bodyTooLarge: 413
      case .unsupportedMediaType: 415
      case .invalidConfig: 422
      case .headersTooLarge: 431
      case .internal, .indexCorrupt, .indexVersion: 500
      case .noDaemon: 502
      case .overloaded, .shuttingDown, .readOnly, .interrupted: 503
      case .timedOut: 504
      case .diskFull: 507
      }
    }

    /// A short name for people, the same for every problem of this kind.
    public var title: String {
      switch self {
      case .badRequest: "Malformed HTTP request"
      case .badJSON: "Malformed JSON"
      case .unknownField: "Unknown member"
      case .invalidField: "Invalid value"
      case .querySyntax: "Query syntax error"
      case .queryTooComplex: "Query too complex"
      case .filterSyntax: "Filter syntax error"
      case .unknownColumn: "Unknown field in a filter or order"
      case .badCursor: "Not a cursor of this query"
      case .peerNotAllowed: "Not allowed for this user"
      case .writeNotAllowed: "Writing is not allowed for this user"
      case .pathNotAllowed: "Not read for others"
      case .browserRequest: "Requests from browsers are refused"
      case .sessionRequired: "Opened without its address"
      case .noDaemon: "No daemon answers"
      case .notFound: "No such path"
      case .collectionNotFound: "No such collection"
      case .documentNotFound: "No such document"
      case .taskNotFound: "No such task"
      case .snapshotNotFound: "No such snapshot"
      case .savedSearchNotFound: "No such saved search"
      case .conflict: "In the way of something else"
      case .versionConflict: "The document has another version"
      case .canceled: "Canceled"
      case .interrupted: "Interrupted by the daemon's end"
      case .methodNotAllowed: "Method not allowed"
      case .bodyTooLarge: "Body too large"
      case .unsupportedMediaType: "Unsupported media type"
      case .headersTooLarge: "Headers too large"
      case .internal: "Internal error"
      case .invalidConfig: "Configuration not valid"
      case .indexCorrupt: "Index damaged"
      case .indexVersion: "Index of another version"
      case .overloaded: "Too many requests waiting"
      case .shuttingDown: "Shutting down"
      case .readOnly: "Writes are refused"
      case .timedOut: "Timed out"
      case .diskFull: "Disk full"
      }
    }
  }
}

extension Problem {
  package static let mediaType = "application/problem+json"

  package var json: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("type", "urn:mucluc:error:\(code.rawValue)")
      json.member("title", code.title)
      json.member("status", code.status)
      json.member("code", code.rawValue)
      writeFacts(to: &json)
      if let requestID { json.member("request_id", requestID) }
    }
  }

  /// The members that say what happened, without those that only name its kind.
  func writeFacts(to json: inout JSONWriter) {
    json.member("detail", detail)
    if let pointer { json.member("pointer", pointer) }
    if let position {
      json.object("position") { json in
        json.member("byte", position.byte)
        if let character = position.character { json.member("char", character) }
      }
    }
    if let hint { json.member("hint", hint) }
  }

  /// Reads a reply's body. A code from a newer daemon is taken for an internal error; its detail
  /// is kept.
  package init?(json bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes.span), let code = value["code"]?.string,
      let detail = value["detail"]?.string
    else { return nil }
    self.init(
      Code(rawValue: code) ?? .internal, detail, pointer: value["pointer"]?.string,
      position: Position(json: value["position"]), hint: value["hint"]?.string,
      requestID: value["request_id"]?.string)
  }

  /// A text that is not JSON: says at which byte.
  package init(_ error: JSONError, pointer: String? = nil) {
    self.init(
      .badJSON, error.description, pointer: pointer, position: Position(byte: error.byte))
  }
}

extension Problem.Position {
  init?(json: JSONValue?) {
    guard let byte = json?["byte"]?.int else { return nil }
    self.init(byte: byte, character: json?["char"]?.int)
  }
}
