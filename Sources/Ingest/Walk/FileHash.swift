internal import CXXHash

/// XXH3-128 of a file's bytes: tells whether two files hold the same, not who wrote them.
package struct FileHash: Sendable, Hashable, CustomStringConvertible {
  private var high: UInt64
  private var low: UInt64

  fileprivate init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads 32 hexadecimal digits.
  package init?(_ text: String) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  /// 32 hexadecimal digits, as `xxhsum -H2` prints them.
  package var description: String { Self.digits(high) + Self.digits(low) }

  private static func digits(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

/// Takes bytes piece by piece.
///
/// It owns the library's state, which no other object sees, and frees it.
@safe final class FileHasher {
  private let state: OpaquePointer

  init() throws(IngestError) {
    guard let state = unsafe XXH3_createState() else { throw .outOfMemory }
    unsafe self.state = unsafe state
    unsafe XXH3_128bits_reset(state)
  }

  deinit { unsafe XXH3_freeState(state) }

  /// Takes the first bytes of a buffer.
  func update(_ bytes: [UInt8], count: Int) {
    _ = unsafe bytes.withUnsafeBytes { buffer in
      unsafe XXH3_128bits_update(state, buffer.baseAddress, min(count, buffer.count))
    }
  }

  var hash: FileHash {
    let value = unsafe XXH3_128bits_digest(state)
    return FileHash(high: value.high64, low: value.low64)
  }
}

extension FileReader {
  private static let pieceByteCount = 256 << 10

  /// The hash of a file's bytes, and the one state of the file that they are of.
  ///
  /// - Throws: `.unstable` when the file changed meanwhile.
  package func hash(_ item: WalkItem) throws(IngestError) -> (hash: FileHash, stamp: FileStamp) {
    let file = try open(item)
    let before = try file.status()
    try before.checkIsFile()
    let hasher = try FileHasher()
    var piece = [UInt8](repeating: 0, count: Self.pieceByteCount)
    var left = before.byteCount
    while left > 0 {
      let count = try file.read(into: &piece)
      if count == 0 { break }
      hasher.update(piece, count: count)
      left -= Int64(count)
    }
    guard left == 0, try file.status() == before else { throw .unstable }
    return (hasher.hash, before.stamp)
  }

  /// What the file system says about a file now.
  package func stamp(_ item: WalkItem) throws(IngestError) -> FileStamp {
    let status = try open(item).status()
    try status.checkIsFile()
    return status.stamp
  }
}
