import CLinux
import Glibc
import NIOPosix
import Synchronization
import Wire

/// Answers what one thread can answer from beginning to end: it reads the request, searches, and
/// writes the reply, and nothing is handed from thread to thread.
///
/// Most of what a search costs beside the search itself were such hand-offs. So new connections come
/// here first, to a few threads that wait together; each takes one request at a time (Schmidt et al.,
/// "Leader/Followers", in Pattern-Oriented Software Architecture 2, 2000). A search needs one of the
/// permits of `Engine.searches` as everywhere; where all are taken it waits there, and whoever gives
/// one back goes on with it. There is one thread more than permits, so that somebody always listens.
///
/// A connection on which anything else is asked – uploads, exports, long work, unusual HTTP – is given
/// to the whole implementation of HTTP with all that was read, and stays there.
final class DirectLane: Sendable {
  private let api: API
  private let events: EventSet
  private let threads: NIOThreadPool
  private let threadCount: Int
  private let state: Mutex<State>
  /// How many connections there may be here.
  private let room: @Sendable () -> Int
  /// Takes a connection with what was read of it, or not yet written.
  private let giveAway: @Sendable (Int32, Leftover, @escaping @Sendable () -> Void) -> Void

  private struct State {
    /// Nil when no new connections are wanted.
    var listener: Int32?
    var open: [UInt64: DirectConnection] = [:]
    var next = DirectLane.firstKey
    var isClosing = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// What comes with a connection that is given away.
  struct Leftover: Sendable {
    var peer: Peer?
    var received: [UInt8] = []
    var unsent: [UInt8] = []
    /// It is to be told that there are too many.
    var isTooMany = false
  }

  private static let listenerKey: UInt64 = 0
  private static let wakeKey: UInt64 = 1
  private static let firstKey: UInt64 = 2
  /// Becomes readable when the threads are to end.
  private let wake: Int32

  /// - Parameters:
  ///   - listener: Owned from here on.
  ///   - room: How many connections there may be here.
  ///   - giveAway: Takes a connection, and calls the closure when that is done.
  init(
    _ api: API, listener: Int32, room: @escaping @Sendable () -> Int,
    giveAway: @escaping @Sendable (Int32, Leftover, @escaping @Sendable () -> Void) -> Void
  ) throws(DaemonError) {
    self.api = api
    self.room = room
    self.giveAway = giveAway
    events = try EventSet()
    state = Mutex(State(listener: listener))
    wake = eventfd(0, Int32(EFD_CLOEXEC))
    _ = fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK)
    threadCount = api.engine.searches.permits + 1
    threads = NIOThreadPool(numberOfThreads: threadCount)
    try events.add(wake, key: Self.wakeKey)
    try events.add(listener, key: Self.listenerKey)
    threads.start()
    for _ in 0..<threadCount { threads.submit { [self] _ in serve() } }
  }

  var count: Int { state.withLock { $0.open.count } }

  /// Takes no new connections, closes idle ones, and each other one after its reply.
  func quiesce() {
    let open = state.withLock { state in
      state.isClosing = true
      if let listener = state.listener {
        events.remove(listener)
        _ = Glibc.close(listener)
      }
      state.listener = nil
      return Array(state.open.values)
    }
    for connection in open where connection.takeIfIdle() { drop(connection) }
  }

  /// Closes connections on which nothing was asked for so long.
  func closeIdle(after time: Duration) {
    let moment = ContinuousClock.now - time
    for connection in state.withLock({ Array($0.open.values) })
    where connection.takeIfIdle(since: moment) {
      drop(connection)
    }
  }

  /// Ends all connections, whatever is done for them.
  func cutOff() {
    for connection in state.withLock({ Array($0.open.values) }) { connection.cutOff() }
  }

  /// Returns when no connection is left here.
  func untilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if !state.open.isEmpty { state.waiting.append(continuation) }
        return state.open.isEmpty
      }
      if isEmpty { continuation.resume() }
    }
  }

  /// Ends the threads.
  func close() async {
    _ = eventfd_write(wake, 1)
    try? await threads.shutdownGracefully()
    _ = Glibc.close(wake)
  }
}

// MARK: - The threads

