import InvertedIndex
import Wire

/// Making, dropping and replacing whole collections.
///
/// A collection is a folder, and its name is what makes it one: a folder that is being made or removed
/// has a name that no collection can have. So a crash leaves a collection as it was, or as it was to
/// be, and never half of it.
///
/// ```
/// DATA/collections/NAME               a collection
/// DATA/collections/.dropped-NAME      one that is being removed; the next start goes on with it
/// DATA/collections/.restored-NAME     one that is whole, and takes the place of NAME
/// DATA/snapshots/NAME/SNAPSHOT        a snapshot of it
/// ```
extension Engine {
  var folder: String { data + "/collections" }

  func droppedPath(_ name: CollectionName) -> String { "\(folder)/.dropped-\(name)" }
  func restoredPath(_ name: CollectionName) -> String { "\(folder)/.restored-\(name)" }

  /// Finishes what an earlier run began. To be called before anything is opened.
  static func tidy(_ data: String) throws(IndexError) {
    let folder = data + "/collections"
    for entry in FileDirectory.folders(in: folder) {
      let path = folder + "/" + entry
      if entry.hasPrefix(".restored-"), !entry.hasSuffix(".partial"),
        let name = try? CollectionName(String(entry.dropFirst(".restored-".count)))
      {
        let place = "\(folder)/\(name)"
        // The old one had gone already: the new one is what was meant.
        if FileDirectory.exists(place) {
          try FileDirectory.removeAll(path)
        } else {
          try FileDirectory.move(path, to: place)
        }
      } else if entry.hasPrefix(".dropped-") || entry.hasPrefix(".restored-") {
        try FileDirectory.removeAll(path)
      }
    }
  }

  /// Makes a collection, or gives settings to one that is there; true when it was made.
  func put(
    _ settings: CollectionSettings, for name: CollectionName
  ) async throws(Problem) -> Bool {
    let isNew = !has(name)
    try await collectionForWriting(name).replaceSettings(with: settings)
    return isNew
  }

  /// Removes a collection with all its documents. Searches that read it finish.
  func drop(_ name: CollectionName) async throws(Problem) {
    let dropped = droppedPath(name)
    let place = "\(folder)/\(name)"
    try await replace(name, because: "collection \(name) is being dropped") { () throws(Problem) in
      do throws(IndexError) {
        try FileDirectory.removeAll(dropped)
        try FileDirectory.move(place, to: dropped)
      } catch { throw Problem(error) }
    }
    try await chores.run { () throws(Problem) in
      do throws(IndexError) { try FileDirectory.removeAll(dropped) } catch { throw Problem(error) }
    }
  }

  /// Puts a snapshot in the place of a collection, or makes one of it.
  func restore(
    _ name: CollectionName, from snapshot: String, _ task: RunningTask
  ) async throws(Problem) {
    let (restored, dropped) = (restoredPath(name), droppedPath(name))
    let place = "\(folder)/\(name)"
    try await upkeep.run { () throws(Problem) in
      task.begin()
      do throws(IndexError) {
        try FileDirectory.removeAll(restored)
        try Index.restore(
          from: try FileDirectory(existing: snapshot), toNewFolder: restored)
      } catch {
        if error.isDiskFull { throw Problem(error) }
        throw Problem(
          .invalidField, "\(snapshot) is no snapshot to restore: \(error)", pointer: "/directory",
          hint: "name a folder that mucluc snapshot made")
      }
    }
    try await replace(name, because: "collection \(name) is being restored") { () throws(Problem) in
      do throws(IndexError) {
        try FileDirectory.removeAll(dropped)
        if FileDirectory.exists(place) { try FileDirectory.move(place, to: dropped) }
        try FileDirectory.move(restored, to: place)
        try FileDirectory.removeAll(dropped)
      } catch { throw Problem(error) }
    }
  }

  /// Makes the segments of a collection anew from its stored documents. It can be searched meanwhile,
  /// and not written to.
  ///
  /// - Returns: the documents analyzed again, and the segments made anew.
  func reindex(_ name: CollectionName, _ task: RunningTask) async throws(Problem) -> UpkeepResult {
    let path = "\(folder)/\(name)"
    let settings = indexing
    let begin = ContinuousClock.now
    let upkeep = upkeep
    let done = try await replace(name, because: "collection \(name) is being made anew") {
      () async throws(Problem) -> Index.Upgraded in
      try await upkeep.run { () throws(Problem) in
        task.begin()
        do throws(IndexError) {
          return try Index.upgrade(
            in: try FileDirectory(existing: path), settings: settings, all: true
          ) { task.progress($0, of: $1, "documents") }
        } catch { throw Problem(error) }
      }
    }
    return UpkeepResult(
      collection: name.text, documents: done.documents, segments: done.segments,
      microseconds: begin.microsecondsAgo)
  }
}
