import Glibc

/// Two clocks read together.
struct Clocks {
  private let wall = Self.nanoseconds(CLOCK_MONOTONIC)
  private let thread = Self.nanoseconds(CLOCK_THREAD_CPUTIME_ID)

  /// Nanoseconds since the clocks were read: on the wall, and of this thread on a processor.
  var elapsed: (wall: Int, cpu: Int) {
    let thread = Self.nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    return (Self.nanoseconds(CLOCK_MONOTONIC) - wall, thread - self.thread)
  }

  private static func nanoseconds(_ clock: clockid_t) -> Int {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// The most memory this process had at a time, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
