import Client
import Glibc
import TestSupport
import Testing
import Wire

/// What stands between a port of the machine and the archive.
@Suite struct WebTests {
  @Test func `the page is served and passes on what it asks`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: #"{"id":"a/1","title":"Khai giảng","body":"Ngày hội."}"#)
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    for path in ["/", "/page.css", "/page.js", "/reader.js", "/icon.svg"] {
      let file = try page.ask("GET", path)
      #expect(file.status == 200 && file.body.utf8.count > 200, "\(path)")
    }
    let (cookie, key) = try page.open()
    let search = try page.ask("POST", "/v1/search", [cookie, key], body: #"{"q":"ngay hoi"}"#)
    #expect(search.status == 200 && search.body.contains(#""id":"a/1""#), "\(search.body)")
    let document = "/v1/collections/main/documents/a%2F1"
    #expect(try page.ask("GET", document, [cookie, key]).body.contains("Khai giảng"))
    let marks = try page.ask("POST", document + "/marks", [cookie, key], body: #"{"q":"hội"}"#)
    #expect(marks.body.contains(#""blocks":[["#), "\(marks.body)")
    #expect(try page.ask("GET", "/v1/collections", [cookie, key]).status == 200)
    // The daemon's own errors arrive as they are.
    let wrong = try page.ask("POST", "/v1/search", [cookie, key], body: #"{"q":"a","limt":1}"#)
    #expect(wrong.status == 400)
    #expect(Problem(json: Array(wrong.body.utf8))?.code == .unknownField)
    page.child.signal(SIGTERM)
    #expect(page.child.wait() == 0)
    daemon.end()
  }

  @Test func `nothing is answered without both secrets`() throws {
    let daemon = try RunningDaemon()
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    let (cookie, key) = try page.open()
    let wrongCookie = cookie.dropLast(4) + "0000"
    let wrongKey = key.dropLast(4) + "0000"
    let tries: [[String]] = [
      [], [cookie], [key], [String(wrongCookie), key], [cookie, String(wrongKey)],
      ["Cookie: other=1", key], [cookie, "X-Mucluc-Key:"], ["X-Mucluc-Key: \(page.token)", cookie],
    ]
    for headers in tries {
      let reply = try page.ask("GET", "/v1/collections", headers)
      #expect(reply.status == 403, "\(headers)")
      #expect(Problem(json: Array(reply.body.utf8))?.code == .sessionRequired)
    }
    #expect(try page.ask("GET", "/v1/collections", ["Cookie: a=b", cookie, key]).status == 200)
    for token in ["", "0", page.token + "0", String(page.token.dropLast())] {
      let reply = try page.ask("POST", "/session", body: token)
      #expect(reply.status == 403 && reply.header("set-cookie") == nil, "\(token)")
    }
    let long = try page.ask("POST", "/session", body: String(repeating: "a", count: 2_000))
    #expect(long.status == 413)
    let given = try #require(
      try page.ask("POST", "/session", body: page.token).header("set-cookie"))
    #expect(given.contains("HttpOnly") && given.contains("SameSite=Strict"))
    daemon.end()
  }

  @Test func `other hosts, origins and sites are refused`() throws {
    let daemon = try RunningDaemon()
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    let (cookie, key) = try page.open()
    func code(_ headers: [String], host: String? = nil) throws -> Problem.Code? {
      let reply = try page.ask("GET", "/v1/collections", headers + [cookie, key], host: host)
      for name in ["access-control-allow-origin", "access-control-allow-credentials"] {
        #expect(reply.header(name) == nil)
      }
      return Problem(json: Array(reply.body.utf8))?.code
    }
    let own = "127.0.0.1:\(page.port)"
    for host in [
      "evil.example", "evil.example:\(page.port)", "127.0.0.1", "127.0.0.1:1", "", "[::1]",
    ] {
      #expect(try code([], host: host) == .browserRequest, "\(host)")
    }
    for origin in ["http://evil.example", "null", "https://\(own)", "http://127.0.0.1:1"] {
      #expect(try code(["Origin: \(origin)"]) == .browserRequest, "\(origin)")
    }
    for site in ["cross-site", "same-site"] {
      #expect(try code(["Sec-Fetch-Site: \(site)"]) == .browserRequest, "\(site)")
    }
    #expect(try code(["Origin: http://\(own)", "Sec-Fetch-Site: same-origin"]) == nil)
    #expect(try code([], host: "localhost:\(page.port)") == nil)
    let preflight = try page.ask("OPTIONS", "/v1/search", ["Origin: http://evil.example"])
    #expect(preflight.status == 403)
    // A link on another page may lead here; it shows nothing without the secrets.
    let link = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
    #expect(try page.ask("GET", "/", link).status == 200)
    #expect(try page.ask("GET", "/v1/collections", link + [cookie, key]).status == 403)
    daemon.end()
  }

  @Test func `only reading is passed on`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: #"{"id":"1","body":"Một."}"#)
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    let (cookie, key) = try page.open()
    let refused = [
      ("DELETE", "/v1/collections/main/documents/1", 405),
      ("PUT", "/v1/collections/main/documents/1", 405),
      ("POST", "/v1/collections/main/documents", 404),
      ("POST", "/v1/collections/main/documents:delete", 404),
      ("POST", "/v1/collections/main/optimize", 404), ("POST", "/v1/admin/stop", 404),
      ("GET", "/v1/collections/main/synonyms", 404), ("GET", "/v1/status", 404),
      ("GET", "/metrics", 404), ("GET", "/v1/search?q=a", 405), ("GET", "/v1/export", 404),
      ("GET", "/../etc/passwd", 404), ("GET", "/page.css/", 200), ("POST", "/", 405),
      ("GET", "/v1/collections/main%2Fdocuments:delete", 404), ("GET", "/session", 405),
      ("GET", "/v1/collections/main/documents/1/..%2F..%2F..%2Fstatus", 404),
    ]
    for (method, target, status) in refused {
      let reply = try page.ask(method, target, [cookie, key], body: #"{"ids":["1"]}"#)
      #expect(reply.status == status || status == 404 && reply.status == 400, "\(method) \(target)")
    }
    #expect(try daemon.archive.document("1") != nil)
    let large = String(repeating: "a", count: 100_000)
    #expect(try page.ask("POST", "/v1/search", [cookie, key], body: large).status == 413)
    let head = try page.ask("GET", "/", ["X-Big: " + String(repeating: "a", count: 40_000)])
    #expect(head.status >= 400)
    daemon.end()
  }

  @Test func `every reply forbids what the page does not need`() throws {
    let daemon = try RunningDaemon()
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    for target in ["/", "/page.js", "/v1/collections", "/nothing"] {
      let reply = try page.ask("GET", target)
      let policy = try #require(reply.header("content-security-policy"))
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
      #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
      #expect(reply.header("x-content-type-options") == "nosniff")
      #expect(reply.header("referrer-policy") == "no-referrer")
      #expect(reply.header("cache-control") == "no-store")
    }
    let head = try page.ask("HEAD", "/")
    #expect(head.status == 200 && head.body.isEmpty)
    // What the policy forbids is not there, either.
    let html = try page.ask("GET", "/").body
    #expect(!html.contains("style=") && !html.contains("onclick") && !html.contains("<script>"))
    daemon.end()
  }

  @Test func `the page outlives the daemon and finds the next one`() throws {
    let daemon = try RunningDaemon()
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    let (cookie, key) = try page.open()
    daemon.end()
    let gone = try page.ask("GET", "/v1/collections", [cookie, key])
    #expect(gone.status == 502)
    let problem = try #require(Problem(json: Array(gone.body.utf8)))
    #expect(problem.code == .noDaemon && problem.hint?.contains("mucluc serve") == true)
    let next = try RunningDaemon(in: daemon.folder)
    #expect(try page.ask("GET", "/v1/collections", [cookie, key]).status == 200)
    next.end()
  }

  @Test func `a request that the browser gives up is given up with the daemon`() throws {
    let folder = TemporaryFolder()
    // A daemon that never answers.
    let daemon = try Listener(folder.path + "/socket")
    let page = try RunningPage(for: folder.path + "/socket", in: folder)
    let (cookie, key) = try page.open()
    var browser: LoopbackConnection? = try LoopbackConnection(port: page.port)
    browser?.send(
      "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\n\(cookie)\r\n\(key)\r\n"
        + "Content-Length: 9\r\n\r\n{\"q\":\"a\"}")
    let (connection, request) = try daemon.accept()
    #expect(request.hasPrefix("POST /v1/search HTTP/1.1\r\n"))
    // The secrets are between the browser and the page.
    #expect(!request.lowercased().contains("cookie") && !request.lowercased().contains("key"))
    browser = nil
    // What is left of the request, then the end.
    while try Listener.read(connection) != nil {}
    close(connection)
    #expect(browser == nil)
  }

  @Test func `a port that is taken is named`() throws {
    let daemon = try RunningDaemon()
    let page = try RunningPage(for: daemon.socket, in: daemon.folder)
    let second = try daemon.run("web", "--port", String(page.port))
    #expect(second.code == 5)
    #expect(second.errors.contains("port \(page.port) of 127.0.0.1"), "\(second.errors)")
    #expect(try daemon.run("web", "--port", "70000").code == 2)
    daemon.end()
  }
}
