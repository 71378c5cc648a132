import InvertedIndex
import Wire

extension Exposition {
  /// What each collection holds and has to do.
  mutating func write(_ collections: [Collection]) {
    let all = collections.map { (name: $0.name.text, collection: $0, now: $0.statistics) }
    family(
      "mucluc_collection_failed", .gauge,
      "1 when a collection takes no writes, or cannot be used at all; the status says why."
    ) { family in
      for (name, collection, now) in all {
        let isWell = collection.isOpen && now?.failure == nil
        family.sample(isWell ? 0 : 1, [("collection", name)])
      }
    }
    let known = all.compactMap { one in one.now.map { (one.name, $0) } }
    writeContents(known)
    family(
      "mucluc_documents_total", .counter, "Documents sent in writes, by what became of them."
    ) { family in
      for (name, collection, _) in all {
        collection.changes.write(to: &family, collection: name)
      }
    }
    family(
      "mucluc_collection_writes_waiting", .gauge, "Writes that wait for the one at work."
    ) { family in
      for (name, collection, _) in all {
        family.sample(collection.writesWaiting, [("collection", name)])
      }
    }
    writeWork("commit", "Commits", known.map { ($0.0, $0.1.commits) })
    writeWork("merge", "Merges of segments", known.map { ($0.0, $0.1.merges) })
    family(
      "mucluc_collection_background_failures_total", .counter,
      "Commits, merges and the like that failed; the log says why."
    ) { family in
      for (name, collection, _) in all {
        family.sample(collection.backgroundFailures.value, [("collection", name)])
      }
    }
  }

  private mutating func writeContents(_ known: [(String, IndexStatistics)]) {
    let gauges: [(String, String, (IndexStatistics) -> Int)] = [
      ("documents", "Documents that a search can find.", { $0.documents }),
      (
        "deleted_documents", "Deleted or replaced documents whose space is not taken back yet.",
        { $0.deletedDocuments }
      ),
      (
        "pending_documents", "Documents that are written and not searchable yet.",
        { $0.pendingDocuments }
      ),
      ("segments", "Segments, in memory and on disk.", { $0.segments }),
      ("segment_bytes", "Bytes of all segments, in memory and on disk.", { $0.segmentBytes }),
      ("log_bytes", "Bytes of the log that a recovery would read.", { $0.logBytes }),
    ]
    for (name, help, value) in gauges {
      family("mucluc_collection_" + name, .gauge, help) { family in
        for (collection, statistics) in known {
          family.sample(value(statistics), [("collection", collection)])
        }
      }
    }
  }

  /// Work that takes long and is done now and then.
  private mutating func writeWork(
    _ word: String, _ what: String, _ records: [(String, WorkRecord)]
  ) {
    let prefix = "mucluc_collection_"
    family(
      "\(prefix)\(word)_duration_seconds", .summary, "\(what) since the start, and their time."
    ) { family in
      for (collection, record) in records {
        family.summary(
          sum: record.total / .seconds(1), count: record.count, [("collection", collection)])
      }
    }
    let done = records.filter { $0.1.count > 0 }
    family(
      "\(prefix)last_\(word)_duration_seconds", .gauge, "How long the last \(word) took."
    ) { family in
      for (collection, record) in done {
        family.sample(record.last / .seconds(1), [("collection", collection)])
      }
    }
    let (now, wall) = (ContinuousClock.now, ProcessFacts.wallTime)
    family(
      "\(prefix)last_\(word)_timestamp_seconds", .gauge,
      "When the last \(word) ended, seconds since 1970."
    ) { family in
      for (collection, record) in done {
        guard let end = record.lastEnd else { continue }
        family.sample(wall - (now - end) / .seconds(1), [("collection", collection)])
      }
    }
  }
}
