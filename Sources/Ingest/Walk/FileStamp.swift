/// What tells a changed file from one that is as it was, without reading it.
package struct FileStamp: Sendable, Hashable {
  /// As the system has them; both are bit patterns to be compared, no numbers.
  package var device: UInt64
  package var inode: UInt64
  package var byteCount: Int64
  /// Last change of the content, in nanoseconds since 1970 UTC.
  package var modified: Int64
  /// Last change of content, name or rights, in nanoseconds since 1970 UTC.
  package var changed: Int64

  package init(device: UInt64, inode: UInt64, byteCount: Int64, modified: Int64, changed: Int64) {
    self.device = device
    self.inode = inode
    self.byteCount = byteCount
    self.modified = modified
    self.changed = changed
  }

  /// Of a path that may be a link itself; nil when there is no regular file.
  package init?(ofFileAt path: [UInt8]) {
    guard let status = try? FileStatus.of(path), status.kind == .file else { return nil }
    self = status.stamp
  }

  /// How near a change may come to a reading to be missed by the times alone: file systems count
  /// in steps of up to two seconds, and in the same step a file may change again.
  package static let granularity: Int64 = 2_000_000_000

  /// Whether the file may have changed again after it was read without showing it, as git has it
  /// ("racy git", Documentation/technical/racy-git.txt).
  ///
  /// - Parameter seen: when the reading began, in nanoseconds since 1970 UTC.
  package func isRacy(seen: Int64) -> Bool { max(modified, changed) > seen - Self.granularity }
}

extension FileStatus {
  var stamp: FileStamp {
    FileStamp(
      device: device, inode: inode, byteCount: byteCount, modified: modified, changed: changed)
  }
}
