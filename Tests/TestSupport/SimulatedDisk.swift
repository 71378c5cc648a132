import Glibc
package import InvertedIndex
import Synchronization

/// A directory in memory that behaves like a disk at its worst.
///
/// It can fail at its Nth operation, write only a part of what it was given, and forget whatever
/// was not synced when the power goes: bytes of files and names of the directory alike.
package final class SimulatedDisk: Directory {
  private let state: Mutex<State>

  package init() { state = Mutex(State()) }

  fileprivate struct State {
    /// What a running program sees.
    var files: [String: StoredFile] = [:]
    /// What is left after a loss of power.
    var durableFiles: [String: StoredFile] = [:]
    var operations = 0
    /// Operations that need space until there is none, nil while there is plenty.
    var space: Int?
    var fault: Fault?
    var hasFailed = false
  }

  /// When and how to fail.
  package struct Fault: Sendable {
    /// The operation that fails, from 1.
    package var at: Int
    package var code: Int32
    /// Every later operation fails too, as for a program that is no more.
    package var isFinal: Bool
    /// A failing write leaves so much of its bytes, from 0 to 1.
    package var share: Double

    package init(at: Int, code: Int32 = EIO, isFinal: Bool = true, share: Double = 0.5) {
      self.at = at
      self.code = code
      self.isFinal = isFinal
      self.share = share
    }
  }

  /// Operations so far.
  package var operationCount: Int { state.withLock { $0.operations } }
  /// True once the fault has struck.
  package var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Sets the fault and counts operations from 0.
  package func arm(_ fault: Fault?) {
    state.withLock { state in
      state.fault = fault
      state.operations = 0
      state.hasFailed = false
    }
  }

  /// After so many operations that need space the disk is full.
  package func fill(after operations: Int) { state.withLock { $0.space = operations } }

  /// Someone deletes what is not ours.
  package func makeSpace() { state.withLock { $0.space = nil } }

  /// True since an operation found no space.
  package var isFull: Bool { state.withLock { $0.space.map { $0 < 0 } ?? false } }

  /// The power goes and comes back: what was not synced is gone, but for a random part.
  package func losePower(keeping random: inout some RandomNumberGenerator) {
    let share = Double.random(in: 0...1, using: &random)
    state.withLock { state in
      state.fault = nil
      for (_, file) in state.durableFiles { file.loseUnsynced(share: share) }
      state.files = state.durableFiles
    }
  }

  /// The program is killed: the disk keeps everything that was written.
  package func killProgram() { state.withLock { $0.fault = nil } }

  /// The bytes of a file, to look at or to damage.
  package func bytes(of name: String) -> [UInt8]? { state.withLock { $0.files[name]?.bytes } }

  package func setBytes(_ bytes: [UInt8], of name: String) {
    state.withLock { state in
      let file = StoredFile(bytes)
      state.files[name] = file
      state.durableFiles[name] = file
    }
  }

  package func copy() -> SimulatedDisk {
    let copy = SimulatedDisk()
    let files = state.withLock { state in state.files.mapValues(\.bytes) }
    for (name, bytes) in files { copy.setBytes(bytes, of: name) }
    return copy
  }

  fileprivate func operate(_ name: String, _ file: String) throws(IndexError) {
    let code: Int32? = state.withLock { $0.step() }
    if let code { throw .io(operation: name, file: file, code: code) }
  }

  /// The share of a write that goes through, 1 for all of it, with the error for the rest.
  fileprivate func writeShare() -> (share: Double, code: Int32?) {
    state.withLock { state in
      if state.takeSpace() { return (0.5, ENOSPC) }
      guard let code = state.step() else { return (1, nil) }
      return (state.fault?.share ?? 0, code)
    }
  }
}

extension SimulatedDisk.State {
  /// Counts an operation that needs space; true if there is none.
  fileprivate mutating func takeSpace() -> Bool {
    guard let left = space else { return false }
    space = left > 0 ? left - 1 : -1
    return left <= 0
  }

  /// Counts an operation; the error code if it fails.
  fileprivate mutating func step() -> Int32? {
    operations += 1
    guard let fault else { return nil }
    if operations == fault.at || (fault.isFinal && operations > fault.at) {
      hasFailed = true
      return fault.code
    }
    return nil
  }
}

extension SimulatedDisk {
  package func list() throws(IndexError) -> [String] {
    try operate("list", "the directory")
    return state.withLock { $0.files.keys.sorted() }
  }

  package func open(_ name: String) throws(IndexError) -> FileBytes {
    try operate("open", name)
    guard let bytes = bytes(of: name) else {
      throw .io(operation: "open", file: name, code: ENOENT)
    }
    return FileBytes(name: name, bytes)
  }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    let isFull = state.withLock { $0.takeSpace() }
    if isFull { throw .io(operation: "create", file: name, code: ENOSPC) }
    try operate("create", name)
    let file = StoredFile([])
    state.withLock { $0.files[name] = file }
    return SimulatedFile(disk: self, name: name, file: file)
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    try operate("rename", name)
    state.withLock { state in
      state.files[newName] = state.files[name]
      state.files[name] = nil
    }
  }

  package func remove(_ name: String) throws(IndexError) {
    try operate("remove", name)
    state.withLock { $0.files[name] = nil }
  }

  package func sync() throws(IndexError) {
    try operate("sync", "the directory")
    state.withLock { $0.durableFiles = $0.files }
  }
}

/// The bytes of one file, and how many of them are safe. Guarded by the disk's own order of calls:
/// a test writes from one thread at a time.
private final class StoredFile: @unchecked Sendable {
  var bytes: [UInt8]
  var syncedCount: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    syncedCount = bytes.count
  }

  func loseUnsynced(share: Double) {
    let kept = syncedCount + Int(Double(bytes.count - syncedCount) * share)
    bytes.removeLast(bytes.count - kept)
    // What the file system kept of an unsynced write may be zeros.
    if share < 0.3 { for index in syncedCount..<kept { bytes[index] = 0 } }
    syncedCount = bytes.count
  }
}

private final class SimulatedFile: OutputFile {
  private let disk: SimulatedDisk
  private let name: String
  private let file: StoredFile

  init(disk: SimulatedDisk, name: String, file: StoredFile) {
    self.disk = disk
    self.name = name
    self.file = file
    file.syncedCount = 0
  }

  var byteCount: Int { file.bytes.count }

  func append(_ bytes: UnsafeRawBufferPointer) throws(IndexError) {
    let (share, code) = disk.writeShare()
    let count = code == nil ? bytes.count : Int(Double(bytes.count) * share)
    unsafe file.bytes.append(contentsOf: bytes.prefix(count))
    if let code { throw .io(operation: "write", file: name, code: code) }
  }

  func sync() throws(IndexError) {
    try disk.operate("sync", name)
    file.syncedCount = file.bytes.count
  }

  func truncate(to count: Int) throws(IndexError) {
    try disk.operate("truncate", name)
    file.bytes.removeLast(file.bytes.count - count)
    file.syncedCount = min(file.syncedCount, count)
  }

  func close() {}
}
