import Glibc

/// Whole folders: their names are the commit points of what makes and drops them.
extension FileDirectory {
  /// Whether anything has this name.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The names of the folders in a folder, sorted; none where it is not there.
  package static func folders(in path: String) -> [String] {
    entries(of: path).filter { $0.isFolder }.map(\.name).sorted()
  }

  /// Gives a folder another name, durably: after a crash it has the one or the other.
  package static func move(_ path: String, to newPath: String) throws(IndexError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else {
      throw .io(operation: "rename", file: path, code: errno)
    }
    try FileDirectory(path: newPath).syncParent()
  }

  /// Removes a folder with everything in it. A link is removed itself, never what it points to.
  package static func removeAll(_ path: String) throws(IndexError) {
    for entry in entries(of: path) {
      let inner = path + "/" + entry.name
      if entry.isFolder {
        try removeAll(inner)
      } else if unsafe unlink(inner) != 0, errno != ENOENT {
        throw .io(operation: "remove", file: inner, code: errno)
      }
    }
    guard unsafe rmdir(path) == 0 || errno == ENOENT else {
      throw .io(operation: "remove", file: path, code: errno)
    }
  }

  /// The bytes of the files in a folder, and when it was last changed, in seconds since 1970.
  package static func facts(of path: String) -> (byteCount: Int, changed: Int) {
    let sizes = entries(of: path).map { status(of: path + "/" + $0.name)?.st_size ?? 0 }
    return (sizes.reduce(0, +), status(of: path)?.st_mtim.tv_sec ?? 0)
  }

  private static func entries(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [(name: String, isFolder: Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        // d_name ends with a zero byte.
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let mode = status(of: path + "/" + name)?.st_mode ?? 0
      found.append((name, mode & S_IFMT == S_IFDIR))
    }
    return found
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    // `status` is filled in by the call.
    return unsafe lstat(path, &status) == 0 ? status : nil
  }
}
