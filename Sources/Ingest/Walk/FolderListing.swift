internal import Glibc

let noEntry = ENOENT
let noAccess = EACCES

/// Reads the names in a folder.
enum FolderListing {
  /// All entries but `.` and `..`, sorted by their bytes.
  static func names(in folder: borrowing FileDescriptor) throws(IngestError) -> [[UInt8]] {
    try entries(in: folder).map(\.name).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Names, and what they are as `readdir` says, which may be `DT_UNKNOWN`.
  private static func entries(
    in folder: borrowing FileDescriptor
  ) throws(IngestError) -> [(name: [UInt8], type: UInt8)] {
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
    var entries: [(name: [UInt8], type: UInt8)] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .unreadable(call: "readdir", errno: errno) }
        break
      }
      let name = unsafe name(of: entry)
      if name != Array(".".utf8), name != Array("..".utf8) {
        entries.append((name, unsafe entry.pointee.d_type))
      }
    }
    return entries
  }

  /// As `names(in:)`, in the order that the paths below the folder have by their bytes as text: a
  /// folder stands where its name with a slash behind it stands, so `a.b` comes before `a/c`, and
  /// that before `ab`.
  static func namesInOrderOfPaths(
    in folder: borrowing FileDescriptor
  ) throws(IngestError) -> [[UInt8]] {
    let number = folder.number
    return try entries(in: folder).map { name, type in
      let isFolder =
        type == UInt8(DT_UNKNOWN)
        ? (try? FileStatus.of(name, in: number).kind) == .folder : type == UInt8(DT_DIR)
      return (key: Array(PathName.text(name).utf8) + (isFolder ? [PathName.slash] : []), name: name)
    }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.name)
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
