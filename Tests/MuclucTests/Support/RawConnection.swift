@testable import Client

/// Bytes to and from the daemon, with no HTTP client in between to put them right.
final class RawConnection {
  private let socket: UnixSocket
  private var received: [UInt8] = []

  init(_ path: String) throws {
    socket = try UnixSocket(path: path)
    socket.setTimeout(seconds: 60)
  }

  func send(_ text: String) throws { try socket.send(Array(text.utf8)) }

  /// A reply's head and body, by its Content-Length.
  func reply() throws -> (head: String, body: String) {
    var end = headEnd()
    while end == nil {
      let more = try socket.receive()
      if more.isEmpty { break }
      received += more
      end = headEnd()
    }
    guard let end else { throw ClientError.connectionLost(reason: "no reply") }
    let head = String(decoding: received[..<end], as: UTF8.self)
    let length = head.split(separator: "\r\n").first {
      $0.lowercased().hasPrefix("content-length:")
    }
    let count = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    while received.count < end + 4 + count {
      let more = try socket.receive()
      if more.isEmpty { break }
      received += more
    }
    let body = received[(end + 4)..<min(received.count, end + 4 + count)]
    received.removeFirst(min(received.count, end + 4 + count))
    return (head, String(decoding: body, as: UTF8.self))
  }

  /// True when the daemon has closed the connection and nothing more came.
  func isClosed() -> Bool {
    guard received.isEmpty else { return false }
    return (try? socket.receive())?.isEmpty ?? true
  }

  func finishSending() { socket.finishSending() }

  private func headEnd() -> Int? {
    guard received.count >= 4 else { return nil }
    return (0...received.count - 4).first { received[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }
  }
}
