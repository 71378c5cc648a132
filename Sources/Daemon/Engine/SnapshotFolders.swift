import InvertedIndex
import Wire

/// The snapshots that the daemon keeps: `DATA/snapshots/COLLECTION/NAME`.
struct SnapshotFolders: Sendable {
  let data: String

  func path(_ collection: CollectionName, _ name: CollectionName) -> String {
    "\(data)/snapshots/\(collection)/\(name)"
  }

  /// A free place for a snapshot made now: `2026-11-23t01-02-03z`, and `…z-2` for another one of the
  /// same second.
  func newPath(_ collection: CollectionName) throws(Problem) -> String {
    let name = Timestamp.now.lowercased().replacing(":", with: "-")
    var path = path(collection, try Self.name(name))
    var number = 2
    while FileDirectory.exists(path) {
      path = self.path(collection, try Self.name("\(name)-\(number)"))
      number += 1
    }
    return path
  }

  /// What can be the name of a snapshot: the same as of a collection.
  static func name(_ text: String) throws(Problem) -> CollectionName {
    do throws(Problem) { return try CollectionName(text) } catch {
      throw Problem(
        .invalidField, "\"\(text.prefix(80))\" cannot be the name of a snapshot",
        pointer: "/name", hint: "1 to 64 of a-z, 0-9, _ and -, a letter or digit first")
    }
  }

  /// Those of the collections that `isSeen` lets through.
  func all(where isSeen: (CollectionName) -> Bool) -> [SnapshotRecord] {
    var all: [SnapshotRecord] = []
    for folder in FileDirectory.folders(in: data + "/snapshots") {
      guard let collection = try? CollectionName(folder), isSeen(collection) else { continue }
      for entry in FileDirectory.folders(in: "\(data)/snapshots/\(folder)") {
        guard let name = try? CollectionName(entry) else { continue }
        let facts = FileDirectory.facts(of: path(collection, name))
        all.append(
          SnapshotRecord(
            collection: folder, name: entry, byteCount: facts.byteCount,
            createdAt: Timestamp.text(nanoseconds: Int64(facts.changed) * 1_000_000_000)))
      }
    }
    return all
  }

  /// - Throws: `snapshot_not_found`.
  func existing(_ collection: CollectionName, _ name: String) throws(Problem) -> String {
    let path = path(collection, try Self.name(name))
    guard FileDirectory.exists(path) else {
      throw Problem(
        .snapshotNotFound, "there is no snapshot \(name) of collection \(collection)",
        hint: "GET /v1/snapshots lists them")
    }
    return path
  }

  /// Removes a snapshot: first its name, so that nobody finds half of it.
  func remove(_ collection: CollectionName, _ name: String) throws(Problem) {
    let path = try existing(collection, name)
    let gone = "\(data)/snapshots/\(collection)/.dropped-\(name)"
    do throws(IndexError) {
      try FileDirectory.removeAll(gone)
      try FileDirectory.move(path, to: gone)
      try FileDirectory.removeAll(gone)
    } catch { throw Problem(error) }
  }
}
