import Testing
import Wire

@testable import Daemon

/// Who may do what: the credentials are given here, as the kernel gives them over a socket.
@Suite struct AccessTests {
  private static let reader = Peer(process: 1, user: 1_001, group: 1_001)
  private static let writer = Peer(process: 1, user: 1_002, group: 1_002, groups: [500])
  private static let accountant = Peer(process: 1, user: 1_003, group: 1_003, groups: [600])
  private static let stranger = Peer(process: 1, user: 9_999, group: 9_999)
  private static let chief = Peer(process: 1, user: 1_004, group: 1_004)

  /// Two collections: `main` for readers and writers, `luong` for accountants.
  private func harness() async throws -> Harness {
    let harness = try Harness { settings in
      settings.access.read = [.user(1_001)]
      settings.access.write = [.group(500)]
      settings.access.admin = [.user(1_004)]
      settings.access.collections["luong"] = .init(read: [.group(600)], write: [.group(600)])
    }
    try await harness.add(
      #"{"id":"c1","body":"thông báo chung","phong":"c1"}"#, to: "main", as: .root)
    try await harness.add(
      #"{"id":"bm1","title":"Bảng lương tháng ba","body":"thông báo lương bí mật","phong":"bm1"}"#,
      to: "luong",
      as: .root)
    return harness
  }

  /// What may be asked of a collection by its name in the path.
  private static let paths: [(String, String, String)] = [
    ("GET", "", ""), ("GET", "/documents/bm1", ""), ("GET", "/documents/bm1/similar", ""),
    ("POST", "/documents/bm1/similar", "{}"), ("GET", "/synonyms", ""), ("GET", "/files", ""),
    ("GET", "/problems", ""),
  ]

  /// What may be asked of one by its name in the request.
  private static let requests: [(String, String)] = [
    ("/v1/search", #"{"q":"thông báo","collection":"luong"}"#),
    ("/v1/search", #"{"q":"thông báo","collections":["main","luong"]}"#),
    ("/v1/search", #"{"facets":["source"],"collection":"luong"}"#),
    ("/v1/search", #"{"q":"lương","collection":"luong","cursor":"*"}"#),
    ("/v1/count", #"{"q":"thông báo","collection":"luong"}"#),
    ("/v1/export", #"{"q":"thông báo","collection":"luong"}"#),
    ("/v1/explain", #"{"q":"thông báo","collection":"luong","id":"bm1"}"#),
    ("/v1/parse", #"{"q":"lương","collection":"luong"}"#),
    ("/v1/suggest", #"{"q":"lươ","collection":"luong"}"#),
    ("/v1/spell", #"{"q":"lươgn","collection":"luong"}"#),
    ("/v1/diacritics", #"{"q":"luong","collection":"luong"}"#),
  ]

  @Test(arguments: ["luong", "khong-co"])
  func `a collection that may not be read is as one that is not there`(name: String) async throws {
    let harness = try await harness()
    for peer in [Self.reader, Self.writer] {
      for (method, path, body) in Self.paths {
        let reply = try await harness.ask(
          method, "/v1/collections/\(name)\(path)", body, peer: peer)
        #expect(reply.code == "collection_not_found", "\(method) \(path): \(reply.text)")
        #expect(reply["hint"]?.string?.contains("luong") == false)
      }
      for (path, body) in Self.requests {
        let reply = try await harness.ask(
          "POST", path, body.replacing("\"luong\"", with: "\"\(name)\""), peer: peer)
        #expect(reply.code == "collection_not_found", "\(path) \(body): \(reply.text)")
        #expect(reply["hint"]?.string?.contains("luong") == false)
      }
      let line = #"{"q":"lương","collection":"\#(name)"}"#
      let batch = try await harness.ask("POST", "/v1/msearch", line, peer: peer)
      #expect(batch["code"]?.string == "collection_not_found")
    }
    await harness.close()
  }

  @Test func `neither its name nor its counts are seen in what tells of all`() async throws {
    let harness = try await harness()
    for (path, sees) in [("/v1/status", true), ("/v1/collections", true), ("/metrics", true)] {
      for peer in [Self.reader, Self.writer] {
        let reply = try await harness.ask("GET", path, peer: peer)
        #expect(reply.status == 200)
        #expect(!reply.text.contains("luong"), "\(path)")
        #expect(reply.text.contains("main") == sees)
      }
      let seen = try await harness.ask("GET", path, peer: Self.accountant)
      #expect(seen.text.contains("luong") && !seen.text.contains("\"main\""), "\(path)")
      let all = try await harness.ask("GET", path, peer: Self.chief)
      #expect(all.text.contains("luong") && all.text.contains("main"), "\(path)")
    }
    await harness.close()
  }

  @Test func `all collections are all that may be read`() async throws {
    let harness = try await harness()
    let query = #"{"q":"thông báo","collections":["*"]}"#
    for (peer, ids) in [
      (Self.reader, ["c1"]), (Self.writer, ["c1"]), (Self.accountant, ["bm1"]),
      (Self.chief, ["bm1", "c1"]),
    ] {
      let found = try await harness.ask("POST", "/v1/search", query, peer: peer)
      #expect(found.ids.sorted() == ids, "user \(peer.user): \(found.text)")
      #expect(found.total == ids.count)
      let counted = try await harness.ask("POST", "/v1/count", query, peer: peer)
      #expect(counted.total == ids.count)
      let export = #"{"q":"thông báo","collections":["*"],"fields":["id"]}"#
      let lines = try await harness.text("POST", "/v1/export", export, peer: peer)
      for id in ["c1", "bm1"] { #expect(lines.contains("\"\(id)\"") == ids.contains(id)) }
      let facets = #"{"facets":["phong"],"collections":["*"],"limit":0}"#
      let counts = try await harness.ask("POST", "/v1/search", facets, peer: peer)
      #expect(counts.text.contains("bm1") == ids.contains("bm1"))
    }
    await harness.close()
  }

  @Test func `who may read may not write`() async throws {
    let harness = try await harness()
    let main = "/v1/collections/main"
    for (method, path, body) in [
      ("PUT", main + "/documents/x", #"{"body":"x"}"#), ("DELETE", main + "/documents/c1", ""),
      ("POST", main + "/documents", #"{"id":"x","body":"x"}"#),
      ("POST", main + "/documents:delete", #"{"ids":["c1"]}"#),
      ("PUT", main + "/synonyms", #"{"sets":[]}"#), ("DELETE", main + "/synonyms", ""),
      ("POST", main + "/files", ""), ("POST", main + "/check", ""),
      ("POST", main + "/optimize", ""),
      ("POST", "/v1/collections/moi/documents", #"{"id":"x","body":"x"}"#),
    ] {
      let refused = try await harness.ask(method, path, body, peer: Self.reader)
      #expect(refused.code == "write_not_allowed", "\(method) \(path): \(refused.text)")
      // Nor may a writer write where others do.
      let other = path.replacing("/main/", with: "/luong/").replacing("/moi/", with: "/luong/")
      let elsewhere = try await harness.ask(method, other, body, peer: Self.writer)
      #expect(elsewhere.code == "write_not_allowed", "\(method) \(other)")
    }
    #expect(try await harness.ask("GET", main + "/documents/c1", peer: Self.reader).status == 200)
    let written = try await harness.ask(
      "PUT", main + "/documents/x", #"{"body":"x"}"#, peer: Self.writer)
    #expect(written.status == 201)
    #expect(
      try await harness.ask(
        "DELETE", "/v1/collections/luong/documents/bm1", peer: Self.accountant
      ).status == 200)
    await harness.close()
  }

  @Test func `a stranger and one whom the kernel does not know may do nothing`() async throws {
    let harness = try await harness()
    for peer in [Self.stranger, nil] {
      for path in ["/v1/status", "/metrics", "/v1/search?q=x", "/v1/collections", "/v1/parse?q=x"] {
        #expect(
          try await harness.ask("GET", path, peer: peer).code == "peer_not_allowed", "\(path)")
      }
      for path in ["/", "/v1/health", "/v1/health/ready"] {
        #expect(try await harness.ask("GET", path, peer: peer).status == 200, "\(path)")
      }
    }
    await harness.close()
  }

  @Test func `administration is for administrators`() async throws {
    let harness = try await harness()
    for peer in [Self.reader, Self.writer, Self.accountant] {
      for path in ["stop", "reload"] {
        let reply = try await harness.ask("POST", "/v1/admin/" + path, peer: peer)
        #expect(reply.code == "peer_not_allowed")
      }
      #expect(
        try await harness.ask("GET", "/v1/admin/config", peer: peer).code == "peer_not_allowed")
    }
    #expect(try await harness.ask("POST", "/v1/admin/reload", peer: Self.chief).status == 200)
    await harness.close()
  }

  /// The rules against their plain statement, for all small cases.
  @Test func `rights hold each other in every combination`() throws {
    let peer = Peer(process: 1, user: 7, group: 7)
    let lists: [[Principal]?] = [nil, [], [.user(7)], [.user(8)], [.anyone]]
    let name = try CollectionName("x")
    for read in lists.compactMap(\.self) {
      for write in lists.compactMap(\.self) {
        for own in lists {
          for ownWrite in lists {
            var rules = AccessRules()
            rules.read = read
            rules.write = write
            rules.collections["x"] = .init(read: own, write: ownWrite)
            let access = rules.access(of: peer)
            func has(_ list: [Principal]) -> Bool { list == [.user(7)] || list == [.anyone] }
            let mayWrite = ownWrite.map(has) ?? (has(write) && own.map(has) ?? true)
            #expect(access.mayWrite(name) == mayWrite)
            #expect(access.mayRead(name) == (has(own ?? read) || mayWrite))
            if access.mayRead(name) { #expect(access.mayRead) }
          }
        }
      }
    }
  }
}
