import Ingest
import Wire

/// One walk below a path: what was known, what it met, what was in its way.
struct FolderScan {
  var known: KnownFiles
  /// Files that nothing is known of while rows are still to come: one of those may be where such a
  /// file was before.
  var unknown: [FileJob] = []
  var fileCount = 0
  var problems: [IngestProblem] = []

  init(known: KnownFiles) { self.known = known }
}

// MARK: - Files that are gone

extension Adding {
  /// So many files may be gone without a question, whatever their share.
  private static let fewFiles = 20

  /// Forgets files that are gone. Their documents are deleted by `sync` only, and only when the walk
  /// has seen all there is.
  ///
  /// - Parameter path: what was walked: the whole, which may be missing, or a part of one.
  func deleteGone(below root: String, _ scan: FolderScan, _ path: AddPath) throws {
    let whole = path.whole
    let top = PathText.bytes(of: path.root ?? root)
    let gone = scan.known.unmet.filter { record in
      // Files that are left out are somebody else's matter.
      guard options.filter.takes(PathText.bytes(of: record.path), below: top) else { return false }
      // Passed over is not gone, and what came back meanwhile is for the next time.
      return FileStamp(ofFileAt: PathText.bytes(of: record.path)) == nil
    }
    guard !gone.isEmpty else { return }
    if let reason = reasonToWait(root, scan, gone: gone.count, whole) {
      guard options.deletes else { return }
      tally.change { $0.withheld.append(reason) }
      tally.say(reason)
      return
    }
    // Rows of problems have nothing to lose.
    if !options.isDryRun {
      for record in gone where record.documents == 0 {
        try sink.send(.remove(path: record.path), about: record.path)
      }
    }
    guard options.deletes else { return }
    var wanted = gone.filter { $0.documents > 0 }
    if !options.isForced {
      let devices = scan.known.metDevices
      let away = wanted.filter { record in
        record.stamp.map { !devices.contains($0.device) } ?? false
      }
      if let first = away.first, !devices.isEmpty {
        let reason =
          "\(Numbers.count(away.count, "file")) of \(root) were on a file system of which nothing"
          + " is there any more, as \(first.path): not deleted; is it mounted? (--force deletes)"
        tally.change { $0.withheld.append(reason) }
        tally.say(reason)
        let kept = Set(away.map(\.path))
        wanted.removeAll { kept.contains($0.path) }
      }
    }
    for record in wanted {
      if options.isDryRun {
        tally.change { $0.wouldDelete.append(record.path) }
      } else {
        try sink.send(.remove(path: record.path), about: record.path)
        tally.change { $0.count(.deleted) }
      }
    }
  }

  /// Why nothing can be deleted below a path; nil when all speaks for it.
  private func reasonToWait(
    _ root: String, _ scan: FolderScan, gone: Int, _ whole: Int?
  ) -> String? {
    let files = Numbers.count(gone, "file")
    let known = whole ?? scan.known.count
    if let problem = scan.problems.first(where: { $0.path != root || $0.code != .notFound }) {
      return "not all of \(root) could be looked at (\(problem.path)):"
        + " \(files) not found there, not deleted"
    }
    if options.isForced { return nil }
    if !scan.problems.isEmpty {
      return "\(root) is not there: \(files) of it not deleted; is it mounted? (--force deletes)"
    }
    if scan.fileCount == 0, whole == nil {
      return "\(root) is empty: \(files) of it not deleted; is it mounted? (--force deletes)"
    }
    if gone > Self.fewFiles, gone * 2 > known {
      return "\(Numbers.grouped(gone)) of \(Numbers.count(known, "file")) known of"
        + " \(root) are gone, more than half: not deleted (--force deletes)"
    }
    return nil
  }
}
