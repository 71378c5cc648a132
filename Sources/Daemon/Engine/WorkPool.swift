import NIOPosix
import Synchronization
package import Wire

/// Threads of our own for work that keeps a processor busy, and a queue of bounded length before
/// them.
///
/// Swift's cooperative threads must stay free to answer what needs no work: with searches on them,
/// a request that takes 20 µs waited 120 ms behind four long ones.
///
/// Who works holds a permit. Most work is handed to a thread of the pool (`run`); a thread that waits
/// for nothing else does it itself (`runHere`). Whoever is done goes on with what waits, before it
/// gives its permit back.
package final class WorkPool: Sendable {
  private let threads: NIOThreadPool
  /// The most that runs at once.
  let permits: Int
  private let queueLimit: Int
  /// What its threads ask for besides.
  private let slice: TimeSlice?
  private let state = Mutex(State())
  /// Work that was refused because too much waited.
  let refused = Counter()
  /// How long work waited for a permit.
  let waits = Histogram()

  /// Called with why it is not to be done, or nil.
  private typealias Job = @Sendable (Problem?) -> Void

  private struct State {
    var running = 0
    var waiting: [Job] = []
    var isClosed = false
  }

  /// - Parameters:
  ///   - permits: Threads, and so the most that runs at once.
  ///   - queueLimit: The most that waits.
  package convenience init(permits: Int, queueLimit: Int) {
    self.init(permits: permits, queueLimit: queueLimit, slice: nil)
  }

  /// - Parameter slice: How long work may run at a stretch; nil for as long as all other programs do.
  init(permits: Int, queueLimit: Int, slice: TimeSlice?) {
    self.permits = permits
    self.queueLimit = queueLimit
    self.slice = slice
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
    let begin = ContinuousClock.now
    let result: Result<Output, Problem> = await withCheckedContinuation { continuation in
      let job: Job = { [waits] problem in
        if let problem { return continuation.resume(returning: .failure(problem)) }
        waits.record(ContinuousClock.now - begin)
        if cancellation?.isCancelled == true {
          return continuation.resume(returning: .failure(Self.gone))
        }
        do throws(Problem) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      switch enter(orQueue: job) {
      case .entered:
        threads.submit { [self] state in
          perform(job, unless: state == .active ? nil : Self.stopping)
          leave()
        }
      case .queued: break
      case .refused(let problem): job(problem)
      }
    }
    return try result.get()
  }

  /// Runs the work on this thread if a permit is free, else on the thread that frees one.
  ///
  /// - Parameters:
  ///   - begin: Since when it waits.
  ///   - work: Called with why it is not to be done, or nil.
  func runHere(since begin: ContinuousClock.Instant, _ work: @escaping @Sendable (Problem?) -> Void)
  {
    let job: Job = { [waits] problem in
      if problem == nil { waits.record(ContinuousClock.now - begin) }
      work(problem)
    }
    switch enter(orQueue: job) {
    case .entered:
      perform(job)
      leave()
    case .queued: break
    case .refused(let problem): job(problem)
    }
  }

  /// - Throws: `overloaded` when too much waits already.
  func refuseIfFull() throws(Problem) {
    let isFull = state.withLock { $0.running >= permits && $0.waiting.count >= queueLimit }
    if isFull { throw overloaded() }
  }

  package var load: (running: Int, waiting: Int) {
    state.withLock { ($0.running, $0.waiting.count) }
  }

  /// Lets what runs finish, and begins nothing more.
  package func close() async {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for job in waiting { job(Self.stopping) }
    try? await threads.shutdownGracefully()
  }

  private enum Entry {
    /// The caller has a permit, and is to give it back by `leave`.
    case entered
    case queued
    case refused(Problem)
  }

  private func enter(orQueue job: @escaping Job) -> Entry {
    enum Place { case closed, full, inside, queue }
    let place: Place = state.withLock { state in
      if state.isClosed { return .closed }
      if state.running < permits {
        state.running += 1
        return .inside
      }
      if state.waiting.count >= queueLimit { return .full }
      state.waiting.append(job)
      return .queue
    }
    return switch place {
    case .closed: .refused(Self.stopping)
    case .full: .refused(overloaded())
    case .inside: .entered
    case .queue: .queued
    }
  }

  /// Goes on with what waits; gives the permit back when nothing does.
  private func leave() {
    while let job = next() { perform(job) }
  }

  private func perform(_ job: Job, unless problem: Problem? = nil) {
    if let slice { TimeSlice.change(to: slice) } else { TimeSlice.work() }
    job(problem)
    TimeSlice.restore()
  }

  private func next() -> Job? {
    state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.running -= 1
      return nil
    }
  }

  private func overloaded() -> Problem {
    refused.add()
    return Problem(
      .overloaded, "\(queueLimit) requests are waiting already",
      hint: "ask again after the seconds in Retry-After")
  }

  private static let stopping = Problem(
    .shuttingDown, "the daemon is stopping", hint: "ask again when it is back")

  /// Nobody reads it.
  private static let gone = Problem(.timedOut, "the client closed the connection")
}
