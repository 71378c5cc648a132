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
      if let end = endOfLine {
        line.append(contentsOf: buffer[unread.lowerBound..<end])
        unread = (end + 1)..<unread.upperBound
        return line
      }
      line.append(contentsOf: buffer[unread])
      unread = 0..<0
    }
    return line.isEmpty ? nil : line
  }

  /// Where the line that is being read ends, if it does in the buffer.
  private var endOfLine: Int? {
    unsafe buffer.withUnsafeBytes { bytes in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[unread])
      return unsafe rest.firstNewline.map { $0 + unread.lowerBound }
    }
  }

  /// Reads on; false at the end of the file.
  private mutating func fill() -> Bool {
    let count = unsafe read(descriptor, &buffer, buffer.count)
    unread = 0..<max(0, count)
    return count > 0
  }
}

extension String {
  /// The lines that are not empty.
  var lines: [String] {
    var text = self
    let ends = text.withUTF8 { bytes in
      var ends: [Int] = []
      var start = 0
      while start < bytes.count {
        let rest = unsafe UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...]))
        start += unsafe rest.firstNewline ?? rest.count
        ends.append(start)
        start += 1
      }
      return ends
    }
    var lines: [String] = []
    var start = text.utf8.startIndex
    for end in ends {
      let stop = text.utf8.index(text.utf8.startIndex, offsetBy: end)
      // Copied as it is: a part of a string was found to be text already.
      if start < stop { lines.append(String(text[start..<stop])) }
      if stop < text.utf8.endIndex { start = text.utf8.index(after: stop) }
    }
    return lines
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var firstNewline: Int? {
    guard let base = baseAddress, count > 0 else { return nil }
    let found = unsafe memchr(base, Int32(UInt8(ascii: "\n")), count)
    return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
  }
}
