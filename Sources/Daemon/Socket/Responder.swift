import HTTPTypes
import HummingbirdCore
import NIOCore
import Wire

/// Between Hummingbird and the API: takes requests apart, puts replies together. One for each
/// connection.
struct Responder: Sendable {
  let api: API
  let progress: Progress
  let peer: Peer?

  /// What is read of a body that nobody wants, before the connection is closed instead.
  private static let maximumDiscardedByteCount = 1 << 20

  /// Ends the connection after a reply.
  private struct CloseConnection: Error {}

  /// Concurrent as Hummingbird calls it: the writer must stay in one isolation.
  @concurrent
  func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
    progress.beginAnswer()
    defer { progress.endAnswer() }
    if request.headers[.expect]?.lowercased() == "100-continue" {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
    let source = BodySource(request.body, progress: progress)
    let reply = await answer(request, source)
    let isDrained = await source.discardRest(upTo: Self.maximumDiscardedByteCount)
    var head = head(of: reply)
    if !isDrained { head.headerFields[.connection] = "close" }
    if let pieces = reply.pieces, request.method != .head {
      let body = ResponseBody { writer in
        try await writer.write(ByteBuffer(bytes: reply.body))
        while let piece = try await pieces.next() {
          try await writer.write(ByteBuffer(bytes: piece))
        }
        try await writer.finish(nil)
      }
      try await writer.write(response: head, body: body)
    } else if request.method == .head || reply.body.isEmpty {
      try await writer.writeResponse(head)
    } else {
      try await writer.write(
        response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
    }
    if !isDrained { throw CloseConnection() }
  }

  private func answer(_ request: Request, _ source: BodySource) async -> APIReply {
    let headers = request.headers.map { APIRequest.Header($0.name.canonicalName, $0.value) }
    let id = api.requestID(headers.first { $0.name == "x-request-id" }?.value)
    do throws(Problem) {
      let target = try RequestTarget(request.head.path ?? "")
      return await api.answer(
        APIRequest(
          request.method.rawValue, target, headers: headers, body: source.body, id: id,
          peer: peer, cancellation: progress.cancellation))
    } catch {
      return api.refuse(error, id: id)
    }
  }

  private func head(of reply: APIReply) -> HTTPResponse {
    var head = HTTPResponse(status: .init(code: reply.status))
    if reply.status != 204 {
      head.headerFields[.contentType] = reply.mediaType
      if reply.pieces == nil { head.headerFields[.contentLength] = String(reply.body.count) }
    }
    for header in reply.headers {
      if let name = HTTPField.Name(header.name) { head.headerFields[name] = header.value }
    }
    return head
  }
}

/// The body of one request, as it comes in.
///
/// Unchecked: a request is worked on by one task at a time, and only that one reads its body.
private final class BodySource: @unchecked Sendable {
  private var iterator: RequestBody.AsyncIterator
  private let progress: Progress
  private var isAtEnd = false

  init(_ body: RequestBody, progress: Progress) {
    iterator = body.makeAsyncIterator()
    self.progress = progress
  }

  var body: Body {
    Body { [self] () async throws(Problem) in try await next() }
  }

  /// Reads what nobody has read; false when it does not end soon.
  func discardRest(upTo limit: Int) async -> Bool {
    var discarded = 0
    do throws(Problem) {
      while let piece = try await next() {
        discarded += piece.count
        if discarded > limit { return false }
      }
      return true
    } catch {
      return false
    }
  }

  private func next() async throws(Problem) -> [UInt8]? {
    if isAtEnd { return nil }
    do {
      if let buffer = try await iterator.next() { return Array(buffer.readableBytesView) }
    } catch {
      isAtEnd = true
      throw Problem(
        .badRequest, "the body broke off: \(error)", hint: "send it whole, or in proper chunks")
    }
    isAtEnd = true
    progress.endReading()
    return nil
  }
}
