import Daemon
import TestSupport
import Testing
import Wire

@Suite struct UpkeepRouteTests {
  private static let administrator = Peer(process: 1, user: 0, group: 0)

  /// A collection of two segments with deleted documents in them.
  private static func archive(in harness: Harness) async throws {
    for part in 0..<2 {
      try await harness.add(
        #"{"id":"a\#(part)","title":"Mặt trận","body":"Ủy ban nhân dân \#(part)"}"#,
        #"{"id":"b\#(part)","body":"Hòa bình \#(part)"}"#)
    }
    try await harness.ask("DELETE", "/v1/collections/main/documents/b0")
  }

  @Test func `a check says that everything is whole, and what was read`() async throws {
    let harness = try Harness()
    try await Self.archive(in: harness)
    let reply = try await harness.ask("POST", "/v1/collections/main/check")
    #expect(reply.status == 200)
    let result = try CheckResult(parsing: Array(reply.text.utf8).span)
    #expect(result.isWhole)
    #expect(result.counts.documents == 4)
    #expect(result.counts.postings > 0)
    #expect(CheckResult(collection: "main").json != Array(reply.text.utf8))
    await harness.close()
  }

  @Test func `damage is told with its file, also where the collection cannot be opened`()
    async throws
  {
    let folder = TemporaryFolder()
    let first = try Harness(sharing: folder)
    try await Self.archive(in: first)
    await first.close()
    try Damage.corruptFiles(in: folder.path + "/data/collections/main")
    let second = try Harness(sharing: folder)
    let reply = try await second.ask("POST", "/v1/collections/main/check")
    #expect(reply.status == 200)
    let result = try CheckResult(parsing: Array(reply.text.utf8).span)
    #expect(!result.isWhole)
    #expect(result.findings.allSatisfy { !$0.file.isEmpty && !$0.remedy.isEmpty })
    await second.close()
  }

  @Test func `optimizing leaves one segment without deleted documents`() async throws {
    let harness = try Harness()
    try await Self.archive(in: harness)
    let reply = try await harness.ask("POST", "/v1/collections/main/optimize")
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply["documents"]?.int == 3)
    #expect(reply["segments"]?.int == 1)
    let status = try await harness.ask("GET", "/v1/status")
    let collection = try #require(status["collections"]?.array?.first)
    #expect(collection["deleted"]?.int == 0)
    #expect(try await harness.ask("GET", "/v1/search?q=uy+ban").total == 2)
    let wrong = try await harness.ask(
      "POST", "/v1/collections/main/optimize", #"{"segments":0}"#, type: "application/json")
    #expect(wrong.code == "invalid_field")
    await harness.close()
  }

  @Test func `a snapshot is a data directory's collection of its own`() async throws {
    let harness = try Harness()
    try await Self.archive(in: harness)
    let copy = TemporaryFolder()
    let target = copy.path + "/data/collections/main"
    let reply = try await harness.ask(
      "POST", "/v1/collections/main/snapshot", #"{"directory":"\#(target)"}"#,
      type: "application/json", peer: Self.administrator)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply["documents"]?.int == 3)
    try await harness.add(#"{"id":"c","body":"Ủy ban mới"}"#)
    await harness.close()
    let restored = try Harness(sharing: copy)
    #expect(try await restored.ask("GET", "/v1/search?q=uy+ban").total == 2)
    await restored.close()
  }

  @Test func `snapshots without a name have names of their own, also in the same second`()
    async throws
  {
    let harness = try Harness()
    try await Self.archive(in: harness)
    var paths: Set<String> = []
    for _ in 0..<5 {
      let reply = try await harness.ask(
        "POST", "/v1/collections/main/snapshot", "{}", peer: Self.administrator)
      #expect(reply.status == 200, "\(reply.text)")
      paths.insert(try #require(reply["path"]?.string))
    }
    #expect(paths.count == 5)
    let named = #"{"name":"tet"}"#
    for status in [200, 409] {
      let reply = try await harness.ask(
        "POST", "/v1/collections/main/snapshot", named, peer: Self.administrator)
      #expect(reply.status == status, "\(reply.text)")
    }
    await harness.close()
  }

  @Test func `a snapshot is written for administrators only, and to an absolute path`()
    async throws
  {
    let harness = try Harness()
    let place = "/v1/collections/main/snapshot"
    let stranger = try await harness.ask(
      "POST", place, #"{"directory":"/tmp/x"}"#, type: "application/json",
      peer: Peer(process: 1, user: 12_345, group: 1))
    #expect(stranger.code == "peer_not_allowed")
    let relative = try await harness.ask(
      "POST", place, #"{"directory":"x"}"#, type: "application/json", peer: Self.administrator)
    #expect(relative.code == "invalid_field")
    await harness.close()
  }
}
