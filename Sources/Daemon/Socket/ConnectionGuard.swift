import NIOCore
import NIOHTTP1
import Wire

/// Stands between a socket and the HTTP decoder: counts what comes, and can say a last word in
/// plain bytes when what came is not HTTP.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let progress: Progress
  private var context: ChannelHandlerContext?

  init(progress: Progress) {
    self.progress = progress
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    progress.received(unwrapInboundIn(data).readableBytes)
    context.fireChannelRead(data)
  }

  /// Writes a reply by hand and closes the connection.
  func refuse(_ reply: APIReply) {
    guard let context else { return }
    var text =
      "HTTP/1.1 \(reply.status) \(HTTPResponseStatus(statusCode: reply.status).reasonPhrase)"
    text += "\r\nContent-Type: \(reply.mediaType)\r\nContent-Length: \(reply.body.count)"
    for header in reply.headers { text += "\r\n\(header.name): \(header.value)" }
    var buffer = context.channel.allocator.buffer(string: text + "\r\nConnection: close\r\n\r\n")
    buffer.writeBytes(reply.body)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    context.close(promise: nil)
  }
}

/// Stands behind the HTTP decoder and answers what it could not make sense of.
final class MalformedRequests: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let refuse: @Sendable (Problem) -> APIReply

  init(refuse: @escaping @Sendable (Problem) -> APIReply) {
    self.refuse = refuse
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.fireChannelRead(data) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // While an answer is being made a second one would be taken for it: then only close.
    guard !(error is IOError), !(error is ChannelError),
      let gate = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self),
      !gate.progress.isAnswering
    else {
      context.fireErrorCaught(error)
      return
    }
    gate.refuse(refuse(Self.problem(error)))
  }

  private static func problem(_ error: any Error) -> Problem {
    if case HTTPParserError.headerOverflow = error {
      return Problem(
        .headersTooLarge, "the headers have more than \(Server.maximumHeaderByteCount) bytes",
        hint: "put long queries into the body of a POST")
    }
    return Problem(
      .badRequest, "this is not an HTTP/1.1 request: \(error)",
      hint: "curl --unix-socket PATH http://localhost/")
  }
}
