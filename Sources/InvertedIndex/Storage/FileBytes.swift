import Glibc

/// The bytes of one file, read-only, either mapped or held in memory.
///
/// Owns the memory until the last reference goes; the pointer never moves and nothing writes
/// through it, which is why it may cross threads (`@unchecked Sendable`). Files of an index are
/// never changed in place, so a mapping cannot shrink under its readers.
@safe package final class FileBytes: @unchecked Sendable {
  package let name: String
  package let count: Int
  private let base: UnsafeRawPointer?
  private let isMapped: Bool

  /// Takes over a mapping of `count` bytes made by `mmap`.
  fileprivate init(name: String, mapping: UnsafeRawPointer?, count: Int) {
    self.name = name
    self.count = count
    unsafe base = mapping
    isMapped = true
  }

  /// A copy in memory.
  package init(name: String, _ bytes: [UInt8]) {
    self.name = name
    count = bytes.count
    isMapped = false
    guard !bytes.isEmpty else {
      unsafe base = nil
      return
    }
    // 64: sections are aligned inside the file, so the file must be in memory as well.
    let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 64)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe copy.copyMemory(from: start, byteCount: source.count)
      }
    }
    unsafe base = UnsafeRawPointer(copy)
  }

  deinit {
    guard let base = unsafe base else { return }
    if isMapped {
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      unsafe base.deallocate()
    }
  }

  /// All bytes. Valid while this object is alive.
  package var raw: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count)
  }

  /// The bytes of a range. Valid while this object is alive.
  package func raw(_ range: Range<Int>) throws(IndexError) -> UnsafeRawBufferPointer {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw .damaged(
        file: name, offset: count, reason: "the file ends before byte \(range.upperBound)")
    }
    return unsafe UnsafeRawBufferPointer(rebasing: raw[range])
  }
}

extension FileBytes {
  /// Maps a whole file.
  package static func map(path: String, name: String) throws(IndexError) -> FileBytes {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(operation: "open", file: path, code: errno) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .io(operation: "read", file: path, code: errno)
    }
    let size = Int(status.st_size)
    guard size > 0 else { return unsafe FileBytes(name: name, mapping: nil, count: 0) }
    let mapping = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
      throw .io(operation: "map", file: path, code: errno)
    }
    return unsafe FileBytes(name: name, mapping: UnsafeRawPointer(mapping), count: size)
  }
}
