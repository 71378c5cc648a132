import Glibc

/// What passes between the daemon and systemd: a socket handed over at the start, and notes on how
/// things go. Without systemd both do nothing.
enum ServiceManager {
  private static let firstInheritedDescriptor: Int32 = 3

  /// The socket of socket activation (`sd_listen_fds(3)`), nil when there is none.
  static func inheritedSocket() throws(DaemonError) -> Int32? {
    guard let process = environment("LISTEN_PID"), let count = environment("LISTEN_FDS") else {
      return nil
    }
    // Children must not take them for their own.
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { _ = unsafe unsetenv(name) }
    guard Int32(process) == getpid() else { return nil }
    guard Int(count) == 1 else {
      throw .inheritedSocket(reason: "there are \(count) of them, and one is wanted")
    }
    let descriptor = firstInheritedDescriptor
    guard option(SO_DOMAIN, of: descriptor) == AF_UNIX,
      option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue),
      option(SO_ACCEPTCONN, of: descriptor) == 1
    else { throw .inheritedSocket(reason: "it is no listening Unix stream socket") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    return descriptor
  }

  /// Sends a note as `sd_notify(3)` does: one datagram to `$NOTIFY_SOCKET`.
  static func notify(_ state: String) {
    guard let path = environment("NOTIFY_SOCKET"), var address = sockaddr_un(path: path) else {
      return
    }
    let isAbstract = path.first == "@"
    if isAbstract { unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0[0] = 0 } }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    // An abstract name is as long as it is written, without a final zero.
    let length = MemoryLayout<sa_family_t>.size + path.utf8.count + (isAbstract ? 0 : 1)
    let bytes = Array(state.utf8)
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe sendto(
            descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL), address,
            socklen_t(length))
        }
      }
    }
  }

  /// Says that the configuration is read anew; `READY=1` ends it.
  static func notifyReloading() {
    var time = timespec()
    // `time` is filled in by the call.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    let microseconds = time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    notify("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
  }

  /// How often the watchdog wants to hear of this process (`sd_watchdog_enabled(3)`); nil for never.
  static var watchdogInterval: Duration? {
    guard let text = environment("WATCHDOG_USEC"), let microseconds = Int(text), microseconds > 0
    else { return nil }
    if let process = environment("WATCHDOG_PID"), Int32(process) != getpid() { return nil }
    return .microseconds(microseconds)
  }

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &size)
    return result == 0 ? value : nil
  }

  private static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
