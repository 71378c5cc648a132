/// Bytes that come one after another.
protocol ByteStream: AnyObject {
  /// The next bytes, at most so many; none at the end.
  func read(upTo count: Int) throws(IngestError) -> [UInt8]
}

/// Bytes of a known number that can be read again from any place.
protocol ByteInput: ByteStream {
  var byteCount: Int { get }
  /// From the start; places past the end read as the end.
  func seek(to offset: Int) throws(IngestError)
}

final class MemoryInput: ByteInput {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var byteCount: Int { bytes.count }

  func read(upTo count: Int) -> [UInt8] {
    let end = min(bytes.count, position + count)
    defer { position = end }
    return position == 0 && end == bytes.count ? bytes : Array(bytes[position..<end])
  }

  func seek(to offset: Int) { position = min(max(0, offset), bytes.count) }
}

/// An open file. Its size is that at the start; `isUnchanged` tells whether what was read is one
/// state of the file.
final class FileInput: ByteInput {
  private let file: FileDescriptor
  private let status: FileStatus

  /// - Throws: `.notAFile` for anything but a regular file.
  init(_ file: consuming FileDescriptor) throws(IngestError) {
    status = try file.status()
    self.file = file
    try status.checkIsFile()
  }

  var byteCount: Int { Int(status.byteCount) }
  var modified: Int64 { status.modified }

  func read(upTo count: Int) throws(IngestError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try file.read(into: &bytes)
    bytes.removeLast(count - read)
    return bytes
  }

  func seek(to offset: Int) throws(IngestError) { try file.seek(to: offset) }

  func isUnchanged() throws(IngestError) -> Bool { try file.status() == status }
}
