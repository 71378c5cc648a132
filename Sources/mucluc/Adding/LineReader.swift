import ArgumentParser
import Daemon
import Glibc

/// Reads a file, or standard input, piece by piece and line by line.
struct LineReader: ~Copyable {
  private var source: ByteSource
  private var piece: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// The number of the line last read, from 1.
  private(set) var number = 0

  init(_ path: String) throws {
    source = try ByteSource(path)
  }

  /// The next line without its end; nil past the last one.
  mutating func next() throws -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if let end = piece[position...].firstIndex(of: UInt8(ascii: "\n")) {
        line += piece[position..<end]
        position = end + 1
        number += 1
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
      }
      line += piece[position...]
      piece = try source.next()
      position = 0
      if piece.isEmpty {
        if line.isEmpty { return nil }
        number += 1
        return line
      }
    }
  }
}

/// The bytes of a file, or of standard input for `-`.
struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let name: String

  init(_ path: String) throws {
    name = path
    descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw ByteSourceError(path: path, code: errno) }
  }

  deinit {
    if descriptor > STDERR_FILENO { _ = close(descriptor) }
  }

  /// The next bytes, none at the end.
  mutating func next() throws -> [UInt8] {
    while true {
      var failure: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, count in
        let received = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        if received < 0 { failure = errno }
        count = max(0, received)
      }
      if failure == 0 { return bytes }
      if failure != EINTR { throw ByteSourceError(path: name, code: failure) }
    }
  }
}

/// A file that cannot be read.
struct ByteSourceError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  var description: String {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return "cannot read \(path): \(reason)"
  }
}
