import TestSupport
import Testing
import Wire

@testable import Daemon

/// Long work: begun, watched, ended before its time, and remembered.
@Suite struct TaskRouteTests {
  private static let place = "/v1/collections/main"

  private func ended(_ harness: Harness, _ id: Int) async throws -> Reply {
    try await harness.ask("GET", "/v1/tasks/\(id)?wait_ms=30000")
  }

  @Test func `work that nobody waits for is answered by its task`() async throws {
    let harness = try Harness()
    try await harness.add(#"{"id":"1","body":"mặt trận"}"#)
    for work in ["check", "optimize", "reindex", "snapshot"] {
      let begun = try await harness.ask(
        "POST", Self.place + "/\(work)?wait=none", peer: .root)
      #expect(begun.status == 202, "\(begun.text)")
      let id = try #require(begun["id"]?.int)
      #expect(begun.header("location") == "/v1/tasks/\(id)")
      #expect(begun["kind"]?.string == work)
      let task = try await ended(harness, id)
      #expect(task["status"]?.string == "succeeded", "\(task.text)")
      #expect(task["result"]?["collection"]?.string == "main")
      #expect(task["finished_at"]?.string?.isEmpty == false)
    }
    let all = try await harness.ask("GET", "/v1/tasks")
    #expect(
      all["tasks"]?.array?.compactMap { $0["kind"]?.string } == [
        "snapshot", "reindex", "optimize", "check",
      ])
    let failed = try await harness.ask("GET", "/v1/tasks?status=failed&limit=5")
    #expect(failed["tasks"]?.array?.isEmpty == true)
    await harness.close()
  }

  @Test func `work that is waited for is a task, too, and what fails says why`() async throws {
    let harness = try Harness()
    #expect(try await harness.ask("POST", Self.place + "/check")["whole"] == .bool(true))
    let refused = try await harness.ask(
      "POST", Self.place + "/restore", #"{"directory":"/nowhere"}"#, peer: .root)
    #expect(!refused.code.isEmpty)
    let tasks = try await harness.ask("GET", "/v1/tasks")["tasks"]?.array
    #expect(tasks?.compactMap { $0["status"]?.string } == ["failed", "succeeded"])
    #expect(tasks?.first?["error"]?["code"]?.string == refused.code)
    #expect(tasks?.last?["user"]?.int == 12_345)
    await harness.close()
  }

  @Test func `a task is canceled while it waits, and while it runs`() async throws {
    let harness = try Harness()
    let gate = Gate()
    async let busy: Void = harness.api.engine.upkeep.run { gate.wait() }
    await gate.waitUntilEntered()
    let waiting = try await harness.ask("POST", Self.place + "/optimize?wait=none")
    let id = try #require(waiting["id"]?.int)
    #expect(
      try await harness.ask("GET", "/v1/tasks/\(id)?wait_ms=1")["status"]?.string == "enqueued")
    let asked = try await harness.ask("DELETE", "/v1/tasks/\(id)")
    #expect(asked.status == 202)
    #expect(asked["status"]?.string == "canceling")
    gate.open()
    try await busy
    #expect(try await ended(harness, id)["status"]?.string == "canceled")
    #expect(try await harness.ask("DELETE", "/v1/tasks/\(id)").status == 200)

    // One that runs sees it at its next step.
    let running = try await harness.api.engine.tasks.add(.check, CollectionName("main"), by: nil)
    let begun = Gate()
    async let result: [UInt8] = harness.api.engine.tasks.run(running, caller: nil) {
      task throws(Problem) in
      try await harness.api.engine.upkeep.run {
        task.begin()
        task.progress(1, of: 2, "bytes")
        begun.wait()
        return task.isCanceled ? [] : [0x7B, 0x7D]
      }
    }
    await begun.waitUntilEntered()
    let now = try await harness.ask("GET", "/v1/tasks/\(running.id)")
    #expect(now["status"]?.string == "running")
    #expect(now["progress"]?["total"]?.int == 2)
    #expect(try await harness.ask("DELETE", "/v1/tasks/\(running.id)").status == 202)
    begun.open()
    do {
      _ = try await result
      Issue.record("it was not canceled")
    } catch { #expect((error as? Problem)?.code == .canceled) }
    await harness.close()
  }

  @Test func `a client that goes takes the work along that it waits for`() async throws {
    let harness = try Harness()
    let gate = Gate()
    async let busy: Void = harness.api.engine.upkeep.run { gate.wait() }
    await gate.waitUntilEntered()
    let gone = Cancellation()
    let request = APIRequest(
      "POST", try RequestTarget(Self.place + "/check"), peer: .someone, cancellation: gone)
    async let reply = harness.api.answer(request)
    while harness.api.engine.tasks.all.isEmpty { await Task.yield() }
    gone.cancel()
    gate.open()
    try await busy
    #expect(Reply(await reply).code == "canceled")
    await harness.close()
  }

  @Test func `tasks are there after a restart, and what was under way is told as interrupted`()
    async throws
  {
    let harness = try Harness()
    _ = try await harness.ask("POST", Self.place + "/check")
    let killed = try await harness.api.engine.tasks.add(
      .optimize, CollectionName("main"), by: .root)
    await harness.close()
    let again = try Harness(sharing: harness.folder)
    let task = try await again.ask("GET", "/v1/tasks/\(killed.id)")
    #expect(task["status"]?.string == "failed", "\(task.text)")
    #expect(task["error"]?["code"]?.string == "interrupted")
    #expect(try await again.ask("GET", "/v1/tasks/1")["result"]?["whole"] == .bool(true))
    _ = try await again.ask("POST", Self.place + "/check")
    #expect(try await again.ask("GET", "/v1/tasks")["tasks"]?.array?.first?["id"]?.int == 3)
    await again.close()
  }

  @Test func `a deletion by query is a task, and counts what it has done`() async throws {
    let harness = try Harness()
    let lines = (1...3_000).map { #"{"id":"\#($0)","body":"nháp"}"# }
    try await harness.add(lines.joined(separator: "\n"))
    let begun = try await harness.ask(
      "POST", Self.place + "/documents:delete", #"{"q":"nháp","wait":"none"}"#)
    #expect(begun.status == 202, "\(begun.text)")
    let task = try await ended(harness, try #require(begun["id"]?.int))
    #expect(task["result"]?["deleted"]?.int == 3_000, "\(task.text)")
    #expect(task["progress"]?["total"]?.int == 3_000)
    #expect(try await harness.ask("GET", "/v1/count?q=nhap").total == 0)
    await harness.close()
  }

  @Test func `tasks of a collection that may not be read are not there`() async throws {
    let harness = try Harness { settings in
      settings.access.collections["main"] = .init(read: [.user(7)])
    }
    _ = try await harness.ask("POST", Self.place + "/check", peer: .root)
    #expect(try await harness.ask("GET", "/v1/tasks/1").code == "task_not_found")
    #expect(try await harness.ask("DELETE", "/v1/tasks/1").code == "task_not_found")
    #expect(try await harness.ask("GET", "/v1/tasks")["tasks"]?.array?.isEmpty == true)
    let reader = Peer(process: 1, user: 7, group: 7)
    #expect(try await harness.ask("GET", "/v1/tasks/1", peer: reader).status == 200)
    #expect(try await harness.ask("GET", "/v1/tasks/x", peer: reader).code == "task_not_found")
    await harness.close()
  }
}
