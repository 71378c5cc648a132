import TestSupport
import Testing
import Wire

@testable import Daemon

/// Requests made from the description of the API, right and wrong ones: what is answered is what the
/// description says.
@Suite struct GeneratedRequestTests {
  @Test(arguments: Seed.some(6))
  func `whatever is asked is answered as it is described`(seed: Seed) async throws {
    var random = seed
    let harness = try Harness()
    try await harness.add(#"{"id":"a","body":"Mặt trận Tổ quốc Việt Nam","date":"2022-03-01"}"#)
    let document = try await harness.ask("GET", "/v1/openapi.json").json
    let schema = JSONSchema(of: document)
    var statuses: [Int: Int] = [:]
    for place in harness.api.places where !Self.isLeftOut(place) {
      guard let operation = document["paths"]?[place.path]?[place.method.lowercased()] else {
        Issue.record("\(place.method) \(place.path) is not described")
        continue
      }
      for round in 0..<12 {
        var made = GeneratedRequest(operation, schema, breaks: round % 3 == 2, &random)
        made.path = Self.path(place.path, &random)
        let reply = try await harness.ask(
          place.method, made.target, made.body, type: made.type, peer: .root)
        statuses[reply.status / 100, default: 0] += 1
        let what = "\(place.method) \(made.target) \(made.body): \(reply.status) \(reply.text)"
        let described = operation["responses"]?["\(reply.status)"]
        #expect(described != nil, "not described: \(what)")
        #expect(reply.status != 500, "\(what)")
        if let name = made.broken {
          #expect(reply.status >= 400, "\(name) is wrong, and was taken: \(what)")
        }
        guard ["application/json", "application/problem+json"].contains(reply.mediaType),
          let content = described?["content"],
          let own = content[reply.mediaType]?["schema"]
        else { continue }
        let flaw = schema.flaw(of: reply.json, own)
        #expect(flaw == nil, "\(what): \(flaw ?? "")")
      }
    }
    // Otherwise nothing was looked at but errors, or none.
    #expect(statuses[2, default: 0] > 100 && statuses[4, default: 0] > 100, "\(statuses)")
    await harness.close()
  }

  /// Ends the daemon, waits for what never comes, or takes away what the others ask for.
  private static func isLeftOut(_ place: Router.Place) -> Bool {
    ["/v1/admin/stop", "/v1/watch"].contains(place.path)
      || (place.method == "DELETE" && place.path == "/v1/collections/{collection}")
      || place.path.hasSuffix("documents:delete")
  }

  private static func path(_ template: String, _ random: inout Seed) -> String {
    template.replacing(
      "{collection}", with: Int.random(in: 0..<8, using: &random) == 0 ? "b" : "main"
    )
    .replacing("{id}", with: ["a", "a", "khong"].randomElement(using: &random) ?? "a")
    .replacing("{task}", with: "1").replacing("{saved}", with: "lu-quet")
    .replacing("{snapshot}", with: "tet")
  }
}

/// A request as an operation describes it.
private struct GeneratedRequest {
  var path = ""
  private var query: [String] = []
  private(set) var body = ""
  private(set) var type: String?
  /// The member that is not as it should be.
  private(set) var broken: String?

  var target: String { path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")) }

  /// - Parameter breaks: one member is to be wrong, if there is one that can be.
  init(
    _ operation: JSONValue, _ schema: JSONSchema, breaks: Bool,
    _ random: inout some RandomNumberGenerator
  ) {
    for parameter in operation["parameters"]?.array ?? [] {
      guard parameter["in"]?.string == "query", let name = parameter["name"]?.string,
        let own = parameter["schema"]
      else { continue }
      let isRequired = parameter["required"] == .bool(true)
      guard isRequired || Int.random(in: 0..<4, using: &random) == 0 else { continue }
      let value = Self.value(schema.resolved(own), schema, &random)
      guard let text = Self.text(of: value) else { continue }
      query.append("\(name)=\(PercentCoding.encode(text))")
    }
    guard case .object(let content)? = operation["requestBody"]?["content"],
      let first = content.first, let own = first.value["schema"]
    else { return }
    type = first.name
    let object = schema.resolved(own)
    guard first.name == "application/json", case .object(let properties)? = object["properties"]
    else { return }
    let required = object["required"]?.array?.compactMap(\.string) ?? []
    var members: [JSONValue.Member] = []
    for property in properties
    where required.contains(property.name) || Int.random(in: 0..<4, using: &random) == 0 {
      let value = Self.value(schema.resolved(property.value), schema, &random)
      members.append(JSONValue.Member(property.name, value))
    }
    if breaks, let place = members.indices.randomElement(using: &random) {
      // An object is what only few members may be.
      let wrong = JSONValue.object([JSONValue.Member("z", .array([]))])
      if let own = object["properties"]?[members[place].name], schema.flaw(of: wrong, own) != nil {
        members[place].value = wrong
        broken = members[place].name
      }
    }
    var json = JSONWriter()
    JSONValue.object(members).write(to: &json)
    body = String(decoding: json.bytes, as: UTF8.self)
  }

  private static let words = [
    "mặt trận", "a", "\"mat tran\"", "date", "*", "1", "", "ng*n", "2022",
  ]

  private static func value(
    _ schema: JSONValue, _ all: JSONSchema, _ random: inout some RandomNumberGenerator
  ) -> JSONValue {
    if let choices = schema["anyOf"]?.array, let one = choices.randomElement(using: &random) {
      return value(all.resolved(one), all, &random)
    }
    if let choices = schema["enum"]?.array, let one = choices.randomElement(using: &random) {
      return one
    }
    switch schema["type"]?.string {
    case "integer", "number":
      let least = schema["minimum"]?.int ?? 0
      let most = min(schema["maximum"]?.int ?? least + 20, least + 20)
      return .number("\(Int.random(in: least...max(least, most), using: &random))")
    case "boolean": return .bool(Bool.random(using: &random))
    case "array":
      let items = schema["items"].map(all.resolved) ?? .null
      return .array(
        (0..<Int.random(in: 0..<3, using: &random)).map { _ in value(items, all, &random) })
    case "object":
      guard case .object(let properties)? = schema["properties"] else { return .object([]) }
      let required = schema["required"]?.array?.compactMap(\.string) ?? []
      return .object(
        properties.filter { required.contains($0.name) || Bool.random(using: &random) }
          .map { JSONValue.Member($0.name, value(all.resolved($0.value), all, &random)) })
    default: return .string(words.randomElement(using: &random) ?? "a")
    }
  }

  /// As it stands in a URL; nil for what does not.
  private static func text(of value: JSONValue) -> String? {
    switch value {
    case .string(let text), .number(let text): text
    case .bool(let bool): bool ? "true" : "false"
    case .array(let values): values.compactMap { text(of: $0) }.joined(separator: ",")
    default: nil
    }
  }
}
