internal import Glibc

/// File paths are bytes; documents and people need text.
enum PathName {
  /// A path as text, one-to-one: a byte that is not UTF-8 becomes `%FF`, and so does a `%` that
  /// could be read as the start of such an escape.
  static func text(_ path: [UInt8]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(path.count)
    var i = 0
    while i < path.count {
      let length = scalarLength(at: i, in: path)
      if length == 0 || (path[i] == UInt8(ascii: "%") && isEscape(at: i, in: path)) {
        bytes += escape(path[i])
        i += 1
      } else {
        bytes += path[i..<i + length]
        i += length
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Length of the well-formed UTF-8 sequence at `i`, 0 when there is none.
  private static func scalarLength(at i: Int, in path: [UInt8]) -> Int {
    let length =
      switch path[i] {
      case 0..<0x80: 1
      case 0xc2...0xdf: 2
      case 0xe0...0xef: 3
      case 0xf0...0xf4: 4
      default: 0
      }
    guard length > 1 else { return length }
    guard i + length <= path.count else { return 0 }
    return String(validating: path[i..<i + length], as: UTF8.self) == nil ? 0 : length
  }

  private static func isEscape(at i: Int, in path: [UInt8]) -> Bool {
    func isHex(_ i: Int) -> Bool {
      i < path.count && Character(Unicode.Scalar(path[i])).isHexDigit
    }
    return isHex(i + 1) && isHex(i + 2)
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// From the root, without `.` and doubled slashes; `..` is resolved by the file system.
  static func absolute(_ path: [UInt8]) throws(IngestError) -> [UInt8] {
    var full = path
    if path.first != slash { full = try workingDirectory() + [slash] + path }
    if full.split(separator: slash).contains(Array("..".utf8)[...]) { full = try real(full) }
    let parts = full.split(separator: slash).filter { $0 != Array(".".utf8)[...] }
    return parts.isEmpty ? [slash] : parts.flatMap { [slash] + $0 }
  }

  static let slash = UInt8(ascii: "/")

  static func join(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    if folder.isEmpty { return name }
    return folder.last == slash ? folder + name : folder + [slash] + name
  }

  private static func workingDirectory() throws(IngestError) -> [UInt8] {
    unsafe try taken(getcwd(nil, 0), call: "getcwd")
  }

  private static func real(_ path: [UInt8]) throws(IngestError) -> [UInt8] {
    unsafe try taken(withPath(path) { unsafe realpath($0, nil) }, call: "realpath")
  }

  /// Copies and frees a string that the C library allocated.
  private static func taken(
    _ string: UnsafeMutablePointer<CChar>?, call: String
  ) throws(IngestError) -> [UInt8] {
    guard let string = unsafe string else { throw .unreadable(call: call, errno: errno) }
    defer { unsafe free(string) }
    return unsafe UnsafeBufferPointer(start: string, count: strlen(string))
      .map { UInt8(bitPattern: $0) }
  }
}

/// Paths as documents and people have them.
package enum PathText {
  /// The bytes of a path that was made text by a walk.
  package static func bytes(of text: String) -> [UInt8] {
    let utf8 = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var i = 0
    while i < utf8.count {
      if utf8[i] == UInt8(ascii: "%"), i + 2 < utf8.count, let high = hexDigit(utf8[i + 1]),
        let low = hexDigit(utf8[i + 2])
      {
        bytes.append(high << 4 | low)
        i += 3
      } else {
        bytes.append(utf8[i])
        i += 1
      }
    }
    return bytes
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// The text of an absolute path.
  package static func text(of path: [UInt8]) -> String { PathName.text(path) }

  /// The text of the path that a walk gives to what it finds at a path, absolute or not.
  ///
  /// - Throws: where there is no working folder.
  package static func ofTyped(_ path: [UInt8]) throws(IngestError) -> String {
    PathName.text(try PathName.absolute(path))
  }

  package static func ofTyped(_ path: String) throws(IngestError) -> String {
    try ofTyped(Array(path.utf8))
  }

  /// Which folder there is at a path, as the file system tells folders apart: its device and its
  /// number there. Nil where there is none.
  package static func identity(ofFolder path: [UInt8]) -> [UInt64]? {
    guard let status = try? FileStatus.of(path, followingLink: true), status.kind == .folder else {
      return nil
    }
    return [status.device, status.inode]
  }

  /// Whether there is a folder at a path, which may be a link to one.
  package static func isFolder(_ path: [UInt8]) -> Bool {
    (try? FileStatus.of(path, followingLink: true))?.kind == .folder
  }
}
