import Glibc
import InvertedIndex

/// What the kernel says of this process, as in `proc(5)`. A fact that cannot be read is nil.
struct ProcessFacts {
  var cpuSeconds: Double?
  /// Seconds since 1970.
  var startTime: Double?
  var residentBytes: Double?
  var virtualBytes: Double?
  var threads: Double?
  var openDescriptors: Double?
  var maximumDescriptors: Double?

  init() {
    if let fields = Self.statFields() {
      let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
      cpuSeconds = (fields[11] + fields[12]) / ticks
      threads = fields[17]
      startTime = Self.bootTime.map { $0 + fields[19] / ticks }
      virtualBytes = fields[20]
      residentBytes = fields[21] * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
    // One of them is the folder that is being read.
    openDescriptors = Self.descriptorCount.map { Double($0 - 1) }
    var limit = rlimit()
    // `limit` is filled in by the call.
    let result = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    if result == 0 { maximumDescriptors = Double(limit.rlim_cur) }
  }

  /// The numbers of `/proc/self/stat` from the third field on, the state's letter as 0. The name
  /// before them may hold anything, brackets too.
  private static func statFields() -> [Double]? {
    guard let text = text(of: "/proc/self/stat"), let end = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
    return fields.count > 21 ? fields : nil
  }

  /// When the machine started, seconds since 1970.
  private static let bootTime: Double? = text(of: "/proc/stat")?.split(separator: "\n")
    .first { $0.hasPrefix("btime ") }
    .flatMap { Double($0.dropFirst(6)) }

  /// Seconds since 1970.
  static var wallTime: Double {
    var time = timespec()
    // `time` is filled in by the call.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static var descriptorCount: Int? {
    try? FileDirectory(existing: "/proc/self/fd").list().count
  }

  /// A file of `/proc`, whose size nobody knows before it is read.
  private static func text(of path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      // The kernel writes at most as many bytes as the buffer has.
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return nil }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