extension DirectLane {
  private func serve() {
    TimeSlice.settle(.short)
    var buffer = [UInt8](repeating: 0, count: PlainRequest.maximumByteCount)
    while true {
      guard let event = events.wait() else { continue }
      switch event.key {
      case Self.wakeKey: return
      case Self.listenerKey: accept()
      default:
        guard let connection = state.withLock({ $0.open[event.key] }),
          connection.take(for: event)
        else { continue }
        read(connection, &buffer)
      }
    }
  }

  private func accept() {
    let (descriptor, code) = state.withLock { state -> (Int32, Int32) in
      guard let listener = state.listener else { return (-1, EAGAIN) }
      let descriptor = linux_accept(listener)
      return (descriptor, errno)
    }
    guard descriptor >= 0 else {
      // With no descriptor left the listener stays ready: others must get to close theirs.
      if code != EAGAIN { usleep(10_000) }
      return
    }
    let peer = Peer.of(descriptor)
    guard count < room() else {
      api.gauges.refused.add()
      giveAway(descriptor, Leftover(peer: peer, isTooMany: true)) {}
      return
    }
    api.gauges.accepted.add()
    let connection = state.withLock { state in
      let connection = DirectConnection(descriptor, key: state.next, peer: peer)
      state.next += 1
      state.open[connection.key] = connection
      api.gauges.setDirectConnections(state.open.count)
      return connection
    }
    let isAdded = events.addForChanges(descriptor, key: connection.key)
    // One that came in the last moment is idle like the others.
    if !isAdded || state.withLock({ $0.isClosing }), connection.takeIfIdle() { drop(connection) }
  }

  private func read(_ connection: DirectConnection, _ buffer: inout [UInt8]) {
    switch connection.receive(into: &buffer) {
    case .nothing: connection.release(to: events)
    case .end: drop(connection)
    case .bytes(let count):
      guard count < buffer.count, let plain = PlainRequest(buffer[..<count]),
        let route = api.directRoute(plain.method, plain.path),
        let target = try? RequestTarget(plain.target)
      else { return pass(connection, received: Array(buffer[..<count])) }
      answer(plain, target, route, connection)
    }
  }

  private func answer(
    _ plain: PlainRequest, _ target: RequestTarget, _ route: DirectRoute,
    _ connection: DirectConnection
  ) {
    let arrival = ContinuousClock.now
    let request = APIRequest(
      plain.method, target, headers: plain.headers,
      id: api.requestID(plain.headers.first { $0.name == "x-request-id" }?.value),
      peer: connection.peer, cancellation: connection.cancellation)
    let body = plain.body
    let work: @Sendable (Problem?) -> Void = { [self] problem in
      finish(connection, api.answer(request, body, at: route, arrival, unless: problem))
    }
    if let pool = route.pool { pool.runHere(since: arrival, work) } else { work(nil) }
  }

  private func finish(_ connection: DirectConnection, _ reply: APIReply) {
    let bytes = reply.bytes
    guard let sent = connection.send(bytes) else { return drop(connection) }
    if sent < bytes.count { return pass(connection, unsent: Array(bytes[sent...])) }
    if connection.isLast || state.withLock({ $0.isClosing }) { return drop(connection) }
    connection.release(to: events)
    // The end may have begun in between, when it was no idle one yet.
    if state.withLock({ $0.isClosing }), connection.takeIfIdle() { drop(connection) }
  }

  /// Gives a connection to the whole implementation of HTTP.
  private func pass(
    _ connection: DirectConnection, received: [UInt8] = [], unsent: [UInt8] = []
  ) {
    events.remove(connection.descriptor)
    giveAway(
      connection.descriptor,
      Leftover(peer: connection.peer, received: received, unsent: unsent)
    ) { [self] in forget(connection) }
  }

  /// Closes a connection that this thread has taken.
  private func drop(_ connection: DirectConnection) {
    // Out of the table first: the kernel may give its number to another one at once.
    let freed = remove(connection)
    connection.cancellation.cancel()
    connection.close()
    for continuation in freed { continuation.resume() }
  }

  private func forget(_ connection: DirectConnection) {
    for continuation in remove(connection) { continuation.resume() }
  }

  private func remove(_ connection: DirectConnection) -> [CheckedContinuation<Void, Never>] {
    state.withLock { state in
      state.open[connection.key] = nil
      api.gauges.setDirectConnections(state.open.count)
      guard state.open.isEmpty else { return [] }
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
