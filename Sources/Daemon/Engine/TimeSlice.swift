import CLinux
import NIOPosix
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
/// be cut short by every other program: with short ones a search of half a millisecond took three
/// beside a busy compiler. As soon as it has taken long it has short ones again and yields, see
/// `Courtesy`. Work that nobody waits for from moment to moment has long ones, and whoever wakes goes
/// before it.
///
/// Where the kernel refuses, or knows nothing of it, everything is as it was.
enum TimeSlice: UInt64 {
  /// What the kernel gives to all.
  case usual = 0
  /// Nanoseconds: the least that there is.
  case short = 100_000
  /// Two ticks and more.
  case long = 10_000_000

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

  /// Changes it until this thread is done with what it does, see `restore`.
  static func change(to slice: TimeSlice) { change { $0.now = slice } }

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
