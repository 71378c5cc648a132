import InvertedIndex
import TestSupport
import Testing
import Wire

@testable import Daemon

/// Whole collections: made, described, dropped, restored.
@Suite struct CollectionRouteTests {
  private static let place = "/v1/collections/bao"

  private func ask(
    _ harness: Harness, _ method: String, _ path: String = "", _ body: String = ""
  ) async throws -> Reply {
    try await harness.ask(method, Self.place + path, body, peer: .root)
  }

  @Test func `a collection is made, described, changed and dropped`() async throws {
    let harness = try Harness()
    let made = try await ask(harness, "PUT", "", #"{"description":"Báo Tết"}"#)
    #expect(made.status == 201, "\(made.text)")
    #expect(made["documents"]?.int == 0)
    #expect(made["settings"]?["description"] == .string("Báo Tết"))
    let patched = try await ask(
      harness, "PATCH", "", #"{"defaults":{"limit":1,"match":"all"},"ranking":{"title":9}}"#)
    #expect(patched["settings"]?["description"] == .string("Báo Tết"))
    #expect(patched["settings"]?["defaults"]?["limit"]?.int == 1)
    let removed = try await ask(
      harness, "PATCH", "", #"{"description":null,"defaults":{"match":null}}"#)
    #expect(removed["settings"]?["description"] == nil)
    #expect(removed["settings"]?["defaults"] == .object([.init("limit", .number("1"))]))
    let replaced = try await ask(harness, "PUT", "", "{}")
    #expect(replaced.status == 200)
    #expect(replaced["settings"] == .object([]))
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    let dropped = try await ask(harness, "DELETE")
    #expect(dropped["documents"]?.int == 1)
    #expect(try await ask(harness, "GET").code == "collection_not_found")
    #expect(FileDirectory.folders(in: harness.folder.path + "/data/collections") == ["main"])
    await harness.close()
  }

  @Test func `settings have an effect, and are there after a restart`() async throws {
    let harness = try Harness()
    let lines = (1...5).map { #"{"id":"t\#($0)","title":"hoà bình","body":"x"}"# }
    try await harness.add(lines.joined(separator: "\n"), to: "bao")
    try await harness.add(
      #"{"id":"b","title":"x","body":"hoà bình hòa bình hoa binh hòa"}"#, to: "bao")
    func search(_ query: String, _ harness: Harness) async throws -> Reply {
      try await harness.ask("POST", "/v1/search", query)
    }
    let query = #"{"q":"hòa bình","collection":"bao"}"#
    #expect(try await search(query, harness).ids.count == 6)
    _ = try await ask(
      harness, "PUT", "", #"{"defaults":{"limit":2,"accents":"fold"},"ranking":{"title":0}}"#)
    let found = try await search(query, harness)
    #expect(found.ids.count == 2)
    #expect(found.ids.first == "b")
    #expect(found["query"]?["accents"] == .string("fold"))
    // What the search says itself counts.
    #expect(try await search(#"{"q":"hòa","collection":"bao","limit":3}"#, harness).ids.count == 3)
    // And other collections are as they were.
    #expect(
      try await search(#"{"q":"x","collections":["main","bao"]}"#, harness)["limit"]?.int == 10)
    await harness.close()
    let again = try Harness(sharing: harness.folder)
    #expect(try await search(query, again).ids.first == "b")
    await again.close()
  }

  @Test(arguments: [
    (#"{"desc":"x"}"#, "unknown_field"), (#"{"defaults":{"limit":-1}}"#, "invalid_field"),
    (#"{"defaults":{"lim":1}}"#, "unknown_field"), (#"{"ranking":{"titel":1}}"#, "invalid_field"),
    (#"{"ranking":{"titel":null}}"#, "invalid_field"),
    (#"{"ranking":{"title":"much"}}"#, "invalid_field"), (#"{"ranking":[]}"#, "invalid_field"),
    ("[]", "invalid_field"), ("{", "bad_json"),
  ])
  func `settings that cannot be are refused, and nothing is made`(
    body: String, code: String
  ) async throws {
    let harness = try Harness()
    let reply = try await ask(harness, "PUT", "", body)
    #expect(reply.code == code, "\(reply.text)")
    #expect(try await ask(harness, "GET").code == "collection_not_found")
    await harness.close()
  }

  @Test func `a weight that is none is refused by its nearest name, whatever stands behind it`()
    async throws
  {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#)
    for method in ["PUT", "PATCH"] {
      let reply = try await harness.ask(
        method, "/v1/collections/main", #"{"ranking":{"titel":null}}"#, peer: .root)
      #expect(reply.code == "invalid_field", "\(reply.text)")
      #expect(reply.text.contains("did you mean title?"), "\(reply.text)")
      let known = try await harness.ask(
        method, "/v1/collections/main", #"{"ranking":{"title":null}}"#, peer: .root)
      #expect(known.status == 200, "\(known.text)")
    }
    await harness.close()
  }

  @Test func `dropping the collection that is always there empties it`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#)
    #expect(try await harness.ask("DELETE", "/v1/collections/main", peer: .root).status == 200)
    #expect(try await harness.ask("GET", "/v1/search?q=mat").total == 0)
    try await harness.add(#"{"id":"2","body":"mặt trận"}"#)
    #expect(try await harness.ask("GET", "/v1/search?q=mat").ids == ["2"])
    await harness.close()
  }

  /// Every state of the disk between two steps, as a kill leaves it.
  @Test func `a drop or restore that was cut short leaves all of one or of the other`() async throws
  {
    let harness = try Harness()
    try await harness.add(#"{"id":"cu","body":"mặt trận"}"#, to: "bao")
    let old = try await ask(harness, "POST", "/snapshot", #"{"name":"cu"}"#)
    #expect(old.status == 200, "\(old.text)")
    try await harness.add(#"{"id":"moi","body":"mặt trận"}"#, to: "bao")
    await harness.close()
    let data = harness.folder.path + "/data"
    let (place, snapshot) = (data + "/collections/bao", data + "/snapshots/bao/cu")
    let (dropped, restored) = (
      data + "/collections/.dropped-bao", data + "/collections/.restored-bao"
    )
    func restart(_ expected: [String]?) async throws {
      let again = try Harness(sharing: harness.folder)
      let found = try await again.ask("GET", "/v1/search?q=mat&collection=bao")
      if let expected { #expect(found.ids.sorted() == expected, "\(found.text)") }
      #expect(expected != nil || found.code == "collection_not_found")
      await again.close()
      #expect(!FileDirectory.exists(dropped) && !FileDirectory.exists(restored))
      #expect(!FileDirectory.exists(restored + ".partial"))
    }
    // The copy of a snapshot was not finished, or not yet put in its place.
    try Index.restore(from: FileDirectory(existing: snapshot), toNewFolder: restored)
    try FileDirectory.move(restored, to: restored + ".partial")
    try await restart(["cu", "moi"])
    try Index.restore(from: FileDirectory(existing: snapshot), toNewFolder: restored)
    try await restart(["cu", "moi"])
    // The old one had gone, the new one had not come; then both, but for the last removal.
    try Index.restore(from: FileDirectory(existing: snapshot), toNewFolder: restored)
    try FileDirectory.move(place, to: dropped)
    try await restart(["cu"])
    try Index.restore(from: FileDirectory(existing: snapshot), toNewFolder: restored)
    try FileDirectory.move(place, to: dropped)
    try FileDirectory.move(restored, to: place)
    try await restart(["cu"])
    // A drop after its first step.
    try FileDirectory.move(place, to: dropped)
    try await restart(nil)
  }

  @Test func `snapshots are made, listed, restored and removed`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    _ = try await ask(harness, "PUT", "", #"{"description":"Báo"}"#)
    let made = try await ask(harness, "POST", "/snapshot", #"{"name":"truoc"}"#)
    #expect(made["documents"]?.int == 1)
    #expect(made["path"]?.string == harness.folder.path + "/data/snapshots/bao/truoc")
    #expect(try await ask(harness, "POST", "/snapshot").status == 200)
    let listed = try await harness.ask("GET", "/v1/snapshots", peer: .root)
    #expect(listed["snapshots"]?.array?.count == 2)
    #expect(listed["snapshots"]?.array?.contains { $0["name"]?.string == "truoc" } == true)

    try await harness.add(#"{"id":"2","body":"mặt trận"}"#, to: "bao")
    _ = try await ask(harness, "PUT", "", "{}")
    let restored = try await ask(harness, "POST", "/restore", #"{"snapshot":"truoc"}"#)
    #expect(restored["documents"]?.int == 1, "\(restored.text)")
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=bao").ids == ["1"])
    #expect(try await ask(harness, "GET")["settings"]?["description"] == .string("Báo"))
    try await harness.add(#"{"id":"3","body":"mặt trận"}"#, to: "bao")
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=bao").total == 2)

    // Under another name, by its folder.
    let folder = harness.folder.path + "/data/snapshots/bao/truoc"
    let copy = try await harness.ask(
      "POST", "/v1/collections/sao/restore", #"{"directory":"\#(folder)"}"#, peer: .root)
    #expect(copy.status == 200, "\(copy.text)")
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=sao").ids == ["1"])

    #expect(try await harness.ask("DELETE", "/v1/snapshots/bao/truoc", peer: .root).status == 200)
    #expect(
      try await harness.ask("DELETE", "/v1/snapshots/bao/truoc", peer: .root).code
        == "snapshot_not_found")
    let none = try await ask(harness, "POST", "/restore", #"{"snapshot":"truoc"}"#)
    #expect(none.code == "snapshot_not_found")
    let nowhere = try await ask(harness, "POST", "/restore", #"{"directory":"/nowhere"}"#)
    #expect(nowhere.status >= 400)
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=bao").total == 2)
    for body in ["{}", #"{"snapshot":"a","directory":"/b"}"#, #"{"directory":"b"}"#] {
      #expect(try await ask(harness, "POST", "/restore", body).code == "invalid_field")
    }
    #expect(
      try await ask(harness, "POST", "/snapshot", #"{"name":"../x"}"#).code == "invalid_field")
    await harness.close()
  }

  @Test func `work that waited while its collection was dropped is told of that`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    let gate = Gate()
    async let busy: Void = harness.api.engine.upkeep.run { gate.wait() }
    await gate.waitUntilEntered()
    async let optimized = ask(harness, "POST", "/optimize")
    async let copied = ask(harness, "POST", "/snapshot")
    while harness.api.engine.upkeep.load.waiting < 2 { await Task.yield() }
    #expect(try await ask(harness, "DELETE").status == 200)
    gate.open()
    try await busy
    #expect(try await optimized.code == "conflict")
    #expect(try await copied.code == "conflict")
    await harness.close()
  }

  @Test func `segments are made anew while searches go on`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    let done = try await ask(harness, "POST", "/reindex")
    #expect(done["documents"]?.int == 1, "\(done.text)")
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=bao").ids == ["1"])
    try await harness.add(#"{"id":"2","body":"mặt trận"}"#, to: "bao")
    #expect(try await harness.ask("GET", "/v1/search?q=mat&collection=bao").total == 2)
    await harness.close()
  }

  @Test func `while a collection is replaced it is searched, and neither written nor replaced`()
    async throws
  {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#, to: "bao")
    let name = try CollectionName("bao")
    try await harness.api.engine.replace(name, because: "it is being tested") {
      () async throws(Problem) in
      do {
        let found = try await harness.ask("GET", "/v1/search?q=mat&collection=bao")
        #expect(found.ids == ["1"])
        let written = try await ask(harness, "PUT", "/documents/2", #"{"body":"x"}"#)
        #expect(written.code == "conflict", "\(written.text)")
        #expect(try await ask(harness, "DELETE").code == "conflict")
      } catch { Issue.record(error) }
    }
    #expect(try await ask(harness, "PUT", "/documents/2", #"{"body":"x"}"#).status == 201)
    await harness.close()
  }
}
