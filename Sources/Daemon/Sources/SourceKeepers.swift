import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import Wire

/// The sources of all collections: a keeper each, with a thread of its own.
///
/// They begin when the server listens and end before it does, so that what a process has read is
/// still taken.
package final class SourceKeepers: Service {
  let socket: String
  private let logger: Logger
  private let keepers = Mutex<[Running]>([])
  /// The last change, which the next one waits for; nil while none is to be made.
  private let changes = Mutex<Task<Void, Never>?>(nil)

  private struct Running: Sendable {
    let keeper: SourceKeeper
    let thread: NIOThreadPool
  }

  init(_ sources: [SourceSettings], socket: String, logger: Logger) {
    self.socket = socket
    self.logger = logger
    keepers.withLock { $0 = sources.map(makeKeeper) }
  }

  private func makeKeeper(_ settings: SourceSettings) -> Running {
    Running(
      keeper: SourceKeeper(settings, socket: socket, logger: logger),
      thread: NIOThreadPool(numberOfThreads: 1))
  }

  /// In the order of the configuration.
  var statuses: [SourceStatus] { keepers.withLock { $0.map(\.keeper.status) } }

  package func run() async throws {
    let first = keepers.withLock { $0 }
    changes.withLock { $0 = Task { for running in first { Self.start(running) } } }
    try? await gracefulShutdown()
    let last = changes.withLock { changes -> Task<Void, Never>? in
      defer { changes = nil }
      return changes
    }
    await last?.value
    let all = keepers.withLock { $0 }
    for running in all { running.keeper.stop() }
    for running in all { try? await running.thread.shutdownGracefully() }
  }

  /// Goes over to other sources. Those that are as they were go on; those that are new or different
  /// begin when the process of the old one has ended.
  func follow(_ sources: [SourceSettings]) {
    let (ended, begun) = keepers.withLock { keepers -> ([Running], [Running]) in
      let ended = keepers.filter { !sources.contains($0.keeper.settings) }
      var begun: [Running] = []
      keepers = sources.map { settings in
        if let old = keepers.first(where: { $0.keeper.settings == settings }) { return old }
        let new = makeKeeper(settings)
        begun.append(new)
        return new
      }
      return (ended, begun)
    }
    for running in ended { running.keeper.stop() }
    changes.withLock { changes in
      guard let earlier = changes else { return }
      changes = Task { [logger] in
        await earlier.value
        for running in ended {
          try? await running.thread.shutdownGracefully()
          logger.notice("source \(running.keeper.settings.name): no longer kept")
        }
        for running in begun { Self.start(running) }
      }
    }
  }

  private static func start(_ running: Running) {
    running.thread.start()
    running.thread.submit { _ in running.keeper.run() }
  }
}
