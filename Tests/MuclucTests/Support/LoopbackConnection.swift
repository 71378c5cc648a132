import Glibc
import TestSupport
import Testing

/// A TCP connection to a port of 127.0.0.1, as a browser has one; sends what it is told to.
final class LoopbackConnection {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var time = timeval(tv_sec: 60, tv_usec: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0, "cannot connect to port \(port): errno \(errno)")
  }

  deinit { _ = close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// What comes until the other side closes.
  func readAll() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

/// `mucluc web` in a process of its own.
final class RunningPage: Sendable {
  let child: Child
  let port: Int
  let token: String

  init(for socket: String, in folder: TemporaryFolder) throws {
    let output = folder.path + "/web.out"
    child = try Child(
      ["web"], socket: socket, input: "/dev/null", output: output, errors: folder.path + "/web.err")
    var line = ""
    while !line.hasSuffix("\n") {
      usleep(10_000)
      line = (try? TextFile.read(output)) ?? ""
    }
    // http://127.0.0.1:PORT/#token=TOKEN
    let parts = line.dropLast().split(separator: ":").last?.split(separator: "/") ?? []
    port = try #require(parts.first.flatMap { Int($0) })
    token = try #require(parts.last?.split(separator: "=").last.map(String.init))
  }

  struct Answer {
    let status: Int
    let head: String
    let body: String

    func header(_ name: String) -> String? {
      let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }
      return line.map { String($0.dropFirst(name.utf8.count + 2)) }
    }
  }

  /// Sends a request on a connection of its own.
  func ask(
    _ method: String, _ target: String, _ headers: [String] = [], host: String? = nil,
    body: String = ""
  ) throws -> Answer {
    let connection = try LoopbackConnection(port: port)
    let hasBody = method == "POST"
    let length = hasBody ? ["Content-Length: \(body.utf8.count)"] : []
    let lines = ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + length
    connection.send(
      (lines + headers + ["Connection: close", "", ""]).joined(separator: "\r\n")
        + (hasBody ? body : ""))
    let reply = connection.readAll()
    let end = try #require(reply.firstRange(of: "\r\n\r\n"), "no reply: \(reply)")
    let head = String(reply[..<end.lowerBound])
    return Answer(
      status: Int(head.split(separator: " ")[1]) ?? 0, head: head,
      body: String(reply[end.upperBound...]))
  }

  /// Hands in the token; returns the headers that the page sends from then on.
  func open() throws -> (cookie: String, key: String) {
    let reply = try ask("POST", "/session", body: token)
    try #require(reply.status == 200, "\(reply.head)")
    let cookie = try #require(reply.header("set-cookie")?.split(separator: ";").first)
    let key = try #require(reply.body.split(separator: "\"").dropFirst(3).first)
    return ("Cookie: \(cookie)", "X-Mucluc-Key: \(key)")
  }
}
