import CLinux
import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Requests that one thread answers from beginning to end, beside the same through the whole
/// implementation of HTTP, which a header that asks for something special leads to.
@Suite struct DirectLaneTests {
  private static let whole = "TE: trailers\r\n"

  private func ask(
    _ daemon: RunningDaemon, _ request: String, _ headers: String, _ body: String = ""
  ) throws -> (head: String, body: String) {
    let connection = try RawConnection(daemon.socket)
    let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
    try connection.send(
      "\(request) HTTP/1.1\r\nHost: x\r\nX-Request-Id: same\r\n\(headers)\(length)\r\n\(body)")
    let reply = try connection.reply()
    return (withoutLength(reply.head), withoutTime(reply.body))
  }

  /// Times have more digits or fewer.
  private func withoutLength(_ head: String) -> String {
    head.split(separator: "\r\n").map { line in
      line.hasPrefix("Content-Length") ? "Content-Length: …" : String(line)
    }.joined(separator: "\n")
  }

  private func withoutTime(_ body: String) -> String {
    guard let name = body.firstRange(of: "\"took_us\":") else { return body }
    return String(body[..<name.upperBound] + body[name.upperBound...].drop { $0.isNumber })
  }

  @Test func `both ways give the same reply, byte for byte`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.archive.add(
      (1...30).map { number in
        SocketTests.document(
          "\(number)", "Mặt trận Tổ quốc xã số \(number) họp \"lần\" thứ \(number)")
      })
    let requests = [
      ("GET /v1/search?q=mat+tran", ""),
      ("GET /v1/search?q=m%E1%BA%B7t&limit=30&facets=source", ""),
      ("GET /v1/search?q=mat&highlight=false", ""), ("GET /v1/search?q=mat&wrong=1", ""),
      ("GET /v1/search", ""), ("GET /v1/search?q=%FF", ""), ("GET /v1/search?q=a&q=b", ""),
      ("GET /v1/search?q=a&collection=none", ""),
      ("POST /v1/search", #"{"q":"tổ quốc","limit":3}"#),
      ("POST /v1/search", #"{"q":"tổ quốc""#), ("POST /v1/search", ""),
      ("POST /v1/search?q=a", #"{"q":"a"}"#), ("GET /v1/count?q=xa", ""),
      ("POST /v1/count", #"{"q":"xã"}"#), ("GET /v1/suggest?q=mat+tr", ""),
      ("GET /v1/spell?q=mat+tram", ""), ("GET /v1/health", ""), ("GET /v1/health?x=1", ""),
      ("GET /v1/health/live", ""), ("GET /v1/explain?q=mat&id=3", ""),
      ("GET /v1/parse?q=a+OR+b", ""),
      ("POST /v1/health", ""), ("DELETE /v1/search", ""), ("GET /v1/none", ""),
    ]
    for (request, body) in requests {
      let direct = try ask(daemon, request, "", body)
      let plain = try ask(daemon, request, Self.whole, body)
      #expect(direct.head == plain.head, "\(request)")
      #expect(direct.body == plain.body, "\(request)")
      #expect(direct.head.contains("same"), "\(request)")
    }
    for headers in ["Origin: http://evil\r\n", "Content-Type: text/csv\r\n"] {
      let direct = try ask(daemon, "POST /v1/search", headers, #"{"q":"a"}"#)
      let plain = try ask(daemon, "POST /v1/search", headers + Self.whole, #"{"q":"a"}"#)
      #expect(direct == plain)
    }
    #expect(daemon.end() == 0)
  }

  @Test func `one connection serves both kinds of requests, in any pieces`() throws {
    let daemon = try RunningDaemon()
    #expect(try daemon.archive.status().extensions == Wire.extensions)
    let connection = try RawConnection(daemon.socket)
    let document = #"{"id":"1","body":"mặt trận"}"#
    let upload =
      "POST /v1/collections/main/documents HTTP/1.1\r\nHost: x\r\n"
      + "Content-Type: application/x-ndjson\r\nContent-Length: \(document.utf8.count)\r\n\r\n"
      + document
    let search = "GET /v1/search?q=mat HTTP/1.1\r\nHost: x\r\n\r\n"
    try connection.send(search)
    #expect(try connection.reply().body.contains(#""value":0"#))
    try connection.send(upload)
    #expect(try connection.reply().body.contains(#""created":1"#))
    for length in stride(from: 1, to: search.utf8.count, by: 7) {
      for connection in [connection, try RawConnection(daemon.socket)] {
        try connection.send(String(search.prefix(length)))
        usleep(2_000)
        try connection.send(String(search.dropFirst(length)))
        #expect(try connection.reply().body.contains(#""value":1"#))
      }
    }
    #expect(daemon.end() == 0)
  }

  @Test func `a reply that its client reads late comes whole`() throws {
    let daemon = try RunningDaemon()
    let word = String(repeating: "mặt trận tổ quốc họp ", count: 30)
    let lines = (1...1_000).map { #"{"id":"\#($0)","title":"\#($0)","body":"\#(word)"}"# }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    let connection = try RawConnection(daemon.socket)
    for _ in 0..<3 {
      try connection.send("GET /v1/search?q=quoc&limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
      // Others are answered while this one does not read.
      #expect(try daemon.archive.search("quoc", limit: 1).hits.count == 1)
      let body = try connection.reply().body
      #expect(body.utf8.count > 500_000)
      #expect(try SearchResults(parsing: Array(body.utf8).span).hits.count == 1_000)
    }
    #expect(daemon.end() == 0)
  }

  @Test func `health is answered while searches have all permits, and clients may leave them`()
    throws
  {
    let daemon = try RunningDaemon(
      options: ["--set", "search.threads=1", "--set", "search.queue=20"])
    let lines = (1...4_000).map { #"{"id":"\#($0)","body":"mặt trận \#($0) \#($0 % 7) tổ quốc"}"# }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    var waiting: [RawConnection] = []
    for _ in 0..<10 {
      let connection = try RawConnection(daemon.socket)
      try connection.send(
        "GET /v1/search?q=a*+OR+m*+OR+t*&limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
      waiting.append(connection)
    }
    let health = try RawConnection(daemon.socket)
    for _ in 0..<20 {
      try health.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try health.reply().body == #"{"live":true}"#)
    }
    for connection in waiting.prefix(5) {
      #expect(try connection.reply().head.hasPrefix("HTTP/1.1 200"))
    }
    waiting.removeAll()
    while try daemon.archive.status().requests.searchesRunning > 0 {}
    #expect(try daemon.archive.status().requests.searchesWaiting == 0)
    #expect(daemon.end() == 0)
  }

  @Test func `threads that listen ask for short stretches of the processor`() throws {
    let usual = linux_time_slice(0)
    let daemon = try RunningDaemon(options: ["--set", "search.threads=2"])
    for _ in 0..<20 { _ = try daemon.archive.search("mat tran") }
    var short = 0
    // Kernels before 6.12 say nothing of it. The threads begin while the daemon says it is ready.
    for _ in 0..<3_000 where usual > 0 && short < 3 {
      let slices = ProcessTable.threads(of: daemon.child.process).map(linux_time_slice)
      short = slices.count { $0 > 0 && $0 < usual }
      _ = usleep(10_000)
    }
    #expect(short == (usual > 0 ? 3 : 0))
    #expect(daemon.end() == 0)
  }

  @Test func `many connections at once are all answered, and none is left behind`() async throws {
    let daemon = try RunningDaemon(options: ["--set", "server.max_connections=400"])
    _ = try daemon.archive.add([SocketTests.document("1", "mặt trận")])
    let socket = daemon.socket
    let answered = await withTaskGroup(of: Int.self) { group in
      for number in 0..<16 {
        group.addTask {
          var count = 0
          for round in 0..<40 {
            guard let connection = try? RawConnection(socket) else { continue }
            for _ in 0..<3 {
              try? connection.send("GET /v1/search?q=mat HTTP/1.1\r\nHost: x\r\n\r\n")
              // Some leave without their answer.
              if (number + round) % 5 == 0 { break }
              if (try? connection.reply())?.body.contains(#""value":1"#) == true { count += 1 }
            }
          }
          return count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(answered == 16 * 32 * 3)
    while try daemon.archive.status().requests.connections > 1 {}
    #expect(daemon.end() == 0)
  }
}
