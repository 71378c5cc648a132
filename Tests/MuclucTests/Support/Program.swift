import Glibc
import Synchronization
import TestSupport
import Testing

/// Runs the program that this build has made, as a shell would.
enum Program {
  /// Beside the tests' own executable.
  static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    precondition(count > 0, "/proc is not there")
    let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/mucluc"
  }()

  /// Whether a program of the system is there.
  static func isInstalled(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

  /// What a run left.
  struct Ended {
    let code: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Runs to the end.
  ///
  /// - Parameter identity: Options of setpriv(1) that make the program another user's.
  static func run(
    _ arguments: [String], input: String = "", socket: String = "/nonexistent/socket",
    in folder: TemporaryFolder, through identity: [String] = [], variables: [String] = [],
    program: String = Program.path
  ) throws -> Ended {
    let stem = folder.path + "/run-\(UInt64.random(in: 0...UInt64.max))"
    try TextFile.write(input, to: stem + ".in")
    let process = try Child(
      arguments, socket: socket, input: stem + ".in", output: stem + ".out",
      errors: stem + ".err", variables: variables, through: identity, program: program)
    let code = process.wait()
    return Ended(
      code: code, output: try TextFile.read(stem + ".out"), errors: try TextFile.read(stem + ".err")
    )
  }
}

/// A process that was started here.
final class Child: Sendable {
  let process: Int32
  /// The exit code, once it is known.
  private let ended = Mutex<Int32?>(nil)

  /// Starts the program with its streams on these files.
  ///
  /// - Parameters:
  ///   - listener: A listening socket to hand over as systemd does.
  ///   - variables: More of the environment, `NAME=value`.
  ///   - program: Another program than ours.
  init(
    _ arguments: [String], socket: String, input: String, output: String, errors: String,
    listener: Int32? = nil, variables: [String] = [], through identity: [String] = [],
    program: String = Program.path
  ) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, writing, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, writing, 0o600)
    var command = [program] + arguments
    if !identity.isEmpty {
      // The program is handed over open, for the build may lie where others may not go.
      unsafe posix_spawn_file_actions_addopen(&actions, 9, Program.path, O_RDONLY, 0)
      command = ["/usr/bin/setpriv"] + identity + ["/proc/self/fd/9"] + arguments
    }
    if let listener {
      unsafe posix_spawn_file_actions_adddup2(&actions, listener, 3)
      // The process that listens is named by its id, which only it knows.
      command = ["/bin/sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\""] + command
    }
    var words = unsafe Self.list(command)
    var environment = unsafe Self.list(
      ["PATH=/usr/bin:/bin", "MUCLUC_SOCKET=\(socket)", "LC_ALL=C"] + variables)
    defer {
      for index in 0..<(unsafe words.count) { unsafe free(words[index]) }
      for index in 0..<(unsafe environment.count) { unsafe free(environment[index]) }
    }
    var process: Int32 = 0
    let result = unsafe posix_spawn(&process, command[0], &actions, nil, &words, &environment)
    try #require(result == 0, "cannot start \(program): errno \(result)")
    self.process = process
  }

  /// A test that failed midway leaves nothing running.
  deinit {
    if ended.withLock({ $0 == nil }) {
      signal(SIGKILL)
      _ = wait()
    }
  }

  /// Waits for the end: the exit code, or 128 and the signal as in a shell.
  func wait() -> Int32 {
    ended.withLock { ended in
      if let ended { return ended }
      var status: Int32 = 0
      while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
      let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
      ended = code
      return code
    }
  }

  func signal(_ signal: Int32) { _ = kill(process, signal) }

  /// Ends with nil, as C wants it; each word is to be freed.
  private static func list(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe words.map { unsafe strdup($0) } + [nil]
  }
}

/// Small files of tests.
enum TextFile {
  static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0, "cannot write \(path)")
    defer { _ = close(descriptor) }
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    try #require(count == bytes.count)
  }

  static func read(_ path: String) throws -> String {
    let descriptor = unsafe open(path, O_RDONLY)
    try #require(descriptor >= 0, "cannot read \(path)")
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func makeFolder(_ path: String) throws {
    let result = unsafe mkdir(path, 0o700)
    try #require(result == 0, "cannot make \(path)")
  }
}
