import Wire

/// One HTTP/1.1 conversation: requests go out one at a time, each reply is read whole.
final class HTTPConnection {
  private let socket: UnixSocket
  /// Bytes received and not yet used.
  private var buffer: [UInt8] = []
  private var position = 0
  /// False when the daemon will close after this reply, or a reply could not be read to its end.
  private(set) var isReusable = true
  /// True once a reply's first byte has come: from then on a request cannot be sent again unasked.
  private(set) var hasReply = false

  private static let maximumHeadByteCount = 64 << 10
  private static let maximumBodyByteCount = 1 << 30

  init(path: String, timeoutSeconds: Int) throws(ClientError) {
    socket = try UnixSocket(path: path)
    socket.setTimeout(seconds: timeoutSeconds)
  }

  var peerProcess: Int32? { socket.peerProcess }

  func exchange(_ request: HTTPClientRequest) throws(ClientError) -> HTTPClientReply {
    var body: [UInt8] = []
    var reply = try exchange(request, upTo: Self.maximumBodyByteCount) { body += $0 }
    if !body.isEmpty { reply.body = body }
    return reply
  }

  /// - Parameters:
  ///   - limit: bytes of a body that comes in chunks, at most.
  ///   - consume: takes such a body, piece by piece.
  func exchange(
    _ request: HTTPClientRequest, upTo limit: Int = .max, streaming consume: ([UInt8]) -> Void
  ) throws(ClientError) -> HTTPClientReply {
    isReusable = false
    hasReply = false
    do {
      try socket.send(request.head + request.body)
    } catch ClientError.connectionLost(let reason) {
      // A daemon that refuses a large body answers before it has read it and hangs up.
      guard let reply = try? readReply(upTo: limit, consume) else {
        throw .connectionLost(reason: reason)
      }
      return reply
    }
    let reply = try readReply(upTo: limit, consume)
    isReusable = reply.header("connection")?.lowercased() != "close"
    return reply
  }

  private func readReply(
    upTo limit: Int, _ consume: ([UInt8]) -> Void
  ) throws(ClientError) -> HTTPClientReply {
    var reply = try readHead()
    // 100 Continue and its like come before the reply proper.
    while (100..<200).contains(reply.status) { reply = try readHead() }
    if reply.header("transfer-encoding")?.lowercased() == "chunked" {
      try readChunks(upTo: limit, consume)
    } else if let length = reply.header("content-length") {
      guard let count = Int(length), count >= 0 else {
        throw .badReply(reason: "Content-Length is \"\(length)\"")
      }
      reply.body = try take(count)
    } else if reply.status != 204, reply.status != 304 {
      reply.body = try readToEnd()
    }
    return reply
  }

  // MARK: Parts

  private func readHead() throws(ClientError) -> HTTPClientReply {
    var lines: [String] = []
    var byteCount = 0
    while true {
      let line = try readLine()
      hasReply = true
      byteCount += line.utf8.count
      if line.isEmpty { break }
      guard byteCount <= Self.maximumHeadByteCount else {
        throw .badReply(reason: "endless headers")
      }
      lines.append(line)
    }
    return try HTTPClientReply(headLines: lines)
  }

  private func readChunks(
    upTo limit: Int, _ consume: ([UInt8]) -> Void
  ) throws(ClientError) {
    var received = 0
    while true {
      let line = try readLine()
      let size = line.prefix { $0 != ";" && $0 != " " }
      guard let count = Int(size, radix: 16), count >= 0 else {
        throw .badReply(reason: "a chunk's size is \"\(size.prefix(20))\"")
      }
      if count == 0 { break }
      received += count
      guard received <= limit else { throw Self.tooLarge }
      consume(try take(count))
      _ = try readLine()
    }
    while try !readLine().isEmpty {}
  }

  private func readToEnd() throws(ClientError) -> [UInt8] {
    var body = Array(buffer[position...])
    position = buffer.count
    while true {
      let more = try socket.receive()
      if more.isEmpty { return body }
      guard body.count + more.count <= Self.maximumBodyByteCount else { throw Self.tooLarge }
      body += more
    }
  }

  // MARK: Bytes

  private func readLine() throws(ClientError) -> String {
    var scanned = position
    while true {
      if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer[position..<end]
        position = end + 1
        let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return String(decoding: text, as: UTF8.self)
      }
      guard buffer.count - position <= Self.maximumHeadByteCount else {
        throw .badReply(reason: "an endless line")
      }
      scanned = try fill(keeping: buffer.count - position)
    }
  }

  private func take(_ count: Int) throws(ClientError) -> [UInt8] {
    guard count <= Self.maximumBodyByteCount else { throw Self.tooLarge }
    while buffer.count - position < count { _ = try fill(keeping: buffer.count - position) }
    defer { position += count }
    return Array(buffer[position..<position + count])
  }

  /// Receives more; returns where the new bytes begin.
  private func fill(keeping count: Int) throws(ClientError) -> Int {
    if position > 0 {
      buffer.removeFirst(position)
      position = 0
    }
    let more = try socket.receive()
    guard !more.isEmpty else { throw .connectionLost(reason: "the daemon closed it") }
    buffer += more
    return count
  }

  private static let tooLarge = ClientError.badReply(
    reason: "the reply has more than \(maximumBodyByteCount) bytes")
}

/// A request, ready to be sent.
struct HTTPClientRequest {
  var head: [UInt8]
  var body: [UInt8]

  init(
    method: String, target: String, contentType: String?, headers: [(String, String)] = [],
    body: [UInt8]
  ) {
    var text =
      "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nUser-Agent: mucluc/\(Wire.version)\r\n"
    if let contentType { text += "Content-Type: \(contentType)\r\n" }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if !body.isEmpty || method != "GET" { text += "Content-Length: \(body.count)\r\n" }
    head = Array((text + "\r\n").utf8)
    self.body = body
  }
}

/// A reply, read to its end.
struct HTTPClientReply {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []

  init(headLines lines: [String]) throws(ClientError) {
    let parts = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]) else {
      throw .badReply(reason: "it begins with \"\((lines.first ?? "").prefix(40))\"")
    }
    self.status = status
    headers = lines.dropFirst().map { line in
      let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = pair.count == 2 ? pair[1].trimmingSpace() : ""
      return (pair[0].lowercased(), value)
    }
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension Substring {
  fileprivate func trimmingSpace() -> String {
    var text = self.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
