import Glibc

/// A directory of the file system.
package struct FileDirectory: Directory {
  package let path: String

  /// Opens the directory, making it (mode 0750) and its parents where they are missing.
  package init(path: String) throws(IndexError) {
    self.path = path
    try Self.makeDirectory(path)
  }

  /// A directory that is there; nothing is made.
  package init(existing path: String) throws(IndexError) {
    self.path = path
    guard unsafe access(path, R_OK | X_OK) == 0 else {
      throw .io(operation: "open", file: path, code: errno)
    }
  }

  package func list() throws(IndexError) -> [String] {
    guard let stream = unsafe opendir(path) else {
      throw .io(operation: "list", file: path, code: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  package func open(_ name: String) throws(IndexError) -> FileBytes {
    try FileBytes.map(path: full(name), name: name)
  }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    // A new file, never the old one emptied: a snapshot or a reader may hold that.
    try remove(name)
    let descriptor = unsafe Glibc.open(
      full(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .io(operation: "create", file: full(name), code: errno) }
    return DescriptorFile(descriptor: descriptor, path: full(name))
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    guard unsafe Glibc.rename(full(name), full(newName)) == 0 else {
      throw .io(operation: "rename", file: full(name), code: errno)
    }
  }

  package func remove(_ name: String) throws(IndexError) {
    guard unsafe unlink(full(name)) == 0 || errno == ENOENT else {
      throw .io(operation: "remove", file: full(name), code: errno)
    }
  }

  package func sync() throws(IndexError) {
    try Self.syncDirectory(path)
  }

  /// A hard link, or a copy where there can be none: on another file system, or on one without.
  package func share(_ name: String, with target: any Directory) throws(IndexError) {
    if let other = target as? FileDirectory {
      if unsafe link(full(name), other.full(name)) == 0 { return }
      let code = errno
      guard [EXDEV, EPERM, EOPNOTSUPP, EMLINK].contains(code) else {
        throw .io(operation: "link", file: other.full(name), code: code)
      }
    }
    try copy(name, to: target)
  }
}

extension FileDirectory {
  private func full(_ name: String) -> String { path + "/" + name }

  private static func syncDirectory(_ path: String) throws(IndexError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(operation: "open", file: path, code: errno) }
    defer { _ = close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .io(operation: "sync", file: path, code: errno) }
  }

  /// Makes the name of this directory survive a loss of power.
  func syncParent() throws(IndexError) {
    try Self.syncDirectory(Self.parent(of: path))
  }

  private static func parent(of path: String) -> String {
    let trimmed = path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// Makes a directory and its parents, each durable in its own parent.
  private static func makeDirectory(_ path: String) throws(IndexError) {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .io(operation: "use", file: path, code: ENOTDIR)
      }
      return
    }
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    let parent = trimmed.lastIndex(of: "/").map { String(trimmed[..<$0]) } ?? "."
    if !parent.isEmpty, parent != trimmed { try makeDirectory(parent) }
    guard unsafe mkdir(trimmed, 0o750) == 0 || errno == EEXIST else {
      throw .io(operation: "make the directory", file: trimmed, code: errno)
    }
    try syncDirectory(parent.isEmpty ? "/" : parent)
  }
}

/// A file written through a descriptor. One writer at a time: the index's writer lock guards it,
/// which is why it may cross threads.
private final class DescriptorFile: OutputFile, @unchecked Sendable {
  private let path: String
  private var descriptor: Int32
  private(set) var byteCount = 0

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close() }

  func append(_ bytes: UnsafeRawBufferPointer) throws(IndexError) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let written = unsafe write(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw .io(operation: "write", file: path, code: errno)
      }
      byteCount += written
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  func sync() throws(IndexError) {
    guard fdatasync(descriptor) == 0 else {
      throw .io(operation: "sync", file: path, code: errno)
    }
  }

  func truncate(to count: Int) throws(IndexError) {
    guard ftruncate(descriptor, off_t(count)) == 0,
      lseek(descriptor, off_t(count), SEEK_SET) == off_t(count)
    else { throw .io(operation: "truncate", file: path, code: errno) }
    byteCount = count
  }

  func close() {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }
}
