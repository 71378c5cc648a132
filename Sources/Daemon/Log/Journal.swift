import Glibc

/// Systemd's journal, by its own protocol: a datagram an entry, a field a line, so that each fact can
/// be searched for (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/).
package final class Journal: Sendable {
  private let descriptor: Int32
  private let path: String

  package static let standardPath = "/run/systemd/journal/socket"

  /// The journal that standard error leads to; nil where it leads elsewhere, so that what is written
  /// to a file or a terminal stays there.
  package static let ofStandardError: Journal? = {
    guard let stream = unsafe getenv("JOURNAL_STREAM").map({ unsafe String(cString: $0) }),
      isStream(stream, of: STDERR_FILENO)
    else { return nil }
    return Journal(standardPath)
  }()

  /// Whether `$JOURNAL_STREAM`, which is a device and an inode, names what is open here.
  static func isStream(_ name: String, of descriptor: Int32) -> Bool {
    var facts = stat()
    // `facts` is filled in by the call.
    guard unsafe fstat(descriptor, &facts) == 0 else { return false }
    return name == "\(facts.st_dev):\(facts.st_ino)"
  }

  /// Nil where no socket can be made.
  init?(_ path: String) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if descriptor < 0 { return nil }
  }

  deinit { _ = close(descriptor) }

  /// Sends an entry; false when the journal does not take it.
  ///
  /// - Parameter facts: become fields, `request` as `MUCLUC_REQUEST`.
  package func send(_ message: String, priority: Int, _ facts: [(String, String)]) -> Bool {
    var entry: [UInt8] = []
    Self.append("MESSAGE", message, to: &entry)
    Self.append("PRIORITY", "\(priority)", to: &entry)
    Self.append("SYSLOG_IDENTIFIER", "mucluc", to: &entry)
    for (name, value) in facts { Self.append(Self.field(name), value, to: &entry) }
    guard var address = sockaddr_un(path: path) else { return false }
    let sent = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe entry.withUnsafeBytes { buffer in
          unsafe sendto(
            descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT),
            address, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
    return sent == entry.count
  }

  /// Names of fields are of capitals, digits and low lines, and have 64 bytes at most.
  static func field(_ name: String) -> String {
    let word = name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return "MUCLUC_" + String(word.prefix(57))
  }

  /// A value of several lines goes behind its length, in eight bytes, little-endian.
  private static func append(_ name: String, _ value: String, to entry: inout [UInt8]) {
    entry += Array(name.utf8)
    let bytes = Array(value.utf8)
    if bytes.contains(UInt8(ascii: "\n")) {
      entry.append(UInt8(ascii: "\n"))
      for shift in stride(from: 0, to: 64, by: 8) {
        entry.append(UInt8(truncatingIfNeeded: UInt64(bytes.count) >> UInt64(shift)))
      }
    } else {
      entry.append(UInt8(ascii: "="))
    }
    entry += bytes
    entry.append(UInt8(ascii: "\n"))
  }
}
