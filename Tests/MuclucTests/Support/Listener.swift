import Glibc
import Testing

@testable import Client

/// A listening Unix socket, as a service manager opens it before the daemon starts.
final class Listener: Sendable {
  let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = try #require(sockaddr_un(path: path))
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && listen(descriptor, 16) == 0)
  }

  deinit { _ = close(descriptor) }

  /// Waits for somebody to connect, and reads the first bytes that come.
  func accept() throws -> (connection: Int32, request: String) {
    let connection = Glibc.accept(descriptor, nil, nil)
    try #require(connection >= 0)
    var time = timeval(tv_sec: 60, tv_usec: 0)
    _ = unsafe setsockopt(
      connection, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    return (connection, try Self.read(connection) ?? "")
  }

  /// The next bytes, nil at the end.
  static func read(_ connection: Int32) throws -> String? {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe recv(connection, &buffer, buffer.count, 0)
    try #require(count >= 0, "nothing came, and no end: errno \(errno)")
    return count == 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }
}
