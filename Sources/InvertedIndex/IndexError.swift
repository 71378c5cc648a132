import Glibc

/// What can go wrong in an index: what happened, where, and what the reader can do.
package enum IndexError: Error, Equatable, CustomStringConvertible {
  /// A system call failed. `code` is its `errno`.
  case io(operation: String, file: String, code: Int32)
  /// A file does not hold what was written to it.
  case damaged(file: String, offset: Int, reason: String)
  /// A file written by a newer program, in a format that this one does not know.
  case version(file: String, found: UInt32, supported: UInt32)
  /// A file of an older program, which an upgrade makes anew.
  case outdated(file: String, reason: String)
  /// Another process has the data directory.
  case locked(path: String, owner: Int32?)
  /// The document breaks a limit of the format.
  case documentTooLarge(reason: String)
  /// Writing stopped because the disk did not keep what it was given.
  case readOnly(reason: String)
  /// The index was closed.
  case closed

  package var description: String {
    switch self {
    case .io(let operation, let file, let code):
      "cannot \(operation) \(file): \(Self.text(of: code))\(Self.advice(for: code))"
    case .damaged(let file, let offset, let reason):
      "\(file) is damaged at byte \(offset): \(reason); restore it from a snapshot or rebuild the"
        + " collection from its sources"
    case .version(let file, let found, let supported):
      "\(file) has version \(found), this program knows versions up to \(supported): use the program"
        + " that wrote it, or a snapshot from before"
    case .outdated(let file, let reason):
      "\(file) was made by an older program (\(reason)): stop the daemon and run"
        + " mucluc upgrade --data DIR, which makes the collection anew from its stored documents"
    case .locked(let path, let owner):
      "\(path) is in use by another process\(owner.map { " (pid \($0))" } ?? ""): stop it first,"
        + " or use another data directory"
    case .documentTooLarge(let reason):
      "the document is too large: \(reason); split it"
    case .readOnly(let reason):
      "the index takes no more writes until it is opened again: \(reason)"
    case .closed:
      "the index is closed"
    }
  }

  /// True where the disk is full: searches go on, writes are refused.
  package var isDiskFull: Bool {
    if case .io(_, _, let code) = self { return Self.fullDisk.contains(code) }
    return false
  }

  /// No space, no quota left, or a limit of file sizes reached.
  private static let fullDisk: Set<Int32> = [ENOSPC, EDQUOT, EFBIG]

  private static func text(of code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  private static func advice(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "; free some space and try again"
    case EFBIG: "; raise the limit of file sizes and try again"
    case EACCES, EPERM: "; check who owns the data directory"
    default: ""
    }
  }
}
