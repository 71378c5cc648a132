import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals
import Wire

/// Reads the configuration anew while the daemon runs: all of it or, when anything is wrong, nothing.
package final class Reloading: Sendable {
  private let sources: Configuration.Sources
  private let live: LiveSettings
  private let log: LiveLog
  private let logger: Logger
  private let sourceKeepers: SourceKeepers
  private let state: Mutex<State>

  private struct State {
    /// What the daemon was started with.
    let first: Configuration
    var now: Configuration
    var report: DaemonStatus.Configuration
  }

  init(
    _ configuration: Configuration, from sources: Configuration.Sources, live: LiveSettings,
    log: LiveLog, sources sourceKeepers: SourceKeepers, logger: Logger
  ) {
    self.sourceKeepers = sourceKeepers
    self.sources = sources
    self.live = live
    self.log = log
    self.logger = logger
    state = Mutex(
      State(
        first: configuration, now: configuration,
        report: .init(files: configuration.files, loadedAt: Timestamp.now)))
  }

  /// What the status tells of it.
  var report: DaemonStatus.Configuration { state.withLock { $0.report } }

  /// The values in use, each with its origin.
  var values: [(path: String, text: String, origin: ConfigOrigin)] {
    state.withLock { $0.now.values }
  }

  /// Reads the files anew and follows them.
  /// - Throws: `invalid_config` with all that is wrong; then everything stays as it was.
  @discardableResult
  func reload() throws(Problem) -> DaemonStatus.Configuration {
    ServiceManager.notifyReloading()
    defer { ServiceManager.notify("READY=1") }
    do throws(ConfigError) {
      let new = try Configuration(sources)
      return state.withLock { state in
        live.follow(new.settings)
        log.follow(new.settings.log)
        sourceKeepers.follow(new.settings.sources)
        state.now = new
        state.report = .init(
          files: new.files, loadedAt: Timestamp.now,
          needsRestart: state.first.keysThatNeedRestart(for: new))
        logger.notice("the configuration was read anew")
        return state.report
      }
    } catch {
      state.withLock { $0.report.failure = error.description }
      logger.error("the configuration was not read anew: \(error)")
      throw Problem(
        .invalidConfig, error.description,
        hint: "the daemon goes on as before; mucluc config check tells the same")
    }
  }
}

/// Reloads at SIGHUP.
struct HangUp: Service {
  let reloading: Reloading

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    await cancelWhenGracefulShutdown {
      for await _ in signals {
        // What is wrong was logged, and is in the status.
        _ = try? reloading.reload()
      }
    }
  }
}
