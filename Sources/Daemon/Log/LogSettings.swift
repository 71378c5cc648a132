package import Logging
import Synchronization

/// How much is logged.
package enum LogLevel: String, Sendable, CaseIterable {
  case debug
  case info
  case notice
  case warning
  case error

  package var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}

/// What a line of the log looks like.
package enum LogFormat: String, Sendable, CaseIterable {
  /// Time, level, message and `name=value`, for people.
  case text
  /// An object a line.
  case json
  /// Entries with fields where standard error leads to the journal; else as `sd-daemon(3)` has it: the
  /// priority in brackets, and no time.
  case journal
}

package struct LogSettings: Sendable, Equatable {
  package var level: LogLevel = .notice
  package var format: LogFormat = .text

  package init() {}
}

/// The settings of the log, which may change while it is written.
package final class LiveLog: Sendable {
  private let settings: Mutex<LogSettings>

  package init(_ settings: LogSettings) {
    self.settings = Mutex(settings)
  }

  package var current: LogSettings { settings.withLock { $0 } }

  func follow(_ new: LogSettings) { settings.withLock { $0 = new } }
}
