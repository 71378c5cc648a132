import Wire

/// The API for programs: OpenAPI 3.1 at `/v1/openapi.json`.
///
/// Paths, methods and rights are the router's own; what each takes and gives stands in
/// `APIOperation.all`, in the words of the decoders. Tests hold them together: each route has an
/// operation and the reverse, and each operation has the members that its decoder knows.
struct OpenAPI: Sendable {
  let routes: [Router.Place]

  var json: [UInt8] {
    var json = JSONWriter(reserving: 64 << 10)
    json.object { json in
      json.member("openapi", "3.1.0")
      json.object("info") { json in
        json.member("title", "mucluc")
        json.member("version", Wire.version)
        json.member(
          "description",
          "Full-text search for Vietnamese archives, over a Unix socket. Access is by the peer's user"
            + " and groups. Every error is application/problem+json with a code of a closed list."
            + " A member of a request that is null counts as not given. What a daemon can do is said"
            + " by api_extensions in GET / and GET /v1/status, which only become more.")
      }
      json.array("servers") { json in
        json.object { json in
          json.member("url", "http://localhost")
          json.member("description", "curl --unix-socket PATH http://localhost/")
        }
      }
      json.object("paths") { writePaths(to: &$0) }
      json.object("components") { json in
        json.object("schemas") { json in
          for (name, schema) in Components.all { json.member(name, json: schema.json) }
        }
      }
    }
    return json.bytes
  }

  private func writePaths(to json: inout JSONWriter) {
    var paths: [String] = []
    for route in routes where !paths.contains(route.path) { paths.append(route.path) }
    for path in paths {
      json.object(path) { json in
        for route in routes where route.path == path {
          guard let operation = APIOperation.find(route.method, path) else { continue }
          json.object(route.method.lowercased()) { json in
            operation.write(as: route, to: &json)
          }
        }
      }
    }
  }
}

/// What one route takes and gives.
struct APIOperation: Sendable {
  /// Of which one path has the same.
  let methods: [String]
  let path: String
  let summary: String
  /// In the URL, of GET; in the body, of POST, PUT and PATCH, if there is no other body.
  let fields: [Field]
  /// In the URL, whatever the method.
  let items: [Field]
  let body: Body?
  let reply: Reply
  /// Beside those that every route may answer.
  let errors: [Problem.Code]
  /// Headers that are read.
  let headers: [Field]

  /// A body that is not an object of fields.
  enum Body: Sendable {
    case lines(Schema)
    case json(Schema)
    /// May be left out.
    case optionalFields
  }

  enum Reply: Sendable {
    case json(Schema, statuses: [Int] = [200])
    case lines(Schema)
    case linesOrText(Schema)
    case text
  }

  init(
    _ methods: String, _ path: String, _ summary: String, fields: [Field] = [],
    items: [Field] = [], headers: [Field] = [], body: Body? = nil, reply: Reply,
    errors: [Problem.Code] = []
  ) {
    self.methods = methods.split(separator: " ").map(String.init)
    self.path = path
    self.summary = summary
    self.fields = fields
    self.items = items
    self.headers = headers
    self.body = body
    self.reply = reply
    self.errors = errors
  }

  static let all = search + saved + texts + documents + collections + service

  static func find(_ method: String, _ path: String) -> APIOperation? {
    all.first { $0.path == path && $0.methods.contains(method) }
  }
}

// MARK: - Writing

extension APIOperation {
  fileprivate func write(as route: Router.Place, to json: inout JSONWriter) {
    json.member("operationId", Self.name(of: route))
    json.member("summary", summary)
    json.member("x-access", route.need.word)
    writeParameters(route.method, to: &json)
    writeBody(route.method, to: &json)
    json.object("responses") { json in
      for status in statuses { json.object("\(status)") { writeReply(status, to: &$0) } }
      for status in problemStatuses(route) {
        json.object("\(status)") { json in
          let codes = Problem.Code.allCases.filter { $0.status == status }.map(\.rawValue)
          json.member("description", codes.joined(separator: ", "))
          json.object("content") { json in
            json.object(Problem.mediaType) { json in
              json.member("schema", json: Schema.reference("Problem").json)
            }
          }
        }
      }
    }
  }

