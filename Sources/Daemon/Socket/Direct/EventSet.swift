import CLinux
import Glibc

/// Which of many descriptors have something to be read, by Linux's `epoll`. Any number of threads may
/// wait at once; each event wakes one of them.
///
/// It owns the set's descriptor.
final class EventSet: Sendable {
  private let set: Int32

  /// What happened to a descriptor that was added with `key`.
  struct Event {
    var key: UInt64
    private var flags: UInt32

    fileprivate init(key: UInt64, flags: UInt32) {
      self.key = key
      self.flags = flags
    }

    /// The other side sends nothing more.
    var isLast: Bool { flags & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue) != 0 }
    /// The other side reads nothing more, either.
    var isGone: Bool { flags & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
  }

  init() throws(DaemonError) {
    set = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard set >= 0 else { throw Self.failure("epoll_create1") }
  }

  deinit { _ = close(set) }

  /// Tells of a descriptor as long as there is something to be read.
  func add(_ descriptor: Int32, key: UInt64) throws(DaemonError) {
    guard linux_epoll_add(set, descriptor, EPOLLIN.rawValue, key) == 0 else {
      throw Self.failure("epoll_ctl")
    }
  }

  /// Tells once of each time that something comes; false when the kernel has no room.
  func addForChanges(_ descriptor: Int32, key: UInt64) -> Bool {
    linux_epoll_add(set, descriptor, Self.changes, key) == 0
  }

  /// Tells anew of what is there to be read. The descriptor must be one that was added.
  func tellAgain(_ descriptor: Int32, key: UInt64) {
    _ = linux_epoll_change(set, descriptor, Self.changes, key)
  }

  func remove(_ descriptor: Int32) { _ = linux_epoll_remove(set, descriptor) }

  /// Waits for something to happen; nil when a signal came in between.
  func wait() -> Event? {
    var key: UInt64 = 0
    var flags: UInt32 = 0
    // Room for one event, so that no thread holds what another could begin with.
    guard unsafe linux_epoll_wait(set, &key, &flags, 1) == 1 else { return nil }
    return Event(key: key, flags: flags)
  }

  private static let changes = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue

  private static func failure(_ operation: String) -> DaemonError {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error"
    return .socket(operation: operation, path: "the socket", code: errno, reason: reason)
  }
}
