import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Whole collections, long work and snapshots, by the command line and the library.
@Suite struct CollectionCommandTests {
  @Test func `a collection is made, described and dropped by hand`() throws {
    let daemon = try RunningDaemon()
    let made = try daemon.run(
      "collections", "create", "bao", "--description", "Báo Tết", "--limit", "1")
    #expect(made.code == 0, "\(made.errors)")
    #expect(try daemon.run("collections", "create", "bao").code == 5)
    _ = try daemon.archive.add((1...3).map { SocketTests.document("\($0)", "mặt trận") }, to: "bao")
    let body = try daemon.archive.call("GET", "/v1/search?q=mat&collection=bao")
    #expect(try SearchResults(parsing: body.span).hits.count == 1)
    let changed = try daemon.run(
      "collections", "settings", "bao", "--match", "all", "--rank", "title=3")
    #expect(
      changed.output
        == #"{"description":"Báo Tết","defaults":{"limit":1,"match":"all"},"ranking":{"title":3}}"#
        + "\n")
    #expect(try daemon.archive.settings(of: "bao").ranking == ["title": 3])
    // What a search does not say is what the settings say, from every side.
    #expect(try daemon.run("search", "-c", "bao", "--format", "ids", "mat").lines.count == 1)
    #expect(
      try daemon.run("search", "-c", "bao", "--format", "ids", "-n", "3", "mat").lines.count == 3)
    let four = "mat tran mat xe"
    #expect(try daemon.run("count", "-c", "bao", four).output == "0\n")
    #expect(try daemon.run("count", "-c", "bao", "--match", "any", four).output == "3\n")
    var query = SearchQuery("mat")
    query.collections = ["bao"]
    #expect(try daemon.archive.search(query).hits.count == 1)
    let wrong = try daemon.run("collections", "settings", "bao", "--rank", "titel=3")
    #expect(wrong.errors.contains("there is no weight \"titel\""), "\(wrong.errors)")
    #expect(try daemon.run("collections").output.contains("bao   3 documents"))
    let asked = try daemon.run("collections", "drop", "bao")
    #expect(asked.code == 2)
    #expect(asked.errors.contains("--yes"))
    #expect(try daemon.archive.collections().count == 2)
    let dropped = try daemon.run("collections", "drop", "bao", "--yes")
    #expect(dropped.code == 0)
    #expect(dropped.errors == "dropped bao: 3 documents\n")
    #expect(
      try daemon.run("collections", "drop", "bao", "--yes").errors.contains("collection_not_found"))
    #expect(daemon.end() == 0)
  }

  @Test func `long work is begun, listed, waited for and canceled`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.archive.add([SocketTests.document("1", "mặt trận")])
    for work in Archive.LongWork.allCases {
      let task = try daemon.archive.begin(work)
      let waited = try daemon.run("tasks", "wait", "\(task.id)")
      #expect(waited.code == 0, "\(waited.output)\(waited.errors)")
      #expect(waited.output.hasPrefix("\(task.id)  \(work.rawValue) main  succeeded"))
    }
    #expect(try daemon.run("tasks", "-n", "2").lines.count == 2)
    let canceled = try daemon.run("tasks", "cancel", "1", "--json")
    #expect(try TaskRecord(parsing: Array(canceled.output.utf8).span).status == .succeeded)
    #expect(try daemon.run("tasks", "wait", "99").errors.contains("task_not_found"))
    #expect(try daemon.run("reindex").output.hasPrefix("1 document made anew"))
    #expect(daemon.end(SIGKILL) == 128 + SIGKILL)
    let again = try RunningDaemon(in: daemon.folder)
    #expect(try again.archive.tasks().count == 5)
    #expect(again.end() == 0)
  }

  @Test func `a snapshot is made and put back by hand`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.archive.add([SocketTests.document("1", "mặt trận")])
    #expect(try daemon.run("snapshots", "create", "main", "truoc").code == 0)
    let listed = try daemon.run("snapshots")
    #expect(listed.output.hasPrefix("main  truoc  "))
    _ = try daemon.archive.add([SocketTests.document("2", "mặt trận")])
    #expect(try daemon.run("restore", "main", "truoc").code == 2)
    let restored = try daemon.run("restore", "main", "truoc", "--yes")
    #expect(restored.output.hasPrefix("main has 1 document again"), "\(restored.errors)")
    #expect(try daemon.archive.search("mat tran").hits.map(\.id) == ["1"])
    // To a folder of one's own, and from there under another name.
    let folder = daemon.folder.path + "/copy"
    #expect(try daemon.run("snapshot", "main", folder).code == 0)
    #expect(try daemon.run("restore", "sao", folder).code == 0)
    #expect(try daemon.run("count", "-c", "sao", "mat").output == "1\n")
    #expect(try daemon.run("snapshots", "rm", "main", "truoc").code == 0)
    #expect(try daemon.run("snapshots").output.isEmpty)
    #expect(daemon.end() == 0)
  }

  @Test func `a document is changed only as the version that was read`() throws {
    let daemon = try RunningDaemon()
    let first = try daemon.archive.put(SocketTests.document("1", "một"), ifVersion: 0)
    #expect(first.result == "created")
    var read = try #require(try daemon.archive.document("1"))
    #expect(read.version == first.version)
    read.title = "Đổi"
    let second = try daemon.archive.put(read, ifVersion: read.version)
    #expect(second.result == "updated")
    #expect(throws: ClientError.self) { try daemon.archive.put(read, ifVersion: read.version) }
    #expect(throws: ClientError.self) { try daemon.archive.remove("1", ifVersion: 1_000) }
    #expect(try daemon.archive.remove("1", ifVersion: second.version ?? 0).result == "deleted")
    #expect(daemon.end() == 0)
  }

  @Test func `a daemon killed in the midst of drops and restores comes back whole`() throws {
    let folder = TemporaryFolder()
    for round in 0..<4 {
      let daemon = try RunningDaemon(in: folder)
      let present = try daemon.archive.collections().first { $0.name == "bao" }?.documents
      // Nothing half: none, those of the snapshot, or all.
      #expect([nil, 20, 40].contains(present), "\(String(describing: present))")
      if present == nil {
        _ = try daemon.archive.add(
          (1...20).map { SocketTests.document("\($0)", "mặt trận") }, to: "bao")
      }
      _ = try daemon.archive.snapshot("bao", named: "s\(round)")
      _ = try daemon.archive.add(
        (1...40).map { SocketTests.document("\($0)", "mặt trận") }, to: "bao")
      let target = round % 2 == 0 ? "/v1/collections/bao/restore" : "/v1/collections/bao"
      let connection = try RawConnection(daemon.socket)
      let body = #"{"snapshot":"s\#(round)"}"#
      try connection.send(
        round % 2 == 0
          ? "POST \(target) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
          : "DELETE \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
      usleep(UInt32(500 * (1 + round)))
      #expect(daemon.end(SIGKILL) == 128 + SIGKILL)
      let checked = try daemon.run("check", "--data", daemon.data)
      #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
    }
  }
}
