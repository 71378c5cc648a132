import Glibc

/// The lines of a file, read as a stream: the file itself takes no memory.
struct Lines: ~Copyable {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 20)
  /// What is read and not yet handed out.
  private var unread = 0..<0

  init(path: String) throws(Failure) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("cannot read \(path)") }
  }

  deinit { close(descriptor) }

  /// The next line without its end, nil after the last.
  mutating func next() -> [UInt8]? {
    var line: [UInt8] = []
    while !unread.isEmpty || fill() {
      if let end = buffer[unread].firstIndex(of: UInt8(ascii: "\n")) {
        line.append(contentsOf: buffer[unread.lowerBound..<end])
        unread = (end + 1)..<unread.upperBound
        return line
      }
      line.append(contentsOf: buffer[unread])
      unread = 0..<0
    }
    return line.isEmpty ? nil : line
  }

  /// Reads on; false at the end of the file.
  private mutating func fill() -> Bool {
    let count = unsafe read(descriptor, &buffer, buffer.count)
    unread = 0..<max(0, count)
    return count > 0
  }
}
