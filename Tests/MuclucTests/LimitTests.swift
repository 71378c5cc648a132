import Client
import Glibc
import TestSupport
import Testing
import Wire

/// What keeps the daemon answering: of time, of connections, of memory.
@Suite struct LimitTests {
  private static let hasty = ["--set", "server.idle_timeout=1s", "--set", "server.min_rate=1KiB"]

  /// Sends a byte now and then until the daemon hangs up; false when it never does.
  private func trickle(_ connection: RawConnection, _ text: String) -> Bool {
    for character in text {
      usleep(100_000)
      if (try? connection.send(String(character))) == nil { return true }
    }
    return false
  }

  @Test func `a header that trickles in is cut off`() throws {
    let daemon = try RunningDaemon(options: Self.hasty)
    let connection = try RawConnection(daemon.socket)
    try connection.send("GET /v1/health HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    #expect(trickle(connection, String(repeating: "x", count: 300)))
    #expect(try daemon.archive.status().pid == Int(daemon.child.process))
    #expect(daemon.end() == 0)
  }

  @Test func `a body that trickles in is cut off, and one that is only long is not`() throws {
    let daemon = try RunningDaemon(options: Self.hasty)
    let slow = try RawConnection(daemon.socket)
    let head =
      "POST /v1/collections/main/documents HTTP/1.1\r\nHost: x\r\n"
      + "Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n"
    try slow.send(head)
    #expect(trickle(slow, String(repeating: " ", count: 300)))
    let steady = try RawConnection(daemon.socket)
    try steady.send(head)
    for _ in 0..<25 {
      try steady.send(String(repeating: " ", count: 4_000))
      usleep(100_000)
    }
    #expect(try steady.reply().head.hasPrefix("HTTP/1.1 200"))
    #expect(daemon.end() == 0)
  }

  @Test func `an idle connection is closed after its time`() throws {
    let daemon = try RunningDaemon(options: Self.hasty)
    let connection = try RawConnection(daemon.socket)
    #expect(connection.isClosed())
    #expect(daemon.end() == 0)
  }

  @Test func `a thousand idle connections cost little, and others are answered`() throws {
    let daemon = try RunningDaemon(options: ["--set", "server.max_connections=2000"])
    let before = try memory(daemon)
    var idle: [RawConnection] = []
    for _ in 0..<900 { idle.append(try RawConnection(daemon.socket)) }
    while try daemon.archive.status().requests.connections < 900 {}
    let after = try memory(daemon)
    #expect(after - before < 100_000, "\(before) kB became \(after) kB")
    #expect(try daemon.archive.search("x").total.value == 0)
    idle.removeAll()
    #expect(daemon.end() == 0)
  }

  /// Resident, in kB.
  private func memory(_ daemon: RunningDaemon) throws -> Int {
    let status = try TextFile.read("/proc/\(daemon.child.process)/status")
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.split(separator: " ").dropLast().last ?? "") } ?? 0
  }

  @Test func `what is too much is told when to come again`() async throws {
    let daemon = try RunningDaemon(
      options: ["--set", "search.threads=1", "--set", "search.queue=0"])
    let lines = (1...4_000).map { #"{"id":"\#($0)","body":"mặt trận \#($0) \#($0 % 7) tổ quốc"}"# }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    let socket = daemon.socket
    // Searches that take their time, until one is refused.
    let refusals = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<32 {
        group.addTask {
          guard let connection = try? RawConnection(socket) else { return nil }
          for _ in 0..<20 {
            try? connection.send(
              "GET /v1/search?q=a*+OR+m*+OR+t*&limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
            guard let reply = try? connection.reply() else { return nil }
            if reply.head.hasPrefix("HTTP/1.1 503") { return reply.head + reply.body }
          }
          return nil
        }
      }
      return await group.reduce(into: [String]()) { all, one in if let one { all.append(one) } }
    }
    #expect(!refusals.isEmpty)
    for refusal in refusals {
      #expect(refusal.lowercased().contains("retry-after: 1"))
      #expect(refusal.contains("\"overloaded\""))
    }
    #expect(daemon.end() == 0)
  }
}
