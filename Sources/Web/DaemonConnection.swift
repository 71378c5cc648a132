import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Wire

/// One request to the daemon's Unix socket, with the rights of the user who runs this process.
struct DaemonConnection: Sendable {
  let socket: String
  let loops: any EventLoopGroup

  private typealias HTTPChannel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  /// Asks, and reads the reply to its end; closes the connection at once when the task is cancelled.
  ///
  /// - Throws: `no_daemon`, `timed_out`; a problem that the daemon answers is a reply like others.
  func ask(
    _ method: HTTPMethod, _ target: String, _ body: [UInt8]
  ) async throws -> WebResponder.Reply {
    let channel = try await connect()
    // A daemon that says nothing for so long is stuck.
    let end = channel.channel.eventLoop.scheduleTask(in: .seconds(WebLimit.replySeconds)) {
      channel.channel.close(promise: nil)
    }
    defer { end.cancel() }
    let reply: WebResponder.Reply?
    do {
      reply = try await channel.executeThenClose { inbound, outbound in
        var headers = HTTPHeaders([("host", "localhost"), ("user-agent", "mucluc-web")])
        if method == .POST {
          headers.add(name: "content-type", value: "application/json")
          headers.add(name: "content-length", value: String(body.count))
        }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: headers)
        try await outbound.write(.head(head))
        if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
        try await outbound.write(.end(nil))
        return try await Self.read(inbound)
      }
    } catch let problem as Problem {
      throw problem
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Problem(.noDaemon, "the connection to the daemon broke: \(error)", hint: Self.hint)
    }
    guard let reply else {
      throw Problem(.noDaemon, "the daemon broke off its reply", hint: Self.hint)
    }
    return reply
  }

  /// - Returns: nil when the connection ends before the reply does.
  private static func read(
    _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
  ) async throws -> WebResponder.Reply? {
    var reply = WebResponder.Reply()
    for try await part in inbound {
      switch part {
      case .head(let head):
        reply.status = Int(head.status.code)
        reply.mediaType = head.headers.first(name: "content-type") ?? "application/octet-stream"
      case .body(let buffer):
        guard reply.body.count + buffer.readableBytes <= WebLimit.replyByteCount else {
          throw Problem(.bodyTooLarge, "the reply has more than \(WebLimit.replyByteCount) bytes")
        }
        reply.body += buffer.readableBytesView
      case .end: return reply
      }
    }
    return nil
  }

  private func connect() async throws -> HTTPChannel {
    do {
      return try await ClientBootstrap(group: loops)
        .connect(unixDomainSocketPath: socket) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            return try HTTPChannel(wrappingChannelSynchronously: channel)
          }
        }
    } catch let error as IOError {
      let reason =
        switch error.errnoCode {
        case ENOENT: "there is no such socket"
        case ECONNREFUSED: "the socket is left over from a daemon that is gone"
        case EACCES: "the user who runs mucluc web may not open the socket"
        default: "\(error)"
        }
      throw Problem(.noDaemon, "no daemon answers at \(socket): \(reason)", hint: Self.hint)
    }
  }

  private static let hint = "start it with: mucluc serve --data DIR"
}
