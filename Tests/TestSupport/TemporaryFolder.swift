import Glibc

/// A folder of a test's own, removed with everything in it when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// - Parameter inMemory: where a sync costs nothing, if there is such a place: for tests that
  ///   kill processes, not the power.
  package init(inMemory: Bool = false) {
    let hasMemory = unsafe access("/dev/shm", W_OK) == 0
    let place = inMemory && hasMemory ? "/dev/shm" : "/tmp"
    var template = Array("\(place)/mucluc-test-XXXXXX".utf8CString)
    unsafe template.withUnsafeMutableBufferPointer { buffer in
      let made = unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }
      precondition(unsafe made != nil, "cannot make a folder")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    // A link is removed itself, never what it points to.
    if unsafe unlink(path) == 0 { return }
    if let stream = unsafe opendir(path) {
      while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
          unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
            unsafe String(cString: $0)
          }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      unsafe closedir(stream)
      _ = unsafe rmdir(path)
    }
  }
}
