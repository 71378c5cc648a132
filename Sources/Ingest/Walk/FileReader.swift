/// The bytes of a file, and what the file system said about it when they were read.
package struct FileContent: Sendable {
  package var bytes: [UInt8]
  /// Nanoseconds since 1970 UTC.
  package var modified: Int64
}

/// Reads whole files so that what was read is one state of the file.
package struct FileReader: Sendable {
  /// Largest file, in bytes.
  package var limit: Int

  package init(limit: Int = Limits().textBytesOfFile) { self.limit = limit }

  private static let attempts = 3

  /// Reads a file that a walk has found.
  ///
  /// Every folder on the way from the walk's root is opened by itself, so a link put there since is
  /// not followed. The size and time of the file are compared before and after: a file that changed
  /// is read again, twice at most.
  package func read(_ item: WalkItem) throws(IngestError) -> FileContent {
    for _ in 0..<Self.attempts {
      let file = try open(item)
      if let content = try steadyContent(of: file) { return content }
    }
    throw .unstable
  }

  /// Hands over the bytes of a file piece by piece, until it ends or the body returns false.
  ///
  /// - Throws: what keeps it from being opened or read, and what the body throws.
  package func forEachPiece(of item: WalkItem, _ body: ([UInt8]) throws -> Bool) throws {
    let file = try open(item)
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try file.read(into: &piece)
      guard count > 0, try body(count == piece.count ? piece : Array(piece[..<count])) else {
        return
      }
    }
  }

  /// Opens a file that a walk has found, by the rules of `read`.
  func open(_ item: WalkItem) throws(IngestError) -> FileDescriptor {
    var folder = try FileDescriptor.folder(item.root)
    var names = item.relative.split(separator: PathName.slash).map(Array.init)
    let name = names.popLast() ?? []
    for part in names { folder = try folder.entry(part, isFolder: true) }
    // Asked before opening: opening a device may already do something.
    try FileStatus.of(name, in: folder.number).checkIsFile()
    return try folder.entry(name, isFolder: false)
  }

  /// Nil when the file changed meanwhile.
  private func steadyContent(
    of file: borrowing FileDescriptor
  ) throws(IngestError) -> FileContent? {
    let before = try file.status()
    try before.checkIsFile()
    let size = Int(before.byteCount)
    guard size <= limit else { throw .tooLarge(byteCount: size, limit: limit) }
    // One byte more than expected shows growth.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    let count = try file.read(into: &bytes)
    guard count == size, try file.status() == before else { return nil }
    bytes.removeLast()
    return FileContent(bytes: bytes, modified: before.modified)
  }
}
