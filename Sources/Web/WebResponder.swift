import HTTPTypes
import HummingbirdCore
import NIOCore
import Wire

/// Answers the browser: the page's files, the exchange of the token, and what is passed on.
struct WebResponder: Sendable {
  let session: Session
  let passage: Passage
  let listener: Listener

  /// A reply before it is written.
  struct Reply: Sendable {
    var status = 200
    var mediaType = "application/json"
    var headers: [(HTTPField.Name, String)] = []
    var body: [UInt8] = []
  }

  /// Concurrent as Hummingbird calls it: the writer must stay in one isolation.
  @concurrent
  func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
    var reply: Reply
    do throws(Problem) { reply = try await answer(request) } catch {
      reply = Reply(
        status: error.code.status, mediaType: Problem.mediaType, body: error.json)
      if error.code == .methodNotAllowed { reply.headers = [(.allow, "GET, HEAD")] }
    }
    var head = HTTPResponse(status: .init(code: reply.status))
    head.headerFields[.contentType] = reply.mediaType
    head.headerFields[.contentLength] = String(reply.body.count)
    for (name, value) in reply.headers + Self.headers { head.headerFields[name] = value }
    if request.method == .head {
      try await writer.writeResponse(head)
    } else {
      try await writer.write(
        response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
    }
  }

  private func answer(_ request: Request) async throws(Problem) -> Reply {
    let port = listener.port
    try Gate(port: port).check(request.head)
    let target = try RequestTarget(request.head.path ?? "")
    let path = "/" + target.path.joined(separator: "/")
    if path == "/session" { return try await exchange(request, port) }
    if target.path.first != "v1" { return try file(at: path, for: request) }
    let key = HTTPField.Name(Session.keyHeader).flatMap { request.headers[$0] }
    guard session.admits(cookies: request.headers[values: .cookie], key: key, port: port) else {
      throw Problem(
        .sessionRequired, "this browser has not opened the page by its address",
        hint: "open the address that mucluc web has printed")
    }
    return try await passage.pass(request, target)
  }

  private func file(at path: String, for request: Request) throws(Problem) -> Reply {
    guard let file = PageFiles.file(at: path) else {
      throw Problem(.notFound, "there is nothing at \(path.prefix(200))")
    }
    guard request.method == .get || request.method == .head else {
      throw Problem(.methodNotAllowed, "\(request.method) is not answered here")
    }
    return Reply(mediaType: file.mediaType, body: file.bytes)
  }

  /// Takes the token, gives the cookie and the key.
  private func exchange(_ request: Request, _ port: Int) async throws(Problem) -> Reply {
    guard request.method == .post else {
      throw Problem(.methodNotAllowed, "\(request.method) is not answered here")
    }
    let body = try await RequestBytes.read(request.body, upTo: 1_024)
    guard Session.areEqual(String(decoding: body, as: UTF8.self), session.token) else {
      throw Problem(
        .sessionRequired, "this is not the token of this server",
        hint: "open the address that mucluc web has printed last")
    }
    var json = JSONWriter()
    json.object { $0.member("key", session.key) }
    return Reply(headers: [(.setCookie, session.setCookie(port: port))], body: json.bytes)
  }
}

extension WebResponder {
  /// What goes with every reply. Nothing may be loaded from elsewhere, nothing may frame the page,
  /// no text may become a script, and nothing is kept on the disk of the browser.
  static let headers: [(HTTPField.Name, String)] = {
    let policy = [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
      "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
      "require-trusted-types-for 'script'", "trusted-types 'none'",
    ]
    let texts = [
      ("content-security-policy", policy.joined(separator: "; ")),
      ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
      ("x-frame-options", "DENY"), ("cross-origin-opener-policy", "same-origin"),
      ("cross-origin-resource-policy", "same-origin"), ("cache-control", "no-store"),
    ]
    return texts.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
  }()
}

/// The body of a request, whole.
enum RequestBytes {
  /// - Throws: `body_too_large`, `timed_out` when it trickles, `bad_request` when it breaks off.
  static func read(_ body: RequestBody, upTo limit: Int) async throws(Problem) -> [UInt8] {
    do {
      return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
        group.addTask { try await collect(body, upTo: limit) }
        group.addTask {
          try await Task.sleep(for: .seconds(WebLimit.bodySeconds))
          return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let bytes = first else {
          throw Problem(
            .timedOut, "the body did not come within \(WebLimit.bodySeconds) s")
        }
        return bytes
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.badRequest, "the body broke off: \(error)")
    }
  }

  private static func collect(_ body: RequestBody, upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limit else {
        throw Problem(.bodyTooLarge, "the body has more than \(limit) bytes")
      }
      bytes += part.readableBytesView
    }
    return bytes
  }
}
