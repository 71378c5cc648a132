import Glibc

/// Starts this program once more, as a process that may die of what it reads.
///
/// It is in a group of its own: Ctrl-C is for who started it, and what it starts goes with it. It gets
/// all signals, since threads of ours block most of them, and little of the environment.
package enum OwnProgram {
  /// It could not be started.
  package struct Failure: Error, Equatable {
    /// The `errno`.
    package var code: Int32

    package init(code: Int32) { self.code = code }

    package var reason: String {
      unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
  }

  /// What one of its three streams is.
  package enum Stream {
    /// The caller keeps and closes it.
    case descriptor(Int32)
    case nothing
  }

  /// - Parameter program: Another one, for tests.
  /// - Returns: the process. The caller waits for its end.
  package static func start(
    _ arguments: [String], program: String = "/proc/self/exe", input: Stream = .nothing,
    output: Stream, errors: Stream
  ) throws(Failure) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (stream, number) in [
      (input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO),
    ] {
      switch stream {
      case .descriptor(let file):
        unsafe posix_spawn_file_actions_adddup2(&actions, file, number)
      case .nothing:
        let mode = number == STDIN_FILENO ? O_RDONLY : O_WRONLY
        unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    var words = unsafe list(["mucluc"] + arguments)
    var variables = unsafe list(environment)
    defer {
      for index in 0..<(unsafe words.count) { unsafe free(words[index]) }
      for index in 0..<(unsafe variables.count) { unsafe free(variables[index]) }
    }
    // The pointers live until the call returns.
    var process: Int32 = 0
    let code = unsafe posix_spawn(&process, program, &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Failure(code: code) }
    return process
  }

  /// Ends with nil, as C wants it; each word is to be freed.
  private static func list(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe words.map { unsafe strdup($0) } + [nil]
  }

  /// What a reader needs to find its tools; and the runtime must not write a report of minutes about
  /// a crash.
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
