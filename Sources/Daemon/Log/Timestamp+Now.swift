import Glibc
package import Wire

extension Timestamp {
  /// The present second, as `2026-11-23T01:02:03Z`.
  package static var now: String {
    var time = timespec()
    // `time` is filled in by the call.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return text(nanoseconds: Int64(time.tv_sec) * 1_000_000_000)
  }
}
