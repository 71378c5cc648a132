/// A flat set of files: what an index needs of a file system, and nothing else.
///
/// `FileDirectory` is the real one. Tests have one in memory that fails at its Nth operation and
/// forgets whatever was not synced. Names are plain file names without a slash.
package protocol Directory: Sendable {
  /// The names of all files.
  func list() throws(IndexError) -> [String]
  /// The whole file, read-only. It stays readable while it is held, even if it is removed.
  func open(_ name: String) throws(IndexError) -> FileBytes
  /// A new empty file; one of that name is replaced.
  func create(_ name: String) throws(IndexError) -> any OutputFile
  /// Gives a file another name, replacing what had it, in one step.
  func rename(_ name: String, to newName: String) throws(IndexError)
  /// Removes a file; one that does not exist is no error.
  func remove(_ name: String) throws(IndexError)
  /// Puts a file into another directory under the same name. Files of an index never change, so
  /// both may be one.
  func share(_ name: String, with target: any Directory) throws(IndexError)
  /// Makes creations, renames and removals so far survive a loss of power.
  func sync() throws(IndexError)
}

extension Directory {
  package func share(_ name: String, with target: any Directory) throws(IndexError) {
    try copy(name, to: target)
  }

  /// Copies and syncs the bytes.
  func copy(_ name: String, to target: any Directory) throws(IndexError) {
    let source = try open(name)
    let copy = try target.create(name)
    defer { copy.close() }
    var start = 0
    while start < source.count {
      let end = min(start + 1 << 20, source.count)
      unsafe try copy.append(try source.raw(start..<end))
      start = end
    }
    try copy.sync()
  }
}

/// A file being written, from the start to the end.
package protocol OutputFile: AnyObject, Sendable {
  /// Bytes written so far.
  var byteCount: Int { get }
  func append(_ bytes: UnsafeRawBufferPointer) throws(IndexError)
  /// Makes everything appended survive a loss of power.
  func sync() throws(IndexError)
  /// Drops everything from `byteCount` on.
  func truncate(to byteCount: Int) throws(IndexError)
  /// No operation may follow.
  func close()
}

extension OutputFile {
  package func append(_ bytes: [UInt8]) throws(IndexError) {
    // withUnsafeBytes does not carry a typed error out; the result does.
    let result = unsafe bytes.withUnsafeBytes { raw -> Result<Void, IndexError> in
      do throws(IndexError) { return .success(try unsafe append(raw)) } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}
