import NIOPosix
import Synchronization
package import Wire

/// Threads of our own for work that keeps a processor busy, and a queue of bounded length before
/// them.
///
/// Swift's cooperative threads must stay free to answer what needs no work: with searches on them,
/// a request that takes 20 µs waited 120 ms behind four long ones.
package final class WorkPool: Sendable {
  private let threads: NIOThreadPool
  private let permits: Int
  private let queueLimit: Int
  private let waitingOrRunning = Mutex(0)
  /// Work that was refused because too much waited.
  let refused = Counter()
  /// How long work waited for a thread.
  let waits = Histogram()

  /// - Parameters:
  ///   - permits: Threads, and so the most that runs at once.
  ///   - queueLimit: The most that waits.
  package init(permits: Int, queueLimit: Int) {
    self.permits = permits
    self.queueLimit = queueLimit
    threads = NIOThreadPool(numberOfThreads: permits)
    threads.start()
  }

  /// Runs the work on a thread of the pool and waits for it.
  ///
  /// - Throws: what the work throws; `overloaded` when too much waits already, and
  ///   `shutting_down` when the pool is closed. Work whose caller has gone is not begun.
  package func run<Output: Sendable>(
    _ cancellation: Cancellation? = nil,
    _ work: @escaping @Sendable () throws(Problem) -> Output
  ) async throws(Problem) -> Output {
    try enter()
    defer { waitingOrRunning.withLock { $0 -= 1 } }
    let result: Result<Output, Problem>
    let begin = ContinuousClock.now
    do {
      result = try await threads.runIfActive { [waits] in
        waits.record(ContinuousClock.now - begin)
        if cancellation?.isCancelled == true { return .failure(Self.gone) }
        do throws(Problem) { return .success(try work()) } catch { return .failure(error) }
      }
    } catch {
      throw Problem(.shuttingDown, "the daemon is stopping", hint: "ask again when it is back")
    }
    return try result.get()
  }

  /// - Throws: `overloaded` when too much waits already.
  func refuseIfFull() throws(Problem) {
    try enter()
    waitingOrRunning.withLock { $0 -= 1 }
  }

  package var load: (running: Int, waiting: Int) {
    let count = waitingOrRunning.withLock { $0 }
    return (min(count, permits), max(0, count - permits))
  }

  /// Lets what runs finish, and begins nothing more.
  package func close() async {
    try? await threads.shutdownGracefully()
  }

  private func enter() throws(Problem) {
    let isFull = waitingOrRunning.withLock { count in
      if count >= permits + queueLimit { return true }
      count += 1
      return false
    }
    if isFull {
      refused.add()
      throw Problem(
        .overloaded, "\(queueLimit) requests are waiting already",
        hint: "ask again after the seconds in Retry-After")
    }
  }

  /// Nobody reads it.
  private static let gone = Problem(.timedOut, "the client closed the connection")
}
