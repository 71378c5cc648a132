import Documents
import InvertedIndex
import Synchronization
import Wire

/// Checks the manifest of a collection: that SQLite finds its file whole, and that each document that
/// it says a file has given is in the index.
struct ManifestCheck {
  private(set) var findings: [CheckResult.Finding] = []
  private(set) var notes: [String] = []

  /// Files of SQLite, which are no part of an index.
  static let fileNames = Set(["", "-wal", "-shm", "-journal"].map { FileManifest.fileName + $0 })

  /// Keys that are compared at once, while nothing is written.
  private static let pageCount = 1_000
  /// Missing documents that are named.
  private static let namedCount = 20

  /// Of a collection that is open.
  init(
    _ manifest: FileManifest, _ index: Index, while goesOn: () -> Bool
  ) throws(IndexError) {
    if let failure = manifest.failure {
      add("file", failure.description)
      return
    }
    do throws(ManifestError) {
      let words = try manifest.read { tables throws(ManifestError) in try tables.damage() }
      for word in words { add("pages", word) }
      guard words.isEmpty else { return }
    } catch {
      add("pages", error.description)
      return
    }
    try compare(manifest, index, while: goesOn)
  }

  /// Of files that are read as they are; one that a daemon has open is left alone.
  init(inFolder folder: String) {
    do throws(ManifestError) {
      let database = try Database(reading: folder + "/" + FileManifest.fileName)
      for word in try FileTables(database: database).damage() { add("pages", word) }
    } catch {
      if error.isMissing { return }
      if error.isBusy {
        notes.append("\(FileManifest.fileName) is in use by a daemon, which checks it when asked")
      } else {
        add("file", error.description)
      }
    }
  }

  private mutating func compare(
    _ manifest: FileManifest, _ index: Index, while goesOn: () -> Bool
  ) throws(IndexError) {
    var last = ""
    var missing = 0
    while goesOn() {
      let page = try manifest.turn.withLock {
        _ throws(IndexError) -> [(key: String, isThere: Bool)] in
        do throws(ManifestError) {
          let keys = try manifest.read { tables throws(ManifestError) in
            try tables.settledKeys(after: last, limit: Self.pageCount)
          }
          return try Self.found(keys, in: index)
        } catch { throw IndexError(error) }
      }
      guard let end = page.last else { break }
      last = end.key
      for (key, isThere) in page where !isThere {
        missing += 1
        if missing <= Self.namedCount {
          add("documents", "document \"\(key)\" of a file is not in the index")
        }
      }
    }
    if missing > Self.namedCount {
      notes.append("\(missing - Self.namedCount) more documents of files are not in the index")
    }
  }

  private static func found(
    _ keys: [String], in index: Index
  ) throws(ManifestError) -> [(key: String, isThere: Bool)] {
    var found: [(key: String, isThere: Bool)] = []
    do throws(IndexError) {
      var snapshot = index.snapshot()
      var isFresh = false
      for text in keys {
        guard let key = try? DocumentKey(text) else { continue }
        var isThere = try snapshot.contains(key)
        if !isThere, !isFresh {
          // What is durable may not be searchable yet.
          try index.refresh()
          snapshot = index.snapshot()
          isFresh = true
          isThere = try snapshot.contains(key)
        }
        found.append((text, isThere))
      }
    } catch {
      throw .database(file: FileManifest.fileName, code: 1, reason: "\(error)")
    }
    return found
  }

  private mutating func add(_ structure: String, _ what: String) {
    findings.append(
      .init(
        file: FileManifest.fileName, structure: structure, offset: nil, what: what, kind: "sync",
        remedy: "the documents are whole: stop the daemon, remove \(FileManifest.fileName), and run"
          + " mucluc sync once more, which reads all files anew"))
  }
}

extension FileTables {
  /// What SQLite finds wrong, in its words; nothing where all is well.
  func damage() throws(ManifestError) -> [String] {
    var words: [String] = []
    try database.run("PRAGMA integrity_check(20)") { row throws(ManifestError) in
      words.append(row.text(0))
    }
    return words == ["ok"] ? [] : words
  }

  /// Keys of documents whose files are not being written, in their order.
  func settledKeys(after last: String, limit: Int) throws(ManifestError) -> [String] {
    var keys: [String] = []
    try database.run(
      """
      SELECT key FROM documents JOIN files ON files.id = documents.file
      WHERE status <> 'pending' AND key > ? ORDER BY key LIMIT ?
      """,
      [.text(last), .int(Int64(limit))]
    ) { row throws(ManifestError) in keys.append(row.text(0)) }
    return keys
  }
}
