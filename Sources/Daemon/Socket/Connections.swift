import NIOCore
import Synchronization

/// The open connections that are not in the direct lane: which of them dawdle, and their end.
final class Connections: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isClosing = false
    var open: [ObjectIdentifier: Entry] = [:]
    /// Tasks that answer on a connection. They may end a little after it, and still need its loop.
    var handlers = 0
    /// Those who wait for the last connection to close and its task to end.
    var waiting: [CheckedContinuation<Void, Never>] = []

    var isEmpty: Bool { open.isEmpty && handlers == 0 }

    /// Those who need not wait any more.
    mutating func takeFreed() -> [CheckedContinuation<Void, Never>] {
      guard isEmpty else { return [] }
      defer { waiting = [] }
      return waiting
    }
  }

  private struct Entry {
    var channel: any Channel
    var progress: Progress
  }

  /// Adds a connection.
  func add(_ channel: any Channel, _ progress: Progress) {
    state.withLock { state in
      state.open[ObjectIdentifier(channel)] = Entry(channel: channel, progress: progress)
    }
    channel.closeFuture.whenComplete { [self] _ in
      progress.cancellation.cancel()
      remove(channel)
    }
  }

  /// A connection that came in the last moment goes like the others.
  func quiesceIfClosing(_ channel: any Channel) {
    if state.withLock({ $0.isClosing }) { quiesce(channel) }
  }

  var count: Int { state.withLock { $0.open.count } }

  /// Closes idle connections now, and each other one after the reply it waits for.
  func quiesce() {
    let channels = state.withLock { state in
      state.isClosing = true
      return state.open.values.map(\.channel)
    }
    for channel in channels { quiesce(channel) }
  }

  /// Counts a task that answers on a connection, until `endHandling`.
  func beginHandling() { state.withLock { $0.handlers += 1 } }

  func endHandling() {
    let freed = state.withLock { state in
      state.handlers -= 1
      return state.takeFreed()
    }
    for continuation in freed { continuation.resume() }
  }

  /// Returns when no connection is open and nobody answers on one.
  func untilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if !state.isEmpty { state.waiting.append(continuation) }
        return state.isEmpty
      }
      if isEmpty { continuation.resume() }
    }
  }

  /// Closes all, whatever they are doing.
  func closeAll() {
    for entry in state.withLock({ Array($0.open.values) }) { entry.channel.close(promise: nil) }
  }

  /// Closes those whose request body comes too slowly to be anything but an attack or an accident.
  func closeDawdlers(now: ContinuousClock.Instant, after grace: Duration, bytesPerSecond: Int) {
    for entry in state.withLock({ Array($0.open.values) })
    where entry.progress.dawdles(now: now, after: grace, bytesPerSecond: bytesPerSecond) {
      entry.channel.close(promise: nil)
    }
  }

  private func remove(_ channel: any Channel) {
    let freed = state.withLock { state in
      state.open.removeValue(forKey: ObjectIdentifier(channel))
      return state.takeFreed()
    }
    for continuation in freed { continuation.resume() }
  }

  private func quiesce(_ channel: any Channel) {
    channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
  }
}

/// How far a connection's present request has come.
final class Progress: Sendable {
  private let state = Mutex(State())
  /// Set when the connection is closed.
  let cancellation = Cancellation()

  private struct State {
    var byteCount = 0
    /// When the reading of a body began, and what had come by then.
    var reading: (since: ContinuousClock.Instant, from: Int)?
    var answering = 0
  }

  func received(_ count: Int) { state.withLock { $0.byteCount += count } }

  func beginAnswer() {
    state.withLock { state in
      state.answering += 1
      state.reading = (.now, state.byteCount)
    }
  }

  /// The body has been read.
  func endReading() { state.withLock { $0.reading = nil } }

  func endAnswer() {
    state.withLock { state in
      state.answering -= 1
      state.reading = nil
    }
  }

  var isAnswering: Bool { state.withLock { $0.answering > 0 } }

  func dawdles(
    now: ContinuousClock.Instant, after grace: Duration, bytesPerSecond: Int
  ) -> Bool {
    state.withLock { state in
      guard let reading = state.reading else { return false }
      let elapsed = now - reading.since
      guard elapsed > grace else { return false }
      let wanted = Int(elapsed.components.seconds) * bytesPerSecond
      return state.byteCount - reading.from < wanted
    }
  }
}
