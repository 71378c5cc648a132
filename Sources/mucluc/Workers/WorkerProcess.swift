import CLinux
import Glibc
import Ingest

/// A child process that reads files, so that whatever a file does to its reader costs that file
/// only. Used by one thread.
final class WorkerProcess {
  private let process: Int32
  private let stream: FrameStream
  private let limits: WorkerLimits
  /// Files that it was given.
  private(set) var jobs = 0
  private var isWaitedFor = false

  /// Files after which another process takes over, so that what leaks is bounded.
  static let jobLimit = 5_000

  /// Why a file was not read to its end.
  enum Failure: Error {
    /// It ended, by this signal or exit code.
    case crashed(signal: Int32, code: Int32)
    case timedOut
    /// It said more than any file of this size may hold.
    case outputLimit
    /// Nobody wants the rest.
    case interrupted
  }

  /// - Throws: when no process can be started.
  init(_ limits: WorkerLimits) throws(WorkerStartError) {
    self.limits = limits
    var toWorker: (Int32, Int32) = (-1, -1)
    var fromWorker: (Int32, Int32) = (-1, -1)
    guard Self.makePipe(&toWorker), Self.makePipe(&fromWorker) else {
      throw WorkerStartError(code: errno)
    }
    stream = FrameStream(input: fromWorker.0, output: toWorker.1)
    var started: Int32 = 0
    let code = Self.spawn(&started, input: toWorker.0, output: fromWorker.1, limits)
    _ = close(toWorker.0)
    _ = close(fromWorker.1)
    guard code == 0 else { throw WorkerStartError(code: code) }
    process = started
  }

  deinit { end() }

  /// Has a file read, and hands over what the worker says of it.
  ///
  /// - Parameters:
  ///   - languages: in which scanned paper is read; of none, it is not. Pages take their time.
  ///   - isInterrupted: ends the reading within a fifth of a second.
  func read<Stop: Error>(
    _ item: WalkItem, languages: [String] = [], unless isInterrupted: () -> Bool,
    _ take: (WorkerMessage) throws(Stop) -> Void
  ) throws(Stop) -> Result<WorkerMessage.ReadEnd, Failure> {
    jobs += 1
    let begin = ContinuousClock.now
    let isScan = !languages.isEmpty
    let total = isScan ? WorkerLimits.scanTotal : limits.total(forBytes: item.byteCount)
    let silence = isScan ? max(limits.silence, WorkerLimits.scanSilence) : limits.silence
    var left = limits.outputBytes(forBytes: item.byteCount)
    do throws(FrameStream.Failure) {
      try stream.send(
        WorkerJob(item: item, seconds: Int(total / .seconds(1)), languages: languages).frame)
    } catch { return .failure(died()) }
    while true {
      let message: WorkerMessage
      do throws(FrameStream.Failure) {
        let deadline = min(ContinuousClock.now + silence, begin + total)
        let frame = try stream.receive(until: deadline, unless: isInterrupted)
        left -= frame.payload.count
        guard left >= 0 else { return .failure(.outputLimit) }
        guard let read = WorkerMessage(frame) else { return .failure(died()) }
        message = read
      } catch {
        switch error {
        case .timedOut: return .failure(.timedOut)
        case .interrupted: return .failure(.interrupted)
        case .ended, .malformed: return .failure(died())
        }
      }
      if case .end(let end) = message { return .success(end) }
      if case .beat = message { continue }
      try take(message)
    }
  }

  /// Ends the process and all that it has started.
  func end() {
    guard !isWaitedFor else { return }
    isWaitedFor = true
    _ = kill(-process, SIGKILL)
    _ = kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// What it died of.
  private func died() -> Failure {
    guard !isWaitedFor else { return .crashed(signal: 0, code: 0) }
    // What closes its pipes or says nonsense without dying is ended.
    var status: Int32 = 0
    for _ in 0..<50 {
      if unsafe waitpid(process, &status, WNOHANG) == process {
        isWaitedFor = true
        _ = kill(-process, SIGKILL)
        return status & 0x7F == 0
          ? .crashed(signal: 0, code: status >> 8 & 0xFF)
          : .crashed(signal: status & 0x7F, code: 0)
      }
      _ = usleep(10_000)
    }
    end()
    return .crashed(signal: SIGKILL, code: 0)
  }
}

/// No worker can be started.
struct WorkerStartError: Error, CustomStringConvertible {
  var code: Int32

  var description: String {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return "cannot start a process to read files: \(reason)"
  }
}

// MARK: - Starting

extension WorkerProcess {
  private static func makePipe(_ ends: inout (Int32, Int32)) -> Bool {
    // A tuple of two is laid out as the array that the call fills.
    unsafe withUnsafeMutablePointer(to: &ends) { pointer in
      unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) {
        unsafe linux_pipe($0) == 0
      }
    }
  }

  private static func spawn(
    _ process: inout Int32, input: Int32, output: Int32, _ limits: WorkerLimits
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // A group of its own: Ctrl-C is for the program that started it, and what it starts goes with it.
    // And with all signals: threads of ours block most of them.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    var arguments = unsafe Self.list(
      ["mucluc", ExtractWorker.name, "--memory", "\(limits.memoryMegabytes)"]
        + (Guest.current.map { ["--guest", $0.text] } ?? []))
    // The runtime must not write a report of minutes about a crash.
    var variables = unsafe Self.list(Self.environment)
    defer {
      for index in 0..<(unsafe arguments.count) { unsafe free(arguments[index]) }
      for index in 0..<(unsafe variables.count) { unsafe free(variables[index]) }
    }
    return unsafe posix_spawn(
      &process, "/proc/self/exe", &actions, &attributes, &arguments, &variables)
  }

  /// Ends with nil, as C wants it; each word is to be freed.
  private static func list(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe words.map { unsafe strdup($0) } + [nil]
  }

  /// Little: what a reader needs to find its tools.
  private static var environment: [String] {
    var variables = ["SWIFT_BACKTRACE=enable=no"]
    for name in ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL"] {
      // getenv's text is copied at once.
      guard let value = unsafe getenv(name) else { continue }
      variables.append(unsafe "\(name)=" + String(cString: value))
    }
    return variables
  }
}
