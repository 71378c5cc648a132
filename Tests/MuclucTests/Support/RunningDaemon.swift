import Client
import Glibc
import TestSupport
import Testing

/// A daemon in a process of its own, on data and a socket of the test's own.
final class RunningDaemon: Sendable {
  let folder: TemporaryFolder
  let socket: String
  let child: Child
  let archive: Archive

  var data: String { folder.path + "/data" }

  /// Starts it and waits until it says that it is ready.
  ///
  /// - Parameters:
  ///   - options: More of `mucluc serve`.
  ///   - variables: More of the environment, `NAME=value`.
  init(
    in folder: TemporaryFolder = TemporaryFolder(), listener: Int32? = nil,
    options: [String] = [], variables: [String] = []
  ) throws {
    self.folder = folder
    socket = folder.path + "/socket"
    let ready = folder.path + "/ready"
    _ = unsafe unlink(ready)
    _ = unsafe mkfifo(ready, 0o600)
    // Open for both, so that neither side waits for the other to open it.
    let pipe = unsafe open(ready, O_RDWR | O_CLOEXEC)
    defer { _ = close(pipe) }
    try #require(pipe >= 0)
    child = try Child(
      ["serve", "--data", folder.path + "/data", "--socket", socket] + options, socket: socket,
      input: "/dev/null", output: ready, errors: folder.path + "/log", listener: listener,
      variables: variables)
    archive = Archive(socket: socket, timeoutSeconds: 60)
    try waitUntilReady(pipe)
  }

  /// Reads its first line, or notices its end.
  private func waitUntilReady(_ pipe: Int32) throws {
    var line: [UInt8] = []
    while !line.contains(UInt8(ascii: "\n")) {
      var request = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&request, 1, 200) > 0 {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = unsafe read(pipe, &buffer, buffer.count)
        line += buffer[..<max(0, count)]
      } else if kill(child.process, 0) != 0 || Self.isZombie(child.process) {
        Issue.record("the daemon did not start: \(try TextFile.read(folder.path + "/log"))")
        throw NotReady()
      }
    }
    try #require(String(decoding: line, as: UTF8.self).contains("mucluc is ready"))
  }

  private struct NotReady: Error {}

  private static func isZombie(_ process: Int32) -> Bool {
    (try? TextFile.read("/proc/\(process)/stat").contains(") Z ")) ?? true
  }

  /// What it has logged.
  var log: String { (try? TextFile.read(folder.path + "/log")) ?? "" }

  /// Runs a client command against it.
  func run(_ arguments: String..., input: String = "") throws -> Program.Ended {
    try Program.run(arguments, input: input, socket: socket, in: folder)
  }

  /// Ends it with a signal and waits; the exit code as in a shell.
  @discardableResult
  func end(_ signal: Int32 = SIGTERM) -> Int32 {
    child.signal(signal)
    return child.wait()
  }
}
