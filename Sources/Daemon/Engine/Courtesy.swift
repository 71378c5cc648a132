import Glibc
import Search
import Synchronization

/// Lets other threads go before a search that takes long.
///
/// A thread that wakes has to wait for the kernel's next tick, up to four milliseconds, where all
/// processors are busy with threads that ask for slices as short as its own. So a long search gives
/// its processor away by itself now and then: with both processors searching, `health` is answered
/// within a fraction of a millisecond. Where nobody waits that is a system call of less than a
/// microsecond.
///
/// Linux takes the rest of its slice from a thread that yields, so one that does asks for short ones:
/// with longer ones a search would starve beside programs that never yield.
final class Courtesy: Sendable {
  /// A search that takes longer is a long one. Not less: whoever yields beside busy programs waits for
  /// a tick of the clock, and most searches with snippets take less than this.
  static let patience = Duration.milliseconds(1)
  /// How long others wait for a long search, unless it works on something that cannot be
  /// interrupted.
  static let interval = Duration.microseconds(150)

  /// When to yield next.
  private let next: Mutex<ContinuousClock.Instant>
  /// How often it yielded.
  let yields = Counter()

  /// - Parameter begin: When this thread began with the search.
  init(since begin: ContinuousClock.Instant = .now) {
    next = Mutex(begin + Self.patience)
  }

  /// Yields if it is time to. Called by the thread that searches, again and again.
  func giveWay(at now: ContinuousClock.Instant) {
    guard next.withLock({ $0 <= now }) else { return }
    TimeSlice.change(to: .short)
    sched_yield()
    yields.add()
    let end = max(now, ContinuousClock.now) + Self.interval
    next.withLock { $0 = end }
  }
}

extension Deadline {
  /// The deadline of a search on this thread, which lets others go before it when it takes long.
  ///
  /// - Parameters:
  ///   - arrival: When the request came: waiting for the thread counts as time.
  ///   - cancellation: Set when the client has gone.
  init(
    milliseconds: Int, since arrival: ContinuousClock.Instant, orWhen cancellation: Cancellation
  ) {
    let courtesy = Courtesy()
    self.init(after: .milliseconds(milliseconds), from: arrival) { now in
      courtesy.giveWay(at: now)
      return cancellation.isCancelled
    }
  }
}