  /// `get_v1_collections_collection`.
  private static func name(of route: Router.Place) -> String {
    let words = route.path.split { !$0.isLetter && !$0.isNumber }
    return ([Substring(route.method.lowercased())] + words).joined(separator: "_")
  }

  private var statuses: [Int] { if case .json(_, let statuses) = reply { statuses } else { [200] } }

  private func hasBody(_ method: String) -> Bool {
    ["POST", "PUT", "PATCH"].contains(method) && (body != nil || !fields.isEmpty)
  }

  /// Statuses of problems that this route may answer, rising.
  private func problemStatuses(_ route: Router.Place) -> [Int] {
    var codes: [Problem.Code] = [.badRequest, .browserRequest, .headersTooLarge, .internal]
    codes += [.overloaded]
    if route.path.contains("{") { codes.append(.notFound) }
    if hasBody(route.method) { codes += [.bodyTooLarge, .unsupportedMediaType] }
    return Set((codes + errors).map(\.status)).subtracting(statuses).sorted()
  }

  private func writeParameters(_ method: String, to json: inout JSONWriter) {
    var parameters: [(place: String, field: Field)] = []
    for part in path.split(separator: "/") {
      guard let open = part.firstIndex(of: "{"), let close = part.firstIndex(of: "}") else {
        continue
      }
      let name = String(part[part.index(after: open)..<close])
      parameters.append(
        ("path", Field(name, Components.pathSchema(of: name), "", isRequired: true)))
    }
    parameters += items.map { ("query", $0) }
    if !hasBody(method) { parameters += fields.flatMap(\.inURL).map { ("query", $0) } }
    parameters += headers.map { ("header", $0) }
    guard !parameters.isEmpty else { return }
    json.array("parameters") { json in
      for (place, field) in parameters {
        json.object { json in
          json.member("name", field.name)
          json.member("in", place)
          json.member(ifPresent: "description", field.about)
          if place == "path" || field.isRequired { json.member("required", true) }
          json.member("schema", json: field.schema.inURL.json)
          // Several values go into one, with commas.
          if case .list = field.schema.inURL {
            json.member("style", "form")
            json.member("explode", false)
          }
        }
      }
    }
  }

  private func writeBody(_ method: String, to json: inout JSONWriter) {
    guard hasBody(method) else { return }
    json.object("requestBody") { json in
      switch body {
      case .lines(let line):
        json.member("description", "One a line: " + line.word)
        json.member("required", true)
        Self.content(types: ["application/x-ndjson"], to: &json)
      case .json(let schema):
        json.member("required", true)
        Self.content(schema, to: &json)
      case .optionalFields: Self.content(.object(fields), to: &json)
      case nil:
        json.member("required", true)
        Self.content(.object(fields), to: &json)
      }
    }
  }

  private func writeReply(_ status: Int, to json: inout JSONWriter) {
    json.member("description", Self.meaning(of: status))
    json.object("headers") { json in
      json.object("X-Request-Id") { $0.member("schema", json: Schema.text.json) }
    }
    switch reply {
    case .json(let schema, _):
      Self.content(status == 202 && isTask ? .reference("Task") : schema, to: &json)
    case .lines: Self.content(types: ["application/x-ndjson"], to: &json)
    case .linesOrText: Self.content(types: ["application/x-ndjson", "text/csv"], to: &json)
    case .text: Self.content(types: ["text/plain"], to: &json)
    }
  }

  /// Whether the answer to a request that is not waited for is a task.
  private var isTask: Bool { (items + fields).contains { $0.name == "wait" } }

  private static func meaning(of status: Int) -> String {
    switch status {
    case 201: "Made."
    case 202: "Begun; not done yet."
    default: "Done."
    }
  }

  private static func content(_ schema: Schema, to json: inout JSONWriter) {
    json.object("content") { json in
      json.object("application/json") { $0.member("schema", json: schema.json) }
    }
  }

  private static func content(types: [String], to json: inout JSONWriter) {
    json.object("content") { json in
      for type in types { json.object(type) { $0.member("schema", json: Schema.text.json) } }
    }
  }
}

extension Router.Need {
  var word: String {
    switch self {
    case .nothing: "any"
    case .reading: "read"
    case .writing: "write"
    case .administration: "admin"
    }
  }
}
