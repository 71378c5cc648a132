import Synchronization

/// The settings as they are now. A request takes them once, so that it sees one state.
package final class LiveSettings: Sendable {
  private let settings: Mutex<DaemonSettings>

  package init(_ settings: DaemonSettings) {
    self.settings = Mutex(settings)
  }

  package var current: DaemonSettings { settings.withLock { $0 } }

  /// Follows new settings in all that a running daemon can follow.
  func follow(_ new: DaemonSettings) {
    settings.withLock { old in
      var next = new
      next.data = old.data
      next.socket = old.socket
      next.socketMode = old.socketMode
      next.socketGroup = old.socketGroup
      next.searchThreads = old.searchThreads
      next.searchQueue = old.searchQueue
      next.memoryBudget = old.memoryBudget
      old = next
    }
  }
}
