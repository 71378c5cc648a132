import Glibc

/// The files of a configuration.
enum ConfigFile {
  /// Read when nobody names another.
  static let standardPath = "/etc/mucluc/mucluc.toml"

  /// Files that are larger are no configuration.
  private static let maximumByteCount = 1 << 20

  /// Why a file cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  /// The drop-ins of a file in the order in which they are read: those of `mucluc.d` beside
  /// `mucluc.toml`, by name.
  static func dropIns(of path: String) -> [String] {
    let stem = path.hasSuffix(".toml") ? String(path.dropLast(5)) : path
    let folder = stem + ".d"
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        // d_name ends with a zero byte.
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { folder + "/" + $0 }
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether anyone may write to it, and so decide what the daemon does.
  static func isWritableByAnyone(_ path: String) -> Bool {
    var status = stat()
    // `status` is filled in by the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & 0o002 != 0
  }

  /// - Throws: `Unreadable`.
  static func text(of path: String) throws(Unreadable) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path) }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0 { throw failure(path) }
      if count == 0 { break }
      bytes += buffer[..<count]
      guard bytes.count <= maximumByteCount else {
        throw Unreadable(description: "\(path) has more than \(maximumByteCount) bytes")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Unreadable(description: "\(path) is not UTF-8")
    }
    return text
  }

  private static func failure(_ path: String) -> Unreadable {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error"
    return Unreadable(description: "cannot read \(path): \(reason)")
  }
}
