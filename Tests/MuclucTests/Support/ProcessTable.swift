import Glibc
import TestSupport
import Testing

/// What the kernel says of other processes.
enum ProcessTable {
  struct NotFound: Error {}

  /// Waits for the worker of a program that has begun with a file.
  ///
  /// A worker at a page has read the file and closed it, so what tells is that it is busy: its
  /// processor time goes on.
  static func reader(of program: Int32, at name: String, not other: Int32) throws -> Int32 {
    var busy: [Int32: Int] = [:]
    for _ in 0..<3_000 {
      for child in children(of: program) where child != other {
        let time = processorTime(of: child)
        let first = busy[child] ?? time
        busy[child] = first
        // Thirty hundredths of a second: more than small files take.
        if time - first >= 30 { return child }
      }
      _ = usleep(10_000)
    }
    Issue.record("no worker is at \(name)")
    throw NotFound()
  }

  static func children(of program: Int32) -> [Int32] {
    numbers(in: "/proc").filter { process in
      guard let facts = facts(of: process) else { return false }
      return facts.count > 1 && facts[1] == "\(program)"
    }
  }

  static func threads(of program: Int32) -> [Int32] { numbers(in: "/proc/\(program)/task") }

  /// The entries of a folder that are numbers.
  private static func numbers(in folder: String) -> [Int32] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [Int32] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if let number = Int32(name) { found.append(number) }
    }
    return found
  }

  /// User and system time in hundredths of a second.
  private static func processorTime(of process: Int32) -> Int {
    guard let facts = facts(of: process), facts.count > 12 else { return 0 }
    return (Int(facts[11]) ?? 0) + (Int(facts[12]) ?? 0)
  }

  /// The fields of `/proc/PID/stat` behind the name: state, parent, …
  private static func facts(of process: Int32) -> [Substring]? {
    let text = text(of: "/proc/\(process)/stat")
    guard let end = text.lastIndex(of: ")") else { return nil }
    return text[end...].dropFirst(2).split(separator: " ")
  }

  /// Empty where the process is gone.
  private static func text(of path: String) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { _ = close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 8_192)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  /// The address space that a worker has before it reads anything, in megabytes.
  static let bareMegabytes: Int = {
    let folder = TemporaryFolder()
    let pipe = folder.path + "/pipe"
    _ = unsafe mkfifo(pipe, 0o600)
    let writer = unsafe open(pipe, O_RDWR | O_CLOEXEC)
    defer { _ = close(writer) }
    guard
      let child = try? Child(
        ["extract-worker"], socket: "", input: pipe, output: "/dev/null", errors: "/dev/null")
    else { return 512 }
    var most = 0
    for _ in 0..<100 {
      _ = usleep(10_000)
      let line =
        text(of: "/proc/\(child.process)/status").split(separator: "\n").first {
          $0.hasPrefix("VmPeak:")
        } ?? ""
      most = max(most, line.split(separator: " ").compactMap { Int($0) }.first ?? 0)
    }
    child.signal(SIGKILL)
    return most / 1_024
  }()
}
