import Glibc

/// Keeps a data directory to one process: an exclusive `flock` on its `LOCK` file.
///
/// The kernel drops the lock when the process ends, however it ends, so a lock is never stale.
/// The file holds the owner's process id for people to read.
package final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `IndexError.locked` with the owner's process id when another process has it.
  package init(path: String) throws(IndexError) {
    let file = path + "/LOCK"
    let opened = unsafe Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard opened >= 0 else { throw .io(operation: "open", file: file, code: errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let owner = Self.owner(opened)
      _ = close(opened)
      guard code == EWOULDBLOCK else { throw .io(operation: "lock", file: file, code: code) }
      throw .locked(path: path, owner: owner)
    }
    descriptor = opened
    let text = Array("\(getpid())\n".utf8)
    // For people only: the lock is what counts, so a failure to write it is no failure.
    _ = ftruncate(opened, 0)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(opened, $0.baseAddress, $0.count, 0) }
  }

  deinit { _ = close(descriptor) }

  private static func owner(_ descriptor: Int32) -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe pread(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    let digits = buffer.prefix(max(0, count)).prefix { (48...57).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}
