import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals
package import Wire

/// # Daemon
///
/// The archive as a service: HTTP/1.1 with JSON on a Unix socket.
///
/// ```
/// Socket/   the lock on the data directory, the socket file, the connections
/// HTTP/     requests and replies as plain values, the router; no sockets, so that tests need none
/// Routes/   what each path does: wire types in, wire types out
/// Config/   what the daemon was told, and by whom
/// Access/   who may do what
/// Log/      how much is logged and what it looks like
/// Engine/   the collections: indexes, their writer threads, searches on a bounded pool
/// Metrics/  what is counted on the way, and its text for Prometheus
/// ```
///
/// A search is read, made and answered by one thread of the direct lane, without any hand-off. Other
/// requests are read by NIO's event loop, routed on Swift's cooperative pool, and handed to a thread
/// of our own for anything that takes time: writes to the collection's one writer thread, merges to
/// the maintenance thread. So a slow query never keeps a fast one from being answered, and no more
/// searches run at once than there are cores.
///
/// A write is answered when it is on disk. Whatever was not answered may be sent again.
package struct Daemon: Sendable {
  private let configuration: Configuration
  private let sources: Configuration.Sources
  private let log: LiveLog
  private let logger: Logger
  /// Told once, when requests are answered.
  private let onReady: @Sendable (DaemonStatus) -> Void

  /// - Parameters:
  ///   - sources: Where the configuration came from, to read it anew.
  ///   - log: Follows the configuration; the logger's handler asks it.
  package init(
    _ configuration: Configuration, from sources: Configuration.Sources, log: LiveLog,
    logger: Logger, onReady: @escaping @Sendable (DaemonStatus) -> Void
  ) {
    self.configuration = configuration
    self.sources = sources
    self.log = log
    self.logger = logger
    self.onReady = onReady
  }

  /// Serves until SIGTERM, SIGINT or a request to stop; then finishes, commits and returns.
  ///
  /// The order is what keeps a second daemon harmless: the lock on the data directory is taken
  /// before the socket is touched, and the socket file goes before the lock.
  /// - Throws: `DaemonError`.
  package func run() async throws(DaemonError) {
    // Whoever asks for a reload before anything is ready must not end the daemon by it; the
    // configuration was read just now.
    signal(SIGHUP, SIG_IGN)
    let settings = configuration.settings
    let live = LiveSettings(settings)
    let engine = try Engine(live, logger: logger)
    do throws(DaemonError) {
      let socket = try ListeningSocket.open(settings)
      await serve(engine, on: socket)
      ServiceManager.notify("STOPPING=1")
      await engine.close()
      socket.remove()
    } catch {
      await engine.close()
      throw error
    }
    engine.unlock()
  }

  private func serve(_ engine: Engine, on socket: ListeningSocket) async {
    let stop = StopSignal()
    let keepers = SourceKeepers(
      configuration.settings.sources, socket: socket.path, logger: logger)
    let reloading = Reloading(
      configuration, from: sources, live: engine.live, log: log, sources: keepers, logger: logger)
    let api = API(
      engine: engine, reloading: reloading, sources: keepers, logger: logger, stop: stop.fire)
    let server = Server(api: api, socket: socket, logger: logger) {
      ServiceManager.notify("READY=1\nSTATUS=answering on \(socket.path)")
      onReady(api.status)
    }
    // Ended in the reverse order: the server first, background work last.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: Maintenance(engine: engine, logger: logger)),
          .init(service: HangUp(reloading: reloading)),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: keepers),
          .init(service: stop, successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
    do { try await group.run() } catch {
      logger.error("the server failed: \(error)")
    }
  }
}

/// Ends the daemon from inside, as SIGTERM does from outside.
final class StopSignal: Service {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func fire() { continuation.finish() }

  /// Returns when the daemon is to stop.
  func run() async throws {
    await withGracefulShutdownHandler {
      for await _ in stream {}
    } onGracefulShutdown: { [self] in
      fire()
    }
  }
}
