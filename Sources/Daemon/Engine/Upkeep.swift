import Documents
import InvertedIndex
import Synchronization
import Wire

/// Long work on a collection, measured: checks, merges, copies.
enum Upkeep {
  /// Where a collection of a data directory has its files.
  static func path(of name: CollectionName, below data: String) -> String {
    "\(data)/collections/\(name)"
  }

  /// Checks a collection that is open, or the files of one that cannot be.
  static func check(
    _ collection: Collection, below data: String, _ task: RunningTask
  ) throws(IndexError) -> CheckResult {
    let progress = { (progress: CheckProgress) in
      task.progress(progress.done, of: progress.total, "bytes")
    }
    guard let index = try? collection.index() else {
      return try check(collection.name, below: data, progress: progress)
    }
    var whole = try result(collection.name) { () throws(IndexError) in
      try index.check(
        besides: ManifestCheck.fileNames, progress: progress, while: { !task.isCanceled })
    }
    if let manifest = collection.manifest {
      whole.add(try ManifestCheck(manifest, index, while: { !task.isCanceled }))
    }
    return whole
  }

  /// Checks the files of a collection. Takes no lock and writes nothing.
  static func check(
    _ name: CollectionName, below data: String,
    progress: @escaping (CheckProgress) -> Void = { _ in }
  ) throws(IndexError) -> CheckResult {
    let folder = path(of: name, below: data)
    let directory = try FileDirectory(existing: folder)
    var whole = try result(name) { () throws(IndexError) in
      try IndexCheck.run(in: directory, besides: ManifestCheck.fileNames, progress: progress)
    }
    whole.add(ManifestCheck(inFolder: folder))
    return whole
  }

  /// Does something to an open index, and says what it came to.
  static func measure(
    _ name: CollectionName, _ index: Index, _ body: (Index) throws(IndexError) -> Void
  ) throws(IndexError) -> UpkeepResult {
    let begin = ContinuousClock.now
    let before = index.statistics
    try body(index)
    let after = index.statistics
    return UpkeepResult(
      collection: name.text, documents: after.documents, segmentsBefore: before.segments,
      segments: after.segments, bytesBefore: before.segmentBytes, bytes: after.segmentBytes,
      microseconds: begin.microsecondsAgo)
  }

  /// Writes an index and its manifest as they are at one moment to a new folder.
  static func snapshot(
    _ index: Index, _ manifest: FileManifest?, toNewFolder folder: String
  ) throws(IndexError) {
    guard let manifest, manifest.failure == nil else {
      _ = try index.snapshot(toNewFolder: folder)
      return
    }
    try manifest.turn.withLock { _ throws(IndexError) in
      _ = try index.snapshot(toNewFolder: folder) { partial throws(IndexError) in
        do throws(ManifestError) { try manifest.copy(toFolder: partial) } catch {
          throw IndexError(error)
        }
      }
    }
  }

  private static func result(
    _ name: CollectionName, _ run: () throws(IndexError) -> CheckReport
  ) throws(IndexError) -> CheckResult {
    let begin = ContinuousClock.now
    let report = try run()
    var counts = CheckResult.Counts()
    counts.files = report.files
    counts.bytes = report.bytes
    counts.documents = report.documents
    counts.terms = report.terms
    counts.postings = report.postings
    counts.neighbours = report.neighbours
    counts.operations = report.operations
    return CheckResult(
      collection: name.text,
      findings: report.findings.map { finding in
        .init(
          file: finding.file, structure: finding.structure, offset: finding.offset,
          what: finding.what, kind: finding.remedy.rawValue, remedy: finding.remedy.description)
      },
      unlisted: report.unlisted, notes: report.notes, counts: counts,
      microseconds: begin.microsecondsAgo)
  }
}

extension CheckResult {
  fileprivate mutating func add(_ check: ManifestCheck) {
    findings += check.findings
    notes += check.notes
  }
}

extension ContinuousClock.Instant {
  /// Microseconds since then.
  var microsecondsAgo: Int {
    let parts = (ContinuousClock.now - self).components
    return Int(parts.seconds) * 1_000_000 + Int(parts.attoseconds / 1_000_000_000_000)
  }
}
