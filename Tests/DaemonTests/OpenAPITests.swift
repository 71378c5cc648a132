import TestSupport
import Testing
import Wire

@testable import Daemon

/// The description of the API against the API.
@Suite struct OpenAPITests {
  private func document(_ harness: Harness) async throws -> JSONValue {
    let reply = try await harness.ask("GET", "/v1/openapi.json", peer: nil)
    try #require(reply.status == 200, "\(reply.text)")
    return reply.json
  }

  private func members(_ json: JSONValue?) -> [JSONValue.Member] {
    if case .object(let members)? = json { members } else { [] }
  }

  @Test func `every route is described, and everything described is a route`() async throws {
    let harness = try Harness()
    let document = try await document(harness)
    var described: Set<String> = []
    for path in members(document["paths"]) {
      for operation in members(path.value) {
        described.insert("\(operation.name.uppercased()) \(path.name)")
        #expect(operation.value["summary"]?.string?.isEmpty == false)
      }
    }
    let routes = Set(harness.api.places.map { "\($0.method) \($0.path)" })
    #expect(described == routes)
    let written = Set(APIOperation.all.flatMap { one in one.methods.map { "\($0) \(one.path)" } })
    #expect(written == routes)
    #expect(described.count > 50)
    await harness.close()
  }

  @Test func `every reference leads somewhere, and names are given once`() async throws {
    let harness = try Harness()
    let document = try await document(harness)
    let schemas = Set(members(document["components"]?["schemas"]).map(\.name))
    var names: [String] = []
    func look(_ json: JSONValue) {
      switch json {
      case .object(let members):
        for member in members {
          if member.name == "$ref", let path = member.value.string {
            #expect(schemas.contains(String(path.split(separator: "/").last ?? "")), "\(path)")
          }
          if member.name == "operationId", let name = member.value.string { names.append(name) }
          look(member.value)
        }
      case .array(let values): for value in values { look(value) }
      default: break
      }
    }
    look(document)
    #expect(Set(names).count == names.count)
    await harness.close()
  }

  private static let stranger = "zzzzzzzzzzzzzzzz"

  /// Asks each operation with a member that nobody knows: the answer lists those that are known.
  @Test func `an operation has the members that its decoder knows, and no others`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"a","body":"mặt trận"}"#)
    for operation in APIOperation.all where operation.body == nil || operation.isOptional {
      for method in operation.methods {
        let path = operation.path.replacing("{collection}", with: "main")
          .replacing("{id}", with: "a").replacing("{task}", with: "1")
          .replacing("{saved}", with: "a")
        var known: Set<String> = []
        if ["GET", "DELETE"].contains(method) {
          let asked = operation.fields + operation.items
          guard !asked.isEmpty else { continue }
          let required = operation.fields.filter { $0.name == "q" || $0.isRequired }
            .map { "\($0.name)=a&" }.joined()
          let reply = try await harness.ask(
            method, "\(path)?\(required)\(Self.stranger)=1", peer: .root)
          known = try Self.known(reply)
          #expect(known == Set(asked.map(\.name)), "\(method) \(path): \(reply.text)")
        } else {
          guard !operation.fields.isEmpty else { continue }
          let required = operation.fields.filter { $0.name == "q" || $0.isRequired }
            .map { "\"\($0.name)\":\"a\"," }.joined()
          let reply = try await harness.ask(
            method, path, "{\(required)\"\(Self.stranger)\":1}", peer: .root)
          known = try Self.known(reply)
          #expect(known == Set(operation.fields.map(\.name)), "\(method) \(path): \(reply.text)")
        }
      }
    }
    for (text, fields) in [
      (#"{"q":"a","highlight":{"\#(Self.stranger)":1}}"#, Fields.search)
    ] {
      let reply = try await harness.ask("POST", "/v1/search", text)
      guard case .truthOr(let inner)? = fields.first(where: { $0.name == "highlight" })?.schema
      else {
        Issue.record("no highlight")
        continue
      }
      #expect(try Self.known(reply) == Set(inner.map(\.name)))
    }
    await harness.close()
  }

  /// What stands in the hint: `known: a, b, c`.
  private static func known(_ reply: Reply) throws -> Set<String> {
    try #require(reply.code == "unknown_field", "\(reply.text)")
    let hint = try #require(reply["hint"]?.string)
    try #require(hint.hasPrefix("known: "), "\(hint)")
    return Set(hint.dropFirst(7).split(separator: ", ").map(String.init))
  }

  /// The statuses that requests of all kinds are answered with are those that are described.
  @Test func `what is answered is described`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"a","body":"mặt trận"}"#)
    let document = try await document(harness)
    let bodies = [
      "", "{", "{}", "[]", #"{"q":"a"}"#, #"{"q":"\"a","syntax":"strict"}"#, #"{"x":1}"#,
    ]
    for place in harness.api.places where place.path != "/v1/admin/stop" {
      let described = members(
        document["paths"]?[place.path]?[place.method.lowercased()]?["responses"]
      ).map(\.name)
      for (collection, id) in [("main", "a"), ("khong", "b"), ("A B", "c")] {
        let path = place.path.replacing("{collection}", with: PercentCoding.encode(collection))
          .replacing("{id}", with: id).replacing("{task}", with: "7").replacing("{saved}", with: id)
          .replacing(
            "{snapshot}", with: id)
        for body in place.method == "GET" || place.method == "DELETE" ? [""] : bodies {
          for query in ["", "?q=a", "?x=1", "?wait=x"] {
            for peer in [Peer.root, nil] where !(place.method == "DELETE" && peer == .root) {
              let reply = try await harness.ask(
                place.method, path + query, body, peer: peer)
              #expect(
                described.contains("\(reply.status)"),
                "\(place.method) \(path)\(query) \(body): \(reply.status) of \(described): \(reply.text)"
              )
              #expect(reply.status != 500)
            }
          }
        }
      }
    }
    await harness.close()
  }

  /// Each code is what some test is about.
  @Test func `every code of an error is met by a test`() throws {
    let root = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
    var text = ""
    for room in ["DaemonTests", "MuclucTests", "WebTests"] {
      for file in SourceText.files(in: root + "/" + room)
      where !file.hasSuffix("OpenAPITests.swift") {
        text += try ConfigFile.text(of: file)
      }
    }
    for code in Problem.Code.allCases {
      #expect(
        text.contains("\"\(code.rawValue)\"") || text.contains(".\(code)"), "\(code.rawValue)")
    }
  }
}

extension APIOperation {
  /// A body of fields that may be left out.
  fileprivate var isOptional: Bool { if case .optionalFields? = body { true } else { false } }
}
