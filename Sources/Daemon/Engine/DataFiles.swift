import InvertedIndex
package import Wire

/// The collections of a data directory without a daemon: for the command line.
///
/// A check only reads, and may be made beside a running daemon. Everything else takes the lock that
/// a daemon holds, so it fails while there is one.
package struct DataFiles: Sendable {
  package let data: String

  package init(_ data: String) { self.data = data }

  /// Whether there is anything.
  package var exist: Bool { (try? FileDirectory(existing: data + "/collections")) != nil }

  /// The names of the collections.
  package func collections() throws(DaemonError) -> [CollectionName] {
    try wrapped { () throws(IndexError) in
      try FileDirectory(existing: data + "/collections").list()
        .compactMap { try? CollectionName($0) }
    }
  }

  /// - Parameter progress: called with the file, its part, and the bytes done of all.
  package func check(
    _ name: CollectionName,
    progress: @escaping (_ file: String, _ part: String, _ done: Int, _ total: Int) -> Void
  ) throws(DaemonError) -> CheckResult {
    try wrapped { () throws(IndexError) in
      try Upkeep.check(name, below: data) {
        progress($0.file, $0.structure, $0.done, $0.total)
      }
    }
  }

  package func optimize(
    _ name: CollectionName, segments: Int
  ) throws(DaemonError) -> UpkeepResult {
    try withIndex(of: name) { index throws(IndexError) in
      try index.optimize(toAtMost: segments)
    }
  }

  package func snapshot(
    _ name: CollectionName, to folder: String
  ) throws(DaemonError) -> UpkeepResult {
    try withIndex(of: name) { index throws(IndexError) in
      let manifest = FileManifest(
        in: Upkeep.path(of: name, below: data), sequence: index.statistics.sequence)
      defer { manifest.close() }
      try Upkeep.snapshot(index, manifest, toNewFolder: folder)
    }
  }

  /// Makes segments anew that an older program made, or all; see `Index.upgrade`.
  ///
  /// - Returns: the documents analyzed again, and the segments made anew.
  package func upgrade(
    _ name: CollectionName, all: Bool, progress: @escaping (_ done: Int, _ total: Int) -> Void
  ) throws(DaemonError) -> UpkeepResult {
    try wrapped { () throws(IndexError) in
      let begin = ContinuousClock.now
      let directory = try FileDirectory(existing: Upkeep.path(of: name, below: data))
      let lock = try DirectoryLock(path: data)
      defer { withExtendedLifetime(lock) {} }
      let done = try Index.upgrade(in: directory, all: all, progress: progress)
      return UpkeepResult(
        collection: name.text, documents: done.documents, segments: done.segments,
        microseconds: begin.microsecondsAgo)
    }
  }

  private func withIndex(
    of name: CollectionName, _ body: (Index) throws(IndexError) -> Void
  ) throws(DaemonError) -> UpkeepResult {
    try wrapped { () throws(IndexError) in
      let directory = try FileDirectory(existing: Upkeep.path(of: name, below: data))
      let lock = try DirectoryLock(path: data)
      defer { withExtendedLifetime(lock) {} }
      let index = try Index.open(in: directory)
      let result = try Upkeep.measure(name, index, body)
      try index.close()
      return result
    }
  }

  private func wrapped<Output>(
    _ body: () throws(IndexError) -> Output
  ) throws(DaemonError) -> Output {
    do throws(IndexError) { return try body() } catch { throw .data(error) }
  }
}
