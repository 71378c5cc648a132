import Glibc

/// The Unix socket the daemon listens on, and its file.
///
/// Its access is right from the first moment (by the umask around `bind`): with a later
/// `chmod` there would be a time in which anyone could connect. A file that is left over from a
/// daemon that is gone is replaced, one that somebody answers at is not; the caller holds the lock
/// on the data directory, so that no two daemons come here at once for the same data.
///
/// It owns the descriptor until the server takes it over.
struct ListeningSocket: Sendable {
  let descriptor: Int32
  let path: String
  /// Device and inode of the socket file; nil when the service manager made it.
  private let file: FileIdentity?

  private struct FileIdentity: Sendable, Equatable {
    var device: UInt64
    var inode: UInt64
  }

  /// Takes the socket that the service manager has opened, or makes one.
  static func open(_ settings: DaemonSettings) throws(DaemonError) -> ListeningSocket {
    let path = settings.socket
    if let descriptor = try ServiceManager.inheritedSocket() {
      return ListeningSocket(descriptor: descriptor, path: path, file: nil)
    }
    guard let address = sockaddr_un(path: path) else {
      throw .socketPathTooLong(path: path, limit: sockaddr_un.maximumPathByteCount)
    }
    try clear(path, address)
    return try bind(path, address, settings)
  }

  /// Removes the socket file if it is still the one that was made here.
  func remove() {
    guard let file, let status = Self.status(of: path), Self.identity(status) == file else {
      return
    }
    _ = unsafe unlink(path)
  }
}

extension ListeningSocket {
  /// Makes way: nothing is there, or a socket of ours that nobody answers at.
  private static func clear(_ path: String, _ address: sockaddr_un) throws(DaemonError) {
    guard let status = status(of: path) else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .notOurSocket(path: path, reason: "it is no socket")
    }
    guard status.st_uid == geteuid() || geteuid() == 0 else {
      throw .notOurSocket(path: path, reason: "it belongs to user \(status.st_uid)")
    }
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard probe >= 0 else { throw failure("make", path) }
    defer { _ = close(probe) }
    var address = address
    let answer = unsafe withSocketAddress(&address) { unsafe connect(probe, $0, $1) }
    guard answer != 0, errno == ECONNREFUSED || errno == ENOENT else {
      throw .socketInUse(path: path)
    }
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  private static func bind(
    _ path: String, _ address: sockaddr_un, _ settings: DaemonSettings
  ) throws(DaemonError) -> ListeningSocket {
    let flags = Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK
    let descriptor = socket(AF_UNIX, flags, 0)
    guard descriptor >= 0 else { throw failure("make", path) }
    var address = address
    // No other thread makes files now: the daemon has not begun to serve.
    // A group of its own gets its rights only when the file is the group's.
    let mask = umask(settings.socketGroup == nil ? 0o777 & ~settings.socketMode : 0o177)
    let result = unsafe withSocketAddress(&address) { unsafe Glibc.bind(descriptor, $0, $1) }
    let code = errno
    umask(mask)
    guard result == 0, listen(descriptor, 512) == 0, let status = status(of: path) else {
      let error = failure("bind", path, result == 0 ? errno : code)
      _ = close(descriptor)
      throw error
    }
    let listening = ListeningSocket(descriptor: descriptor, path: path, file: identity(status))
    if let group = settings.socketGroup {
      guard unsafe chown(path, uid_t.max, group) == 0, unsafe chmod(path, settings.socketMode) == 0
      else {
        let error = failure("give to group \(group)", path)
        listening.remove()
        _ = close(descriptor)
        throw error
      }
    }
    return listening
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    // `status` is filled in by the call.
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  private static func identity(_ status: stat) -> FileIdentity {
    FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  private static func failure(
    _ operation: String, _ path: String, _ code: Int32 = errno
  ) -> DaemonError {
    let text = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error"
    let advice =
      switch code {
      case ENOENT: "; make its folder first, or choose another --socket"
      case EACCES: "; choose a folder this user may write to (--socket)"
      default: ""
      }
    return .socket(operation: operation, path: path, code: code, reason: text + advice)
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

/// Hands an address to a call that wants a `sockaddr`, which a `sockaddr_un` begins as.
private func withSocketAddress(
  _ address: inout sockaddr_un, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
