import Glibc

/// A connected stream socket, closed when it goes out of use.
///
/// It owns its descriptor. Reads and writes go through buffers whose bounds the calls are given,
/// so that no pointer outlives a call.
final class UnixSocket {
  private let descriptor: Int32
  let path: String

  /// Connects to the socket at `path`.
  init(path: String) throws(ClientError) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw Self.unreachable(path, errno) }
    do { try connect() } catch {
      _ = close(descriptor)
      throw error
    }
  }

  deinit { _ = close(descriptor) }

  /// How long a read or a write may stand still.
  func setTimeout(seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // `time` lives through both calls.
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }

  func send(_ bytes: [UInt8]) throws(ClientError) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        // The part from `sent` on; without a signal when the other side is gone.
        unsafe Glibc.send(
          descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw Self.lost(errno)
      }
    }
  }

  /// The next bytes, empty at the end of the stream.
  func receive(upTo limit: Int = 64 << 10) throws(ClientError) -> [UInt8] {
    while true {
      var failure: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let received = unsafe recv(descriptor, buffer.baseAddress, limit, 0)
        if received < 0 { failure = errno }
        count = max(0, received)
      }
      if failure == 0 { return bytes }
      if failure != EINTR { throw Self.lost(failure) }
    }
  }

  /// Says that nothing more will be sent; what comes can still be read.
  func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// The process at the other end when it began to listen.
  var peerProcess: Int32? {
    // struct ucred { pid, uid, gid }: Glibc's module leaves it out.
    var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
    var size = socklen_t(MemoryLayout<(Int32, UInt32, UInt32)>.size)
    let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
    return result == 0 && credentials.0 > 0 ? credentials.0 : nil
  }

  private func connect() throws(ClientError) {
    guard var address = sockaddr_un(path: path) else {
      throw .unreachable(
        socket: path, code: ENAMETOOLONG,
        reason: "the path has more than \(sockaddr_un.maximumPathByteCount) bytes")
    }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      // sockaddr_un is a sockaddr by its first member.
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw Self.unreachable(path, errno) }
  }

  private static func unreachable(_ path: String, _ code: Int32) -> ClientError {
    let reason =
      switch code {
      case ENOENT: "there is no such socket"
      case ECONNREFUSED: "the socket is left over from a daemon that is gone"
      case EACCES: "this user may not open the socket"
      case ENOTSOCK: "this is not a socket"
      default: text(of: code)
      }
    return .unreachable(socket: path, code: code, reason: reason)
  }

  private static func lost(_ code: Int32) -> ClientError {
    code == EAGAIN ? .timedOut(seconds: 0) : .connectionLost(reason: text(of: code))
  }

  private static func text(of code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

extension sockaddr_un {
  static var maximumPathByteCount: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1 }

  /// Nil when the path does not fit.
  init?(path: String) {
    self.init()
    let bytes = Array(path.utf8)
    guard bytes.count <= Self.maximumPathByteCount else { return nil }
    sun_family = sa_family_t(AF_UNIX)
    // Room was checked; the rest of the field is zero.
    unsafe withUnsafeMutableBytes(of: &sun_path) { field in unsafe field.copyBytes(from: bytes) }
  }
}
