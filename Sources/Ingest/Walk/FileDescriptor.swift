internal import Glibc

/// An open file or folder that closes itself.
struct FileDescriptor: ~Copyable {
  let number: Int32

  /// Flags no open goes without: never wait on a pipe, never follow a link, never leak to a child.
  private static let safe = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC

  private init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens a folder by path; links on the way and at its end are followed, since the caller named
  /// it. For a guest they are not: the path has to be the folder's own.
  static func folder(_ path: [UInt8]) throws(IngestError) -> FileDescriptor {
    if let guest = Guest.current { return try folder(path, for: guest) }
    return try opened(unsafe withPath(path) { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
  }

  /// - Parameter path: Absolute.
  private static func folder(
    _ path: [UInt8], for guest: Guest
  ) throws(IngestError) -> FileDescriptor {
    var folder = try opened(unsafe open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    try guest.check(.pass, of: folder)
    for name in path.split(separator: PathName.slash) {
      folder = try folder.entry(Array(name), isFolder: true)
    }
    return folder
  }

  /// Opens an entry of this folder, which must not be a link.
  func entry(_ name: [UInt8], isFolder: Bool) throws(IngestError) -> FileDescriptor {
    let flags = Self.safe | (isFolder ? O_DIRECTORY : 0)
    let file = try Self.opened(unsafe withPath(name) { unsafe openat(number, $0, flags) })
    try Guest.current?.check(isFolder ? .pass : .read, of: file)
    return file
  }

  /// Whose it is, and who may do what.
  func rights() throws(IngestError) -> (owner: UInt32, group: UInt32, mode: UInt32) {
    var buffer = stat()
    guard unsafe fstat(number, &buffer) == 0 else {
      throw .unreadable(call: "fstat", errno: errno)
    }
    return (buffer.st_uid, buffer.st_gid, buffer.st_mode)
  }

  func status() throws(IngestError) -> FileStatus {
    var buffer = stat()
    guard unsafe fstat(number, &buffer) == 0 else {
      throw .unreadable(call: "fstat", errno: errno)
    }
    return FileStatus(buffer)
  }

  /// Fills `bytes` up to its count or the end of the file; the number of bytes read.
  func read(into bytes: inout [UInt8]) throws(IngestError) -> Int {
    var filled = 0
    while filled < bytes.count {
      let wanted = bytes.count - filled
      let count = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe Glibc.read(number, base + filled, wanted)
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(call: "read", errno: errno)
      }
      filled += count
    }
    return filled
  }

  /// Sets where the next read begins, in bytes from the start.
  func seek(to offset: Int) throws(IngestError) {
    guard lseek(number, offset, SEEK_SET) >= 0 else {
      throw .unreadable(call: "lseek", errno: errno)
    }
  }

  private static func opened(_ number: Int32) throws(IngestError) -> FileDescriptor {
    guard number >= 0 else { throw .unreadable(call: "open", errno: errno) }
    return FileDescriptor(owning: number)
  }
}

/// What the file system says about an entry.
struct FileStatus: Equatable {
  enum Kind: Equatable {
    case file, folder, link
    case other(String)
  }

  var kind: Kind
  var byteCount: Int64
  /// Nanoseconds since 1970.
  var modified: Int64
  /// Last change of content, name or rights, in nanoseconds since 1970.
  var changed: Int64
  var device: UInt64
  var inode: UInt64

  init(_ buffer: stat) {
    switch buffer.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    case S_IFIFO: kind = .other("a pipe")
    case S_IFSOCK: kind = .other("a socket")
    default: kind = .other("a device")
    }
    byteCount = Int64(buffer.st_size)
    modified = Int64(buffer.st_mtim.tv_sec) * 1_000_000_000 + Int64(buffer.st_mtim.tv_nsec)
    changed = Int64(buffer.st_ctim.tv_sec) * 1_000_000_000 + Int64(buffer.st_ctim.tv_nsec)
    device = UInt64(buffer.st_dev)
    inode = UInt64(buffer.st_ino)
  }

  /// - Throws: `.notAFile` for anything but a regular file.
  func checkIsFile() throws(IngestError) {
    switch kind {
    case .file: return
    case .folder: throw .notAFile("a folder")
    case .link: throw .notAFile("a link")
    case .other(let what): throw .notAFile(what)
    }
  }

  /// Of the entry itself, or of what a link leads to.
  static func of(
    _ name: [UInt8], in folder: Int32 = AT_FDCWD, followingLink: Bool = false
  ) throws(IngestError) -> FileStatus {
    var buffer = stat()
    let flags = followingLink ? 0 : AT_SYMLINK_NOFOLLOW
    let result = unsafe withPath(name) { unsafe fstatat(folder, $0, &buffer, flags) }
    guard result == 0 else { throw .unreadable(call: "stat", errno: errno) }
    return FileStatus(buffer)
  }
}

/// Calls `body` with the bytes as a C string.
func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  let string = path.map { CChar(bitPattern: $0) } + [0]
  return unsafe string.withUnsafeBufferPointer { buffer in
    // The array holds at least the zero, so it has an address.
    guard let base = buffer.baseAddress else {
      preconditionFailure("an array with a zero is empty")
    }
    return unsafe body(base)
  }
}

/// The system's words for an error number.
func errorText(_ number: Int32) -> String {
  guard let text = unsafe strerror(number) else { return "error \(number)" }
  return unsafe String(cString: text)
}
