import Glibc
import Logging
import Synchronization
import Wire

/// Keeps one source's process running, and what it says of its work.
///
/// A process that ends is started again, after a pause that grows from one second to five minutes
/// and is one second again for who has lasted a minute.
final class SourceKeeper: Sendable {
  let settings: SourceSettings
  private let socket: String
  private let logger: Logger
  private let state: Mutex<State>

  private struct State {
    var status: SourceStatus
    var isStopping = false
  }

  private static let shortestPause = Duration.seconds(1)
  private static let longestPause = Duration.seconds(300)
  /// Who lasted so long was well.
  private static let lasting = Duration.seconds(60)
  /// How often it is looked for a folder that is not there.
  private static let lookout = Duration.seconds(5)
  /// How long a process may take to end when it is asked to.
  private static let patience = Duration.seconds(15)
  /// Problems that are kept in words.
  private static let keptProblems = 10

  init(_ settings: SourceSettings, socket: String, logger: Logger) {
    self.settings = settings
    self.socket = socket
    self.logger = logger
    state = Mutex(
      State(
        status: SourceStatus(
          name: settings.name, collection: settings.collection, path: settings.path,
          state: .scanning)))
  }

  var status: SourceStatus { state.withLock { $0.status } }

  /// Has `run` end its process and return.
  func stop() { state.withLock { $0.isStopping = true } }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  private var label: String { "source \(settings.name) of collection \(settings.collection)" }

  /// Does it until `stop`, on a thread of its own.
  func run() {
    var pause = Self.shortestPause
    while !isStopping {
      guard isThere else {
        change { status in
          status.state = .waiting
          status.failure = "\(settings.path) is not there, or no folder"
        }
        rest(Self.lookout)
        continue
      }
      let begin = ContinuousClock.now
      let ending = runProcess()
      if isStopping { break }
      if case .exit(let code) = ending, !settings.watches, code == 0 || code == Self.problemCode {
        change { $0.state = .done }
        while !isStopping { rest(Self.lookout) }
        break
      }
      if ContinuousClock.now - begin >= Self.lasting { pause = Self.shortestPause }
      tell(ending, pause)
      rest(pause)
      pause = min(pause * 2, Self.longestPause)
      change { $0.restarts += 1 }
    }
  }

  /// The exit code of a client that did its work and found files that cannot be read.
  private static let problemCode: Int32 = 5

  private var isThere: Bool {
    var facts = stat()
    // `facts` is filled in by the call.
    return unsafe stat(settings.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Nil when no process could be started.
  private func runProcess() -> ChildProgram.Ending? {
    let child: ChildProgram
    do throws(ChildProgram.Failure) {
      child = try ChildProgram(settings.arguments(socket: socket))
    } catch {
      change { $0.failure = error.description }
      return nil
    }
    change { status in
      status.state = .scanning
      status.pid = Int(child.process)
      status.failure = ""
    }
    logger.info("\(label): process \(child.process) reads \(settings.path)")
    var asked: ContinuousClock.Instant?
    while child.readLines({ take($1, from: $0) }) {
      guard isStopping else { continue }
      if asked == nil {
        child.signal(SIGTERM)
        asked = .now
      } else if let asked, ContinuousClock.now - asked > Self.patience {
        child.signal(SIGKILL)
      }
    }
    let ending = child.wait()
    change { status in
      status.pid = nil
      status.filesDone = nil
      status.filesFound = nil
    }
    return ending
  }

  private func tell(_ ending: ChildProgram.Ending?, _ pause: Duration) {
    let failure = state.withLock { state -> String in
      state.status.state = .resting
      if let ending {
        let last = state.status.failure
        state.status.failure =
          "its process \(ending.description)" + (last.isEmpty ? "" : ": \(last)")
      }
      return state.status.failure
    }
    logger.warning("\(label): \(failure); again in \(Int(pause / .seconds(1))) s")
  }

  /// Waits, unless it is to stop.
  private func rest(_ time: Duration) {
    let end = ContinuousClock.now + time
    while !isStopping, ContinuousClock.now < end { _ = usleep(100_000) }
  }

  private func change(_ body: (inout SourceStatus) -> Void) {
    state.withLock { body(&$0.status) }
  }
}

// MARK: - What a process says

extension SourceKeeper {
  /// A line of its output is what a pass came to; of its errors, how far it has come, or words.
  private func take(_ line: [UInt8], from stream: ChildProgram.Stream) {
    let json = line.first == UInt8(ascii: "{") ? try? JSONValue(parsing: line.span) : nil
    switch (stream, json) {
    case (.output, let json?): takeSummary(json)
    case (.errors, let json?):
      change { status in
        status.filesDone = json["files_done"]?.int
        status.filesFound = json["files_found"]?.int
      }
    default:
      let text = String(decoding: line, as: UTF8.self)
      logger.debug("\(label): \(text)")
      // The last word before an end says why.
      change { $0.failure = text.hasPrefix("mucluc: ") ? String(text.dropFirst(8)) : text }
    }
  }

  private func takeSummary(_ json: JSONValue) {
    change { status in
      status.state =
        settings.watches ? settings.pollSeconds > 0 ? .polling : .watching : .scanning
      status.filesDone = nil
      status.filesFound = nil
      status.lastPassAt = Timestamp.now
      if case .object(let outcomes)? = json["files"] {
        // Files that are as they were are told of at the first pass only.
        for outcome in outcomes where outcome.name != "unchanged" {
          status.count(outcome.name, outcome.value.int ?? 0)
        }
      }
      let problems = json["problems"]?.array ?? []
      status.problemCount += problems.count
      let words = problems.map { "\($0["path"]?.string ?? ""): \($0["reason"]?.string ?? "")" }
      status.problems = Array((status.problems + words).suffix(Self.keptProblems))
      let withheld = json["withheld"]?.array?.compactMap(\.string) ?? []
      status.failure = withheld.joined(separator: "; ")
    }
  }
}
