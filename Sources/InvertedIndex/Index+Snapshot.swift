import Glibc
import Synchronization

extension Index {
  /// Writes everything applied so far to another directory, which then is an index of its own.
  ///
  /// Files of segments are linked where the file system can, so a snapshot costs no space until the
  /// index changes, and milliseconds. Writes and searches go on; only commits and merges wait.
  ///
  /// - Returns: the documents in it.
  /// - Throws: `.io` when the target cannot be written. What was written stays, and is no index:
  ///   the file `CURRENT` comes last.
  package func snapshot(to target: any Directory) throws(IndexError) -> Int {
    try maintenance.withLock { _ throws(IndexError) in
      try commitHoldingLock()
      // Nothing but commits removes files, and they wait.
      let manifest = writer.withLock { $0.manifest }
      for name in manifest.files.sorted() { try directory.share(name, with: target) }
      for name in try directory.list() where Self.companions.contains(name) {
        // Not linked: it is replaced under the same name.
        try directory.copy(name, to: target)
      }
      let log = try WriteAheadLog(number: manifest.firstLog, after: manifest.covered, in: target)
      log.close()
      try manifest.publish(in: target)
      return manifest.entries.reduce(0) { $0 + Int($1.liveCount) }
    }
  }

  /// Writes a snapshot to a folder that must not exist, and exists only when it is whole.
  ///
  /// - Parameter finish: puts in what else belongs there, under names of `Index.guests`.
  package func snapshot(
    toNewFolder path: String,
    finish: (_ folder: String) throws(IndexError) -> Void = { _ throws(IndexError) in }
  ) throws(IndexError) -> Int {
    guard unsafe access(path, F_OK) != 0 else {
      throw .io(operation: "make the snapshot", file: path, code: EEXIST)
    }
    let partial = path + ".partial"
    let target = try FileDirectory(path: partial)
    // What an earlier try left there, and nothing of anybody else's.
    let kinds =
      ["segment-", "live-", "log-", "manifest-", Manifest.currentName]
      + Self.companions + Self.guests
    for name in try target.list() {
      guard kinds.contains(where: name.hasPrefix) else {
        throw .io(operation: "make the snapshot", file: partial, code: EEXIST)
      }
      try target.remove(name)
    }
    let documents = try snapshot(to: target)
    try finish(partial)
    guard unsafe rename(partial, path) == 0 else {
      throw .io(operation: "name the snapshot", file: path, code: errno)
    }
    try FileDirectory(path: path).syncParent()
    return documents
  }
}
