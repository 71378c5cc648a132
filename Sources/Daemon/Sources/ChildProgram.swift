import Glibc

/// This program once more, as a client of the daemon that started it: it reads files, in a process
/// that may die of them.
///
/// Used by one thread, which has to live as long as the process: the kernel ends the process with it.
/// The pointers that calls get live until they return.
final class ChildProgram {
  /// Which of its streams a line is from.
  enum Stream { case output, errors }

  /// How it ended.
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)

    var description: String {
      switch self {
      case .exit(let code): "ended with code \(code)"
      case .signal(let number): "was ended by signal \(number)"
      }
    }
  }

  /// It could not be started.
  struct Failure: Error, CustomStringConvertible {
    var code: Int32
    var description: String {
      "no process can be started: \(OwnProgram.Failure(code: code).reason)"
    }
  }

  let process: Int32
  private var pipes: [(stream: Stream, file: Int32, rest: [UInt8])]
  private var ending: Ending?

  /// A line that is longer is cut; none of ours is.
  private static let lineLimit = 4 << 20

  /// - Throws: `Failure`.
  init(_ arguments: [String], program: String = "/proc/self/exe") throws(Failure) {
    let output = try Self.makePair()
    let errors: [Int32]
    do throws(Failure) { errors = try Self.makePair() } catch {
      for file in output { close(file) }
      throw error
    }
    let started: Result<Int32, OwnProgram.Failure>
    do throws(OwnProgram.Failure) {
      started = .success(
        try OwnProgram.start(
          arguments, program: program, output: .descriptor(output[1]),
          errors: .descriptor(errors[1])))
    } catch { started = .failure(error) }
    close(output[1])
    close(errors[1])
    pipes = [(.output, output[0], []), (.errors, errors[0], [])]
    switch started {
    case .success(let number): process = number
    case .failure(let failure):
      process = 0
      ending = .exit(127)
      throw Failure(code: failure.code)
    }
  }

  deinit {
    for pipe in pipes { close(pipe.file) }
    if ending == nil {
      signal(SIGKILL)
      _ = wait()
    }
  }

  /// Sends a signal to it and all that it has started.
  func signal(_ number: Int32) {
    if ending == nil { _ = kill(process, number) }
  }

  /// Waits for lines and hands them over, a fifth of a second at most.
  ///
  /// - Returns: false when both streams have ended.
  func readLines(_ take: (Stream, [UInt8]) -> Void) -> Bool {
    guard !pipes.isEmpty else { return false }
    var requests = pipes.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
    guard unsafe poll(&requests, nfds_t(requests.count), 200) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    for index in pipes.indices.reversed() where requests[index].revents != 0 {
      let count = unsafe read(pipes[index].file, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count > 0 { pipes[index].rest += buffer[..<count] }
      var lines = pipes[index].rest.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let rest = lines.popLast() ?? []
      for line in lines where !line.isEmpty { take(pipes[index].stream, Array(line)) }
      pipes[index].rest = rest.count > Self.lineLimit ? [] : Array(rest)
      if count <= 0 {
        if !pipes[index].rest.isEmpty { take(pipes[index].stream, pipes[index].rest) }
        close(pipes[index].file)
        pipes.remove(at: index)
      }
    }
    return true
  }

  /// Waits for its end.
  func wait() -> Ending {
    if let ending { return ending }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    let known: Ending =
      status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
    ending = known
    return known
  }
}

extension ChildProgram {
  /// Two ends of which no other child gets one, not even one that is started at this moment.
  private static func makePair() throws(Failure) -> [Int32] {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw Failure(code: errno) }
    return ends
  }
}
