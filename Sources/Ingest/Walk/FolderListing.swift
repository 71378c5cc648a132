internal import Glibc

let noEntry = ENOENT
let noAccess = EACCES

/// Reads the names in a folder.
enum FolderListing {
  /// All entries but `.` and `..`, sorted by their bytes.
  static func names(in folder: borrowing FileDescriptor) throws(IngestError) -> [[UInt8]] {
    try Guest.current?.check(.read, of: folder)
    // The stream takes its descriptor over, so it gets one of its own.
    let copy = fcntl(folder.number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .unreadable(call: "dup", errno: errno) }
    guard let stream = unsafe fdopendir(copy) else {
      let number = errno
      close(copy)
      throw .unreadable(call: "opendir", errno: number)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .unreadable(call: "readdir", errno: errno) }
        break
      }
      let name = unsafe name(of: entry)
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The name starts inside the entry and ends with a zero, also when longer than the declared
  /// array.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
      preconditionFailure("dirent has no name")
    }
    let start = unsafe UnsafeRawPointer(entry).advanced(by: offset)
      .assumingMemoryBound(to: UInt8.self)
    var length = 0
    while unsafe start[length] != 0 { length += 1 }
    return unsafe Array(UnsafeBufferPointer(start: start, count: length))
  }
}
