import Client
import Glibc
import TestSupport
import Testing
import Wire

/// What is not a well-formed request, and what is one in an unusual way.
@Suite struct HTTPTests {
  @Test(arguments: [
    ("GARBAGE\r\n\r\n", 400, "bad_request"),
    ("\u{16}\u{3}\u{1}\r\n\r\n", 400, "bad_request"),
    ("GET /v1/health HTTP/9.9\r\n\r\n", 400, "bad_request"),
    ("GET /v1/health HTTP/1.1\r\nbad header\r\n\r\n", 400, "bad_request"),
    (
      "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      400, "bad_request"
    ),
    ("GET /v1/search?q=%FF HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
    (
      "GET \(String(repeating: "/x", count: 20_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 431,
      "headers_too_large"
    ),
    (
      "GET / HTTP/1.1\r\nX-Big: \(String(repeating: "x", count: 40_000))\r\n\r\n", 431,
      "headers_too_large"
    ),
    ("GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://evil\r\n\r\n", 403, "browser_request"),
  ])
  func `a malformed request is answered by a problem`(
    request: String, status: Int, code: String
  ) throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    // The daemon may have answered and hung up before all was sent.
    try? connection.send(request)
    let reply = try connection.reply()
    #expect(reply.head.hasPrefix("HTTP/1.1 \(status) "), "\(reply.head)")
    #expect(reply.head.lowercased().contains("application/problem+json"))
    #expect(reply.head.lowercased().contains("x-request-id: "))
    #expect(Problem(json: Array(reply.body.utf8))?.code.rawValue == code, "\(reply.body)")
    #expect(try daemon.archive.status().pid == Int(daemon.child.process))
    daemon.end()
  }

  @Test func `a body over the limit is refused and the connection closed`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    try connection.send("POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 80000000\r\n\r\n")
    // Sent until the daemon hangs up, which it does long before the end.
    let part = String(repeating: "x", count: 1 << 20)
    var sent = 0
    while sent < 80, (try? connection.send(part)) != nil { sent += 1 }
    #expect(sent < 20)
    let reply = try connection.reply()
    #expect(reply.head.hasPrefix("HTTP/1.1 413"))
    #expect(Problem(json: Array(reply.body.utf8))?.code == .bodyTooLarge)
    #expect(connection.isClosed())
    daemon.end()
  }

  @Test func `a small body over the limit leaves the connection usable`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    let body = String(repeating: "x", count: (1 << 20) + 10)
    try connection.send(
      "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(try connection.reply().head.hasPrefix("HTTP/1.1 413"))
    try connection.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try connection.reply().head.hasPrefix("HTTP/1.1 200"))
    daemon.end()
  }

  @Test func `requests sent together are answered in order`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    let ids = (1...5).map { "r\($0)" }
    try connection.send(
      ids.map { "GET /v1/search?q=x HTTP/1.1\r\nHost: x\r\nX-Request-Id: \($0)\r\n\r\n" }.joined())
    for id in ids {
      let reply = try connection.reply()
      #expect(reply.head.hasPrefix("HTTP/1.1 200"))
      #expect(
        reply.head.lowercased().contains("x-request-id: \(id)\r\n")
          || reply.head.hasSuffix("-id: \(id)"))
    }
    daemon.end()
  }

  @Test func `a client that has said all it had is still answered`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    try connection.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
    connection.finishSending()
    #expect(try connection.reply().body.contains("live"))
    #expect(connection.isClosed())
    daemon.end()
  }

  @Test func `a client that asks before it sends is told to go on`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    try connection.send(
      "POST /v1/count HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
    #expect(try connection.reply().head.hasPrefix("HTTP/1.1 100"))
    try connection.send(#"{"q":"x"}"#)
    #expect(try connection.reply().head.hasPrefix("HTTP/1.1 200"))
    daemon.end()
  }

  @Test func `a client that leaves in the middle of an export harms nobody`() throws {
    let daemon = try RunningDaemon()
    let word = String(repeating: "tin tức dài ", count: 400)
    let lines = (1...2_000).map { #"{"id":"d\#($0)","body":"\#(word)"}"# }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    for _ in 0..<5 {
      let leaving = try RawConnection(daemon.socket)
      try leaving.send("GET /v1/export HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try leaving.reply().head.contains("chunked"))
    }
    #expect(try daemon.run("export", "tin", "--fields", "id").lines.count == 2_000)
    #expect(daemon.end() == 0)
  }

  @Test func `HEAD has the head of GET and no body`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    try connection.send("HEAD /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    let reply = try? connection.reply()
    #expect(reply?.head.hasPrefix("HTTP/1.1 200") == true)
    #expect(reply?.head.lowercased().contains("content-length: 13") == true)
    #expect(reply?.body.isEmpty == true)
    daemon.end()
  }

  @Test func `text typed into a URL as it is is understood`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.archive.add([SocketTests.document("1", "mặt trận")])
    let connection = try RawConnection(daemon.socket)
    try connection.send("GET /v1/search?q=mặt+trận HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try connection.reply().body.contains(#""total":{"value":1"#))
    daemon.end()
  }

  @Test func `one connection too many is told so`() throws {
    let daemon = try RunningDaemon()
    var open: [RawConnection] = []
    var refusal: (head: String, body: String)?
    for _ in 0..<300 where refusal == nil {
      let connection = try RawConnection(daemon.socket)
      try? connection.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
      let reply = try connection.reply()
      if reply.head.hasPrefix("HTTP/1.1 503") { refusal = reply }
      open.append(connection)
    }
    #expect(open.count == 257)
    let problem = Problem(json: Array((refusal?.body ?? "").utf8))
    #expect(problem?.code == .overloaded)
    #expect(refusal?.head.lowercased().contains("retry-after: 1") == true)
    open.removeAll()
    // Room again: the client's library tries anew by itself.
    while (try? daemon.archive.status()) == nil {}
    daemon.end()
  }
}
