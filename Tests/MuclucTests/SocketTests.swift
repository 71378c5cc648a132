import Client
import Glibc
import TestSupport
import Testing
import Wire

/// The daemon's socket: who gets it, what is left of it, and what comes over it.
@Suite struct SocketTests {
  @Test func `only owner and group may open the socket`() throws {
    let daemon = try RunningDaemon()
    var status = stat()
    try #require(unsafe lstat(daemon.socket, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFSOCK)
    #expect(status.st_mode & 0o777 == 0o660)
    #expect(daemon.end() == 0)
    #expect(unsafe access(daemon.socket, F_OK) != 0)
  }

  @Test func `a second daemon on the same data is refused and harms nothing`() throws {
    let daemon = try RunningDaemon()
    for socket in [daemon.socket, daemon.folder.path + "/other"] {
      let second = try Program.run(
        ["serve", "--data", daemon.data, "--socket", socket], in: daemon.folder)
      #expect(second.code == 5)
      #expect(second.errors.contains("in use by another process (pid \(daemon.child.process))"))
    }
    _ = try daemon.archive.add([DocumentRecord(id: "1")])
    #expect(try daemon.archive.document("1") != nil)
    #expect(daemon.end() == 0)
  }

  @Test func `a second daemon on the same socket is refused and harms nothing`() throws {
    let daemon = try RunningDaemon()
    let second = try Program.run(
      ["serve", "--data", daemon.folder.path + "/other", "--socket", daemon.socket],
      in: daemon.folder)
    #expect(second.code == 5)
    #expect(second.errors.contains("another daemon answers at \(daemon.socket)"))
    #expect(try daemon.archive.status().pid == Int(daemon.child.process))
    #expect(daemon.end() == 0)
  }

  @Test func `a file in the way is not touched`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/precious"
    try TextFile.write("keep me", to: path)
    let run = try Program.run(
      ["serve", "--data", folder.path + "/data", "--socket", path], in: folder)
    #expect(run.code == 5)
    #expect(run.errors.contains("it is no socket"))
    #expect(try TextFile.read(path) == "keep me")
  }

  @Test func `a path that fits no socket is refused with the limit`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/" + String(repeating: "x", count: 100)
    let run = try Program.run(
      ["serve", "--data", folder.path + "/data", "--socket", path], in: folder)
    #expect(run.code == 5)
    #expect(run.errors.contains("107 bytes"))
    let missing = try Program.run(
      ["serve", "--data", folder.path + "/data", "--socket", folder.path + "/no/s"], in: folder)
    #expect(missing.code == 5)
    #expect(missing.errors.contains("make its folder first"))
  }

  @Test func `a socket left by a killed daemon is replaced`() throws {
    let first = try RunningDaemon()
    _ = try first.archive.add([Self.document("1", "bền vững")])
    #expect(first.end(SIGKILL) == 128 + SIGKILL)
    #expect(unsafe access(first.socket, F_OK) == 0)
    let second = try RunningDaemon(in: first.folder)
    #expect(try second.archive.search("ben vung").hits.map(\.id) == ["1"])
    #expect(second.end() == 0)
  }

  @Test func `nothing that was acknowledged is lost when the daemon is killed`() async throws {
    let folder = TemporaryFolder()
    var acknowledged: Set<String> = []
    for round in 0..<3 {
      let daemon = try RunningDaemon(in: folder)
      // Killed in the midst of the work: after so many answers, while more is being sent.
      let adding = Task { () -> Set<String> in
        var done: Set<String> = []
        for batch in 0..<10_000 {
          let documents = (0..<5).map {
            Self.document("\(round)-\(batch)-\($0)", "từ \(round) lô \(batch)")
          }
          guard let report = try? daemon.archive.add(documents, wait: .durable) else { break }
          #expect(report.created == 5)
          done.formUnion(documents.map(\.id))
          if batch == 20 + round * 7 { daemon.child.signal(SIGKILL) }
        }
        return done
      }
      acknowledged.formUnion(await adding.value)
      #expect(daemon.child.wait() == 128 + SIGKILL)
    }
    #expect(acknowledged.count > 300)
    let daemon = try RunningDaemon(in: folder)
    for id in acknowledged {
      #expect(try daemon.archive.document(id) != nil, "\(id) was acknowledged")
    }
    #expect(try daemon.archive.count(SearchQuery("từ")).value >= acknowledged.count)
    #expect(daemon.end() == 0)
  }

  @Test func `a socket handed over by the service manager is used and left in place`() throws {
    let folder = TemporaryFolder()
    let listener = try Listener(folder.path + "/socket")
    let daemon = try RunningDaemon(in: folder, listener: listener.descriptor)
    #expect(try daemon.archive.status().pid == Int(daemon.child.process))
    #expect(daemon.end() == 0)
    #expect(unsafe access(daemon.socket, F_OK) == 0)
  }

  @Test func `a reload asked for before it is ready does not end the daemon`() throws {
    let folder = TemporaryFolder()
    let socket = folder.path + "/socket"
    let child = try Child(
      ["serve", "--data", folder.path + "/data", "--socket", socket], socket: socket,
      input: "/dev/null", output: folder.path + "/out", errors: folder.path + "/log")
    func waitFor(_ path: String, meanwhile: () -> Void = {}) throws {
      for _ in 0..<60_000 where unsafe access(path, F_OK) != 0 {
        meanwhile()
        usleep(1_000)
      }
      try #require(unsafe access(path, F_OK) == 0)
    }
    // With the lock it has begun, with the socket it is nearly ready.
    try waitFor(folder.path + "/data/LOCK")
    try waitFor(socket) { child.signal(SIGHUP) }
    let archive = Archive(socket: socket, timeoutSeconds: 60)
    while (try? archive.status()) == nil { child.signal(SIGHUP) }
    #expect(try archive.status().pid == Int(child.process))
    child.signal(SIGTERM)
    #expect(child.wait() == 0)
  }

  @Test func `an idle connection does not hold up the end`() throws {
    let daemon = try RunningDaemon()
    let idle = try RawConnection(daemon.socket)
    try idle.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
    _ = try idle.reply()
    let silent = try RawConnection(daemon.socket)
    let start = ContinuousClock.now
    #expect(daemon.end() == 0)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(idle.isClosed())
    #expect(silent.isClosed())
  }

  @Test func `a request under way is finished before the end`() throws {
    let daemon = try RunningDaemon()
    let upload = try RawConnection(daemon.socket)
    try upload.send(
      "POST /v1/collections/main/documents HTTP/1.1\r\nHost: x\r\n"
        + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
    try upload.sendChunk(#"{"id":"1","body":"một"}"# + "\n")
    // The daemon has seen it once it counts it.
    while try daemon.archive.status().requests.connections < 2 {}
    daemon.child.signal(SIGTERM)
    while (try? RawConnection(daemon.socket)) != nil {}
    try upload.sendChunk(#"{"id":"2","body":"hai"}"# + "\n")
    try upload.send("0\r\n\r\n")
    let reply = try upload.reply()
    #expect(reply.head.hasPrefix("HTTP/1.1 200"))
    #expect(reply.body.contains("\"created\":2"))
    #expect(daemon.child.wait() == 0)
    let again = try RunningDaemon(in: daemon.folder)
    #expect(try again.archive.document("2") != nil)
    #expect(again.end() == 0)
  }

  static func document(_ id: String, _ body: String) -> DocumentRecord {
    var document = DocumentRecord(id: id)
    document.body = body
    return document
  }
}

extension RawConnection {
  fileprivate func sendChunk(_ text: String) throws {
    try send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
  }
}
