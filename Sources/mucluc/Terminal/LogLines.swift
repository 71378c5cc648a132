import Daemon
import Logging
import Wire

/// Log lines on standard error: time, level, message and facts, each on one line, in the format that
/// the configuration asks for; in the journal, where standard error leads there, an entry with fields.
struct LogLines: LogHandler {
  var metadata: Logger.Metadata = [:]
  private let live: LiveLog

  init(_ live: LiveLog) { self.live = live }

  /// As the configuration has it; what is set here counts for nothing.
  var logLevel: Logger.Level {
    get { live.current.level.level }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var facts = metadata
    if let more = event.metadata { facts.merge(more) { $1 } }
    let sorted = facts.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    let format = live.current.format
    if format == .journal, let journal = Journal.ofStandardError,
      journal.send("\(event.message)", priority: Self.priority(of: event.level), sorted)
    {
      return
    }
    Output.say(
      Self.line("\(event.message)", event.level, sorted, format, now: Timestamp.now))
  }

  /// One line, whatever the message and the facts hold.
  static func line(
    _ message: String, _ level: Logger.Level, _ facts: [(String, String)], _ format: LogFormat,
    now: String
  ) -> String {
    let words = facts.map { " \($0.0)=\($0.1)" }.joined()
    switch format {
    case .text: return "\(now) \(level) " + Safe.line(message + words)
    case .journal: return "<\(priority(of: level))>" + Safe.line(message + words)
    case .json:
      var json = JSONWriter()
      json.object { json in
        json.member("time", now)
        json.member("level", "\(level)")
        json.member("message", message)
        for (name, value) in facts { json.member(name, value) }
      }
      return String(decoding: json.bytes, as: UTF8.self)
    }
  }

  /// Of `syslog(3)`.
  private static func priority(of level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
