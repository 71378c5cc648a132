import Glibc
import InvertedIndex
import Wire

/// Why the manifest of a collection cannot be read or written. Searches need none.
enum ManifestError: Error, Equatable, CustomStringConvertible {
  /// `code` is SQLite's.
  case database(file: String, code: Int32, reason: String)

  /// The file is no whole database: what it knew is to be found out again.
  var isDamage: Bool {
    guard case .database(_, let code, _) = self else { return false }
    // SQLITE_CORRUPT and SQLITE_NOTADB.
    return code & 0xFF == 11 || code & 0xFF == 26
  }

  /// There is no such file.
  var isMissing: Bool {
    guard case .database(_, let code, _) = self else { return false }
    // SQLITE_CANTOPEN.
    return code & 0xFF == 14
  }

  /// Another process has it.
  var isBusy: Bool {
    guard case .database(_, let code, _) = self else { return false }
    // SQLITE_BUSY and SQLITE_LOCKED.
    return code & 0xFF == 5 || code & 0xFF == 6
  }

  var isDiskFull: Bool {
    guard case .database(_, let code, _) = self else { return false }
    // SQLITE_FULL.
    return code & 0xFF == 13
  }

  var description: String {
    switch self {
    case .database(let file, let code, let reason):
      "the manifest \(file) cannot be used: \(reason) (SQLite \(code))"
    }
  }
}

extension IndexError {
  /// What keeps a change of documents from being made, since its files could not be marked.
  init(_ error: ManifestError) {
    self = .io(
      operation: "note what is written", file: error.description,
      code: error.isDiskFull ? ENOSPC : EIO)
  }
}

extension Problem {
  init(_ error: ManifestError) {
    self.init(error.isDiskFull ? .diskFull : .internal, error.description)
  }
}

extension FileManifest {
  /// Marks the files of documents before others change them in the index.
  ///
  /// A manifest that cannot be opened at all does not stop that: it has no rows to go stale.
  func disown(_ keys: some Sequence<String>, before index: Index) throws(IndexError) {
    guard failure == nil else { return }
    do throws(ManifestError) { try disown(keys) } catch { throw IndexError(error) }
  }
}
