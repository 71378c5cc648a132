import CLinux
import NIOPosix
import Search
import Synchronization

/// How long a thread wants to run at a stretch while others want its processor. What it gets of the
/// processor in all is the same.
///
/// Linux lets a thread that wakes go before the one that runs at once where it asks for shorter
/// stretches than that one, and else not before the next tick of its clock: four milliseconds on
/// Debian (EEVDF; Stoica and Abdel-Wahab, "Earliest eligible virtual deadline first", 1995; since
/// Linux 6.12 threads say their slice by `sched_setattr`, without any privilege). So with all
/// processors searching, `health` took 40 µs mostly, and one time in a hundred three milliseconds.
/// The threads that listen ask for the shortest stretches. One that searches has the usual ones, not to
/// be cut short by every other program, and long ones as soon as the search has taken long: then also
/// a client wakes at once that waits for its reply.
///
/// Where the kernel refuses, or knows nothing of it, everything is as it was.
enum TimeSlice: UInt64 {
  /// What the kernel gives to all.
  case usual = 0
  /// Nanoseconds: the least that there is.
  case short = 100_000
  /// Two ticks and more.
  case long = 10_000_000

  /// A search that has taken so long is a long one.
  static let patience = Duration.milliseconds(2)

  /// What a thread goes back to, and what it has. Nobody but the thread asks.
  private final class Wish: Sendable {
    let slices = Mutex((home: TimeSlice.usual, now: TimeSlice.usual))
  }

  private static let wishes = ThreadSpecificVariable<Wish>()

  /// Gives this thread such slices, now and after whatever it does.
  static func settle(_ slice: TimeSlice) {
    change { slices in
      slices.home = slice
      slices.now = slice
    }
  }

  /// Takes as much at a stretch as other programs do until this thread is done with what it does.
  static func work() {
    if wishes.currentValue != nil { change { $0.now = .usual } }
  }

  /// Lets others go before this thread until it is done with what it does, see `restore`.
  static func stepBack() { change { $0.now = .long } }

  /// This thread is done with something.
  static func restore() {
    if wishes.currentValue != nil { change { $0.now = $0.home } }
  }

  private static func change(_ body: (inout (home: TimeSlice, now: TimeSlice)) -> Void) {
    let wish = wishes.currentValue ?? Wish()
    if wishes.currentValue == nil { wishes.currentValue = wish }
    wish.slices.withLock { slices in
      let before = slices.now
      body(&slices)
      // Said once, whatever the kernel answers.
      if slices.now != before { _ = linux_set_time_slice(slices.now.rawValue) }
    }
  }
}

extension Deadline {
  /// The deadline of a search on this thread, which steps back for others when it takes long.
  ///
  /// - Parameters:
  ///   - arrival: When the request came: waiting for the thread counts as time.
  ///   - cancellation: Set when the client has gone.
  init(
    milliseconds: Int, since arrival: ContinuousClock.Instant, orWhen cancellation: Cancellation
  ) {
    let patience = ContinuousClock.now + TimeSlice.patience
    self.init(after: .milliseconds(milliseconds), from: arrival) {
      // Asked now and then by the thread that searches.
      if ContinuousClock.now > patience { TimeSlice.stepBack() }
      return cancellation.isCancelled
    }
  }
}
