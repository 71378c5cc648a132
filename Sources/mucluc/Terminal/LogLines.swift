import Glibc
import Logging
import Wire

/// Log lines on standard error: time, level, message and facts, each on one line.
struct LogLines: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var facts = metadata
    if let more = event.metadata { facts.merge(more) { $1 } }
    let words = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    Output.say("\(Self.now) \(event.level) " + Safe.line("\(event.message)\(words)"))
  }

  private static var now: String {
    var time = timespec()
    // `time` is filled in by the call.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp.text(nanoseconds: Int64(time.tv_sec) * 1_000_000_000)
  }
}
