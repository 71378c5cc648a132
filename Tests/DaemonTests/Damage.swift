import Glibc
import Testing

/// Spoils files, as a failing disk does.
enum Damage {
  /// Changes a byte in the middle of every file of a folder.
  static func corruptFiles(in folder: String) throws {
    guard let stream = unsafe opendir(folder) else {
      Issue.record("cannot open \(folder)")
      return
    }
    defer { unsafe closedir(stream) }
    var count = 0
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      try corrupt(folder + "/" + name)
      count += 1
    }
    try #require(count > 0)
  }

  private static func corrupt(_ path: String) throws {
    let descriptor = unsafe open(path, O_RDWR)
    try #require(descriptor >= 0)
    defer { _ = close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    var byte: UInt8 = 0
    let didRead = unsafe pread(descriptor, &byte, 1, size / 2) == 1
    byte ^= 0xFF
    let didWrite = unsafe pwrite(descriptor, &byte, 1, size / 2) == 1
    try #require(didRead && didWrite)
  }
}
