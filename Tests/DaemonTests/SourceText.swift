import Glibc

/// The sources of tests, for tests of the tests.
enum SourceText {
  /// The Swift files of a folder; none where it is not there.
  static func files(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var files: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        // d_name ends with a zero byte.
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".swift") { files.append(folder + "/" + name) }
    }
    return files
  }
}
