import Glibc
import Synchronization

/// A connection that the threads of `DirectLane` answer. One thread at a time has it.
///
/// It owns its descriptor until it is closed or given away.
final class DirectConnection: Sendable {
  let descriptor: Int32
  /// Its name among those of the lane; no other has had it.
  let key: UInt64
  let peer: Peer?
  /// Set when the client has gone.
  let cancellation = Cancellation()
  private let state = Mutex(State())

  private struct State {
    var isTaken = false
    /// Something came while it was taken.
    var isSignalled = false
    /// The client sends nothing more.
    var isLast = false
    var lastUse = ContinuousClock.now
  }

  init(_ descriptor: Int32, key: UInt64, peer: Peer?) {
    self.descriptor = descriptor
    self.key = key
    self.peer = peer
  }

  /// Takes it because of an event; false when another thread has it, which will look again.
  func take(for event: EventSet.Event) -> Bool {
    if event.isGone { cancellation.cancel() }
    return state.withLock { state in
      if state.isTaken {
        state.isSignalled = true
        return false
      }
      state.isTaken = true
      state.isLast = event.isLast
      return true
    }
  }

  /// Takes it when nothing was asked on it since then.
  func takeIfIdle(since moment: ContinuousClock.Instant = .now) -> Bool {
    state.withLock { state in
      if state.isTaken || state.lastUse > moment { return false }
      state.isTaken = true
      return true
    }
  }

  /// Whether nothing can follow what was read.
  var isLast: Bool { state.withLock { $0.isLast } }

  /// Gives it back; where something came meanwhile, the set tells of it anew.
  func release(to events: EventSet) {
    state.withLock { state in
      // Under the lock: once it is given back another thread may close it, and its number may be
      // that of another connection.
      if state.isSignalled { events.tellAgain(descriptor, key: key) }
      state.isSignalled = false
      state.isTaken = false
      state.lastUse = .now
    }
  }

  enum Received {
    case bytes(Int)
    case nothing
    case end
  }

  /// Reads what is there.
  func receive(into buffer: inout [UInt8]) -> Received {
    let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count > 0 { return .bytes(count) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
  }

  /// Sends as much as there is room for; nil when nobody is there to read it.
  func send(_ bytes: [UInt8]) -> Int? {
    let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    let count = unsafe Glibc.send(descriptor, bytes, bytes.count, flags)
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : nil
  }

  func close() { _ = Glibc.close(descriptor) }

  /// Has whoever works on it see its end.
  func cutOff() {
    cancellation.cancel()
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
