import Glibc

/// One keep-alive connection to a Unix socket, with one request under way on it at most.
///
/// It owns the descriptor; a connection lives as long as the program.
struct Connection {
  let descriptor: Int32
  /// Nanoseconds on the monotonic clock when the present request was sent.
  var sent: UInt64 = 0
  private var reply = [UInt8](repeating: 0, count: 1 << 18)
  private var count = 0
  /// Bytes of the whole reply, as soon as its head is there.
  private var wanted: Int?

  enum Progress {
    case goesOn
    case whole(status: Int)
  }

  init(socket path: String) throws(Failure) {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw Failure("the path of the socket is too long: \(path)")
    }
    // Room was checked; the rest of the field is zero.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      // A sockaddr_un begins as a sockaddr.
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw Failure("nobody answers at \(path): errno \(errno)") }
  }

  /// Sends a request; the buffer of a socket holds it.
  mutating func send(_ request: [UInt8], at time: UInt64) throws(Failure) {
    count = 0
    wanted = nil
    sent = time
    guard
      unsafe Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        == request.count
    else { throw Failure("a request could not be sent: errno \(errno)") }
  }

  /// Reads what is there, or waits for something to be there.
  mutating func receive() throws(Failure) -> Progress {
    if count == reply.count { reply.append(contentsOf: repeatElement(0, count: count)) }
    let room = reply.count - count
    let start = count
    let read = unsafe reply.withUnsafeMutableBytes { buffer in
      // `start + room` is the size of the buffer.
      unsafe recv(descriptor, buffer.baseAddress?.advanced(by: start), room, 0)
    }
    guard read > 0 else { throw Failure("the daemon closed a connection: errno \(errno)") }
    count += read
    if wanted == nil { wanted = try wholeLength() }
    guard let wanted, count >= wanted else { return .goesOn }
    return .whole(status: (9..<12).reduce(0) { $0 * 10 + Int(reply[$1]) - 48 })
  }

  /// Bytes of head and body; nil while the head is not whole.
  private func wholeLength() throws(Failure) -> Int? {
    guard count >= 16 else { return nil }
    var length: Int?
    var lineStart = 0
    for index in 0..<count where reply[index] == 10 {
      if index - lineStart < 2 {
        guard let length else { throw Failure("a reply says no Content-Length") }
        return index + 1 + length
      }
      if let value = contentLength(reply[lineStart..<index]) { length = value }
      lineStart = index + 1
    }
    return nil
  }

  private func contentLength(_ line: ArraySlice<UInt8>) -> Int? {
    let name = Array("content-length:".utf8)
    guard line.count > name.count, zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
      return nil
    }
    return line.dropFirst(name.count).reduce(0) { sum, byte in
      (48...57).contains(byte) ? sum * 10 + Int(byte) - 48 : sum
    }
  }
}

/// What keeps a measurement from going on.
struct Failure: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
