import Glibc

/// A file that is there whole or not at all: written under another name beside it, then renamed.
enum WholeFile {
  /// - Throws: what `body` throws, and then the file is as it was.
  static func write(to path: String, _ body: (Int32) throws -> Void) throws {
    let partial = path + ".partial"
    let descriptor = unsafe open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(action: "write", path: partial, code: errno) }
    do {
      try body(descriptor)
      guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw Failure(action: "write", path: partial, code: errno)
      }
    } catch {
      close(descriptor)
      unsafe unlink(partial)
      throw error
    }
    close(descriptor)
    guard unsafe rename(partial, path) == 0 else {
      throw Failure(action: "rename to \(path)", path: partial, code: errno)
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let action: String
    let path: String
    let code: Int32

    var description: String {
      "cannot \(action) (\(path)): \(unsafe String(cString: strerror(code)))"
    }
  }
}
