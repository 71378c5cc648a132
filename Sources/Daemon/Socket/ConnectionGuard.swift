import NIOCore
import NIOHTTP1
import Wire

/// Stands between a socket and the HTTP decoder: counts what comes, and can say a last word in
/// plain bytes when what came is not HTTP.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let progress: Progress
  /// What came, and what was to go, before the connection came here.
  private let leftover: DirectLane.Leftover
  /// What to say as soon as the connection stands, and nothing else.
  private let refusal: APIReply?
  private var context: ChannelHandlerContext?
  private var isInFirstLine = true

  init(progress: Progress, leftover: DirectLane.Leftover, refusal: APIReply? = nil) {
    self.progress = progress
    self.leftover = leftover
    self.refusal = refusal
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    if let refusal { return refuse(refusal) }
    context.fireChannelActive()
    if !leftover.unsent.isEmpty {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: leftover.unsent)), promise: nil)
    }
    if !leftover.received.isEmpty {
      channelRead(context: context, data: wrapInboundOut(ByteBuffer(bytes: leftover.received)))
      context.fireChannelReadComplete()
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    progress.received(buffer.readableBytes)
    context.fireChannelRead(wrapInboundOut(isInFirstLine ? encodingFirstLine(buffer) : buffer))
  }

  /// Encodes letters that people type into a URL as they are: `curl '…/v1/search?q=mặt+trận'`.
  /// The decoder refuses them, as the standard has it. Only the first line of a connection is
  /// known to be a request line without reading HTTP, and curl sends one request on each.
  private func encodingFirstLine(_ buffer: ByteBuffer) -> ByteBuffer {
    let bytes = buffer.readableBytesView
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    if end < bytes.endIndex { isInFirstLine = false }
    guard bytes[..<end].contains(where: { $0 >= 0x80 }) else { return buffer }
    var encoded = ByteBuffer()
    for byte in bytes[..<end] {
      if byte < 0x80 {
        encoded.writeInteger(byte)
      } else {
        encoded.writeString(PercentCoding.encode(byte))
      }
    }
    encoded.writeBytes(bytes[end...])
    return encoded
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
    if case HTTPParserError.invalidURL = error {
      return Problem(
        .badRequest, "the request's URL has characters that no URL may have",
        hint: "encode them: curl -G --data-urlencode 'q=…'")
    }
    return Problem(
      .badRequest, "this is not an HTTP/1.1 request: \(error)",
      hint: "curl --unix-socket PATH http://localhost/")
  }
}
