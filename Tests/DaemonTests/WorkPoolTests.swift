import Synchronization
import Testing
import Wire

@testable import Daemon

/// Permits, whoever has them: threads of the pool, or others that do their work themselves.
@Suite struct WorkPoolTests {
  @Test func `never more runs than there are permits, and all of it is done`() async throws {
    let pool = WorkPool(permits: 2, queueLimit: 1_000)
    let running = Mutex((now: 0, most: 0))
    let work: @Sendable () -> Void = {
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      for _ in 0..<1_000 { _ = ContinuousClock.now }
      running.withLock { $0.now -= 1 }
    }
    let done = Counter()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<400 {
        group.addTask {
          if number % 2 == 0 {
            try? await pool.run { () throws(Problem) in work() }
            done.add()
          } else {
            await withCheckedContinuation { continuation in
              pool.runHere(since: .now) { problem in
                #expect(problem == nil)
                work()
                done.add()
                continuation.resume()
              }
            }
          }
        }
      }
    }
    #expect(done.value == 400)
    #expect(running.withLock { $0.most } <= 2)
    #expect(pool.load == (0, 0))
    #expect(pool.waits.count == 400)
    await pool.close()
  }

  @Test func `work that finds no permit is done by who gives one back`() async throws {
    let pool = WorkPool(permits: 1, queueLimit: 1)
    let order = Mutex<[String]>([])
    pool.runHere(since: .now) { _ in
      pool.runHere(since: .now) { _ in order.withLock { $0.append("second") } }
      pool.runHere(since: .now) { problem in
        order.withLock { $0.append(problem?.code.rawValue ?? "third") }
      }
      order.withLock { $0.append("first") }
    }
    #expect(order.withLock { $0 } == ["overloaded", "first", "second"])
    #expect(pool.refused.value == 1)
    await pool.close()
    pool.runHere(since: .now) { problem in
      order.withLock { $0.append(problem?.code.rawValue ?? "") }
    }
    #expect(order.withLock { $0.last } == "shutting_down")
  }

  @Test func `what waits when the pool closes is told so`() async throws {
    let pool = WorkPool(permits: 1, queueLimit: 10)
    let told = Mutex<[String]>([])
    let gate = AsyncStream<Void>.makeStream()
    let first = Task {
      try await pool.run { () throws(Problem) in
        gate.continuation.finish()
        while told.withLock({ $0.isEmpty }) {}
      }
    }
    for await _ in gate.stream {}
    pool.runHere(since: .now) { problem in
      told.withLock { $0.append(problem?.code.rawValue ?? "done") }
    }
    await pool.close()
    try await first.value
    #expect(told.withLock { $0 } == ["shutting_down"])
  }
}
