import TestSupport
import Testing
import Wire

@testable import Daemon

@Suite struct WriteConditionTests {
  private static let place = "/v1/collections/main/documents/a"

  private func put(
    _ harness: Harness, _ body: String, _ query: String = "", _ headers: [APIRequest.Header] = []
  ) async throws -> Reply {
    try await harness.ask("PUT", Self.place + query, #"{"body":"\#(body)"}"#, headers: headers)
  }

  @Test func `a change is made when the document is the one it was meant for`() async throws {
    let harness = try Harness()
    let first = try await put(harness, "một", "?if_version=0")
    let version = try #require(first["version"]?.int)
    #expect(first.header("etag") == "\"\(version)\"")
    let read = try await harness.ask("GET", Self.place)
    #expect(read["_version"]?.int == version)
    #expect(read.header("etag") == "\"\(version)\"")
    let second = try await put(harness, "hai", "?if_version=\(version)")
    #expect(second.status == 200, "\(second.text)")
    let newer = try #require(second["version"]?.int)
    #expect(newer > version)

    for (query, headers) in [
      ("?if_version=\(version)", []), ("?if_version=0", []),
      ("", [APIRequest.Header("if-match", "\"\(version)\"")]),
      ("", [.init("if-none-match", "*")]),
    ] {
      let refused = try await put(harness, "ba", query, headers)
      #expect(refused.code == "version_conflict", "\(query) \(headers): \(refused.text)")
      #expect(refused.status == 409)
    }
    #expect(try await harness.ask("GET", Self.place)["_version"]?.int == newer)
    #expect(try await put(harness, "ba", "", [.init("if-match", "*")]).status == 200)
    let gone = try await harness.ask("DELETE", Self.place + "?if_version=\(newer)")
    #expect(gone.code == "version_conflict")
    let last = try await harness.ask("GET", Self.place)["_version"]?.int ?? 0
    #expect(try await harness.ask("DELETE", Self.place + "?if_version=\(last)").status == 200)
    let absent = try await put(harness, "bốn", "", [.init("if-match", "*")])
    #expect(absent.code == "version_conflict")
    #expect(try await put(harness, "bốn", "", [.init("if-none-match", "*")]).status == 201)
    await harness.close()
  }

  @Test func `a write that cannot be searched yet counts, too`() async throws {
    let harness = try Harness()
    #expect(try await put(harness, "một", "?wait=none&if_version=0").status == 201)
    #expect(try await put(harness, "hai", "?wait=none&if_version=0").code == "version_conflict")
    await harness.close()
  }

  @Test func `of many writers with the same version one wins, each time`() async throws {
    let harness = try Harness()
    var version = try #require(try await put(harness, "0")["version"]?.int)
    for round in 1...10 {
      let replies = await withTaskGroup(of: Reply?.self) { group in
        for writer in 0..<8 {
          let now = version
          group.addTask { try? await put(harness, "\(round)-\(writer)", "?if_version=\(now)") }
        }
        return await group.reduce(into: [Reply]()) { all, one in if let one { all.append(one) } }
      }
      let won = replies.filter { $0.status == 200 }
      #expect(won.count == 1)
      #expect(replies.count { $0.code == "version_conflict" } == 7)
      version = won.first?["version"]?.int ?? 0
    }
    await harness.close()
  }

  @Test func `versions stay when segments are merged and made anew`() async throws {
    let harness = try Harness()
    let version = try await put(harness, "một")["version"]?.int
    try await harness.add(#"{"id":"b","body":"x"}"#)
    for work in ["optimize", "reindex"] {
      _ = try await harness.ask("POST", "/v1/collections/main/" + work, peer: .root)
      #expect(try await harness.ask("GET", Self.place)["_version"]?.int == version)
    }
    // What is read can be written again, and nothing has changed then.
    let text = try await harness.ask("GET", Self.place).text
    #expect(try await harness.ask("PUT", Self.place, text)["result"]?.string == "unchanged")
    await harness.close()
  }

  @Test(arguments: [
    ("?if_version=x", []), ("?if_version=-1", []), ("", [("if-match", "17")]),
    ("", [("if-none-match", "\"17\"")]), ("?if_version=1", [("if-match", "*")]),
    ("?wait=maybe", []),
  ])
  func `a condition that is none is refused`(
    query: String, headers: [(String, String)]
  ) async throws {
    let harness = try Harness()
    let reply = try await put(harness, "x", query, headers.map { .init($0.0, $0.1) })
    #expect(reply.code == "invalid_field", "\(reply.text)")
    await harness.close()
  }

  @Test func `each line of many may have a condition of its own`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"a","body":"một"}"#, #"{"id":"b","body":"hai"}"#)
    let place = "/v1/collections/main/documents"
    let a = try #require(try await harness.ask("GET", place + "/a")["_version"]?.int)
    let lines = [
      #"{"id":"a","body":"một nữa","if_version":\#(a)}"#,
      #"{"id":"b","body":"hai nữa","if_version":999999}"#,
      #"{"id":"c","body":"ba","if_version":0}"#, #"{"id":"b","body":"hai khác"}"#,
      #"{"id":"a","body":"lại một","if_version":\#(a)}"#,
      #"{"id":"c","body":"lại","if_version":0}"#,
      #"{"id":"d","body":"bốn","if_version":-1}"#,
    ]
    let reply = try await harness.ask(
      "POST", place, lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(reply["updated"]?.int == 2 && reply["created"]?.int == 1, "\(reply.text)")
    let errors = (reply["errors"]?.array ?? []).map { error in
      "\(error["line"]?.int ?? 0) \(error["code"]?.string ?? "")"
    }
    #expect(
      errors.sorted() == [
        "2 version_conflict", "5 version_conflict", "6 version_conflict", "7 invalid_field",
      ], "\(reply.text)")
    for (id, text) in [("a", "một nữa"), ("b", "hai khác"), ("c", "ba")] {
      let document = try await harness.ask("GET", place + "/" + id)
      #expect(document["blocks"]?.array?.first?["text"]?.string == text, "\(document.text)")
      #expect(document["if_version"] == nil && document["fields"] == nil)
    }
    await harness.close()
  }
}
