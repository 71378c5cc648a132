import Search
import Testing
import Wire

@testable import Daemon

/// How a search that takes long lets others go before it.
@Suite struct CourtesyTests {
  @Test func `a short search never yields, a long one again and again`() async throws {
    // On a thread of its own, whose slices change.
    let pool = WorkPool(permits: 1, queueLimit: 1)
    let yields = try await pool.run { () throws(Problem) in
      let begin = ContinuousClock.now
      let courtesy = Courtesy(since: begin)
      var yields: [Int] = []
      for moment in [
        begin, begin + Courtesy.patience - .nanoseconds(1), begin + Courtesy.patience,
        // Told the time of before, as one who asks without a pause.
        begin + Courtesy.patience, .now + .seconds(60),
      ] {
        courtesy.giveWay(at: moment)
        yields.append(courtesy.yields.value)
      }
      return yields
    }
    #expect(yields == [0, 0, 1, 1, 2])
    await pool.close()
  }

  @Test func `the deadline of a search ends when the client goes, and not before`() {
    let cancellation = Cancellation()
    let deadline = Deadline(milliseconds: 60_000, since: .now, orWhen: cancellation)
    #expect(!deadline.hasPassed)
    cancellation.cancel()
    #expect(deadline.hasPassed)
    let late = Deadline(milliseconds: 5, since: .now - .seconds(1), orWhen: Cancellation())
    #expect(late.hasPassed)
  }
}
