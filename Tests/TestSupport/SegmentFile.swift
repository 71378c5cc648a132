import Glibc
import InvertedIndex

/// Changes segment files as another program would have written them: with checksums that match.
/// The places are those of `Index/FORMAT.md`.
package enum SegmentFile {
  private static let pageSize = 1 << 16
  private static let footerSize = 40

  /// The file with all checksums made anew.
  package static func resealed(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    let footer = bytes.count - footerSize
    let dataEnd = (0..<8).reduce(0) { $0 | Int(bytes[footer + $1]) << (8 * $1) }
    for (page, start) in stride(from: 0, to: dataEnd, by: pageSize).enumerated() {
      let end = min(start + pageSize, dataEnd)
      put(Checksum.of(Array(bytes[start..<end])), at: dataEnd + page * 4, in: &result)
    }
    put(Checksum.of(Array(result[dataEnd..<footer])), at: footer + 24, in: &result)
    put(Checksum.of(Array(result[footer..<(footer + 28)])), at: footer + 28, in: &result)
    return result
  }

  /// The file as a program with other rules of analysis, or another revision of the format, would
  /// have made it.
  package static func relabelled(
    _ bytes: [UInt8], analyzer: UInt32? = nil, revision: UInt32? = nil
  ) -> [UInt8] {
    var result = bytes
    if let revision { put(revision, at: 8, in: &result) }
    if let analyzer { put(analyzer, at: 12, in: &result) }
    return resealed(result)
  }

  /// The same to a file.
  package static func relabel(_ path: String, analyzer: UInt32) throws {
    let file = try FileBytes.map(path: path, name: path)
    let changed = relabelled(unsafe Array(file.raw), analyzer: analyzer)
    let descriptor = unsafe open(path, O_WRONLY)
    defer { _ = close(descriptor) }
    let written = unsafe pwrite(descriptor, changed, changed.count, 0)
    precondition(written == changed.count, "cannot write \(path)")
  }

  private static func put(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    for byte in 0..<4 {
      bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
    }
  }
}
