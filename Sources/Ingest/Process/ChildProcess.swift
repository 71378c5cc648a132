internal import CProcess
internal import Glibc

/// A program of another package that reads a format for us.
struct Tool {
  let name: String
  /// The Debian package that brings it.
  let package: String

  static let pdftotext = Tool(name: "pdftotext", package: "poppler-utils")
  static let pdfinfo = Tool(name: "pdfinfo", package: "poppler-utils")
  static let pdftoppm = Tool(name: "pdftoppm", package: "poppler-utils")
  static let tesseract = Tool(name: "tesseract", package: "tesseract-ocr tesseract-ocr-vie")
  static let catdoc = Tool(name: "catdoc", package: "catdoc")
  static let xls2csv = Tool(name: "xls2csv", package: "catdoc")
  static let catppt = Tool(name: "catppt", package: "catdoc")

  /// Where it is, by `PATH`; nil when it is not installed.
  var path: String? {
    let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 }
  }
}

/// What a child may use.
struct ProcessLimits {
  var duration: Duration = .seconds(60)
  /// Address space, in bytes.
  var memory = 2 << 30
  /// Bytes of its standard output.
  var output = 256 << 20
  /// How much it gives way to others: 0 to 19.
  var niceness: Int32 = 0
}

/// How a child ended.
struct ProcessResult {
  var output: [UInt8]
  /// The first kilobytes of what it complained of.
  var errors: String
  /// nil when a signal ended it.
  var exitCode: Int32?
  /// It was ended for one of its limits.
  var cut: Cut?

  enum Cut { case time, output }
}

/// Runs a tool on bytes that it reads as `/dev/stdin`, a file in memory without a name.
///
/// The child has no other open files, no network of its own doing, little environment, and limits of
/// time, memory and output; it is waited for in any case.
///
/// Safe because every pointer that a call gets lives until it returns.
@safe
struct ChildProcess {
  let tool: Tool
  let arguments: [String]
  var limits = ProcessLimits()

  /// Where tools find the bytes: a file that they may seek in.
  static let inputPath = "/dev/stdin"

  /// - Throws: `.missingTool`, or `.unreadable` when no process can be made.
  func run(on input: [UInt8]) throws(IngestError) -> ProcessResult {
    guard let path = tool.path else { throw .missingTool(tool.name, package: tool.package) }
    let standardInput = try MemoryFile()
    try standardInput.write(input)
    let errors = try MemoryFile()
    var ends: [Int32] = [0, 0]
    guard unsafe mucluc_pipe(&ends) == 0 else { throw .unreadable(call: "pipe", errno: errno) }
    defer { close(ends[0]) }
    let child = spawn(path, standardInput.number, ends[1], errors.number)
    let failure = errno
    close(ends[1])
    guard child > 0 else { throw .unreadable(call: "vfork", errno: failure) }
    let (output, cut) = collect(from: ends[0])
    if cut != nil { kill(child, SIGKILL) }
    return ProcessResult(
      output: output, errors: errors.head(), exitCode: wait(for: child), cut: cut)
  }

  private func spawn(_ path: String, _ input: Int32, _ output: Int32, _ errors: Int32) -> pid_t {
    let limits = mucluc_child_limits(
      memory: limits.memory, file: 64 << 20, seconds: UInt32(limits.duration / .seconds(1)) + 1,
      niceness: limits.niceness)
    let environment = [
      "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=/nonexistent",
      // One thread a tool: files are read side by side.
      "OMP_THREAD_LIMIT=1",
    ]
    return unsafe withCStrings([path] + arguments) { words in
      unsafe withCStrings(environment) { environment in
        unsafe mucluc_spawn(path, words, environment, input, output, errors, limits)
      }
    }
  }

  /// Everything the child writes, until it ends or passes a limit.
  private func collect(from end: Int32) -> ([UInt8], ProcessResult.Cut?) {
    let deadline = ContinuousClock.now + limits.duration
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let left = deadline - .now
      guard left > .zero else { return (output, .time) }
      var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, Int32(min(1000, max(1, left / .milliseconds(1)))))
      guard ready > 0 else { continue }
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe read(end, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return (output, nil) }
      output += piece[..<count]
      if output.count > limits.output { return (output, .output) }
    }
  }

  /// The exit code, nil for a signal. A child that closed its output and goes on is ended.
  private func wait(for child: pid_t) -> Int32? {
    var status: Int32 = 0
    for attempt in 0... {
      let done = unsafe waitpid(child, &status, attempt < 200 ? WNOHANG : 0)
      if done == child { break }
      if done < 0, errno != EINTR { return nil }
      if attempt < 200 { usleep(10_000) }
      if attempt == 199 { kill(child, SIGKILL) }
    }
    // The low seven bits are the signal, the next eight the code.
    return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
  }
}

/// A file in memory, without a name that another could guess.
private struct MemoryFile: ~Copyable {
  let number: Int32

  init() throws(IngestError) {
    number = mucluc_memory_file()
    guard number >= 0 else { throw .unreadable(call: "memfd_create", errno: errno) }
  }

  deinit { close(number) }

  /// Writes all bytes; what is read next begins at the first.
  func write(_ bytes: [UInt8]) throws(IngestError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          number, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .unreadable(call: "write", errno: errno) }
      written += count
    }
    lseek(number, 0, SEEK_SET)
  }

  /// The first 4 KiB as text.
  func head() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(number, buffer.baseAddress, buffer.count, 0)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}

/// Calls `body` with a list of C strings that ends with nil.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  var list: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
  unsafe list.append(nil)
  defer { for i in unsafe list.indices { unsafe free(list[i]) } }
  return unsafe body(list)
}
