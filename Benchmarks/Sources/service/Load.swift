import CLinux
import Glibc

/// Requests on some connections, each the next one as soon as its reply is whole.
///
/// One thread and no wait but for replies. On one connection that is the `recv` itself, as of a
/// program that asks and goes on; on several an epoll set says which reply has come.
struct Load {
  private let requests: [[UInt8]]
  private var connections: [Connection] = []
  private var next = 0
  private(set) var nanoseconds: [UInt64] = []
  /// Replies with another status than 200.
  private(set) var failed = 0

  init(
    _ requests: [[UInt8]], to socket: String, on count: Int, from first: Int
  ) throws(Failure) {
    self.requests = requests
    next = first
    nanoseconds.reserveCapacity(1 << 20)
    for _ in 0..<count { connections.append(try Connection(socket: socket)) }
  }

  /// Sends until the time is over, and waits for the last replies.
  mutating func run(nanoseconds duration: UInt64) throws(Failure) {
    nanoseconds.removeAll(keepingCapacity: true)
    failed = 0
    let end = now() + duration
    for number in connections.indices { try send(on: number) }
    if connections.count == 1 {
      while try !advance(0, until: end) {}
    } else {
      try runMany(until: end)
    }
  }

  private mutating func runMany(until end: UInt64) throws(Failure) {
    let set = epoll_create1(0)
    defer { close(set) }
    for (number, connection) in connections.enumerated() {
      guard linux_epoll_add(set, connection.descriptor, EPOLLIN.rawValue, UInt64(number)) == 0
      else { throw Failure("epoll_ctl: errno \(errno)") }
    }
    var keys = [UInt64](repeating: 0, count: connections.count)
    var events = [UInt32](repeating: 0, count: connections.count)
    var open = connections.count
    while open > 0 {
      let count = unsafe linux_epoll_wait(set, &keys, &events, Int32(keys.count))
      for number in keys.prefix(Int(max(0, count))).map(Int.init) {
        if try advance(number, until: end) { open -= 1 }
      }
    }
  }

  /// Reads of a connection, and sends the next request after a whole reply; true when it was the
  /// last one.
  private mutating func advance(_ number: Int, until end: UInt64) throws(Failure) -> Bool {
    guard case .whole(let status) = try connections[number].receive() else { return false }
    let time = now()
    nanoseconds.append(time - connections[number].sent)
    if status != 200 { failed += 1 }
    if time >= end { return true }
    try send(on: number)
    return false
  }

  private mutating func send(on number: Int) throws(Failure) {
    try connections[number].send(requests[next % requests.count], at: now())
    next += 1
  }
}

/// Nanoseconds on the monotonic clock.
func now() -> UInt64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
