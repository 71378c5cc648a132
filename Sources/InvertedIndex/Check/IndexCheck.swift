/// Checks the files of an index: the commit, its segments, the log, and how they fit together.
///
/// Only reads, and takes no lock: a process that writes to the directory meanwhile is not disturbed
/// and does not disturb. What is checked is the commit that was current at the start; its files are
/// opened first and stay readable when a later commit removes them.
package struct IndexCheck {
  private let directory: any Directory
  private let progress: (CheckProgress) -> Void
  private let others: Set<String>
  private var report = CheckReport()
  private var manifest = Manifest()
  private var segments: [OpenedSegment] = []
  private var logs: [(number: UInt64, file: FileBytes)] = []
  private var totalBytes = 0
  private var doneBytes = 0

  private struct OpenedSegment {
    /// Nil where no manifest says what it must be.
    var entry: Manifest.Entry?
    var file: FileBytes
    var live: FileBytes?
  }

  /// - Parameters:
  ///   - others: names of files beside the index that are no part of it.
  ///   - goesOn: asked before each segment; false leaves out the rest.
  /// - Throws: `.io` when the directory cannot be listed; all else is in the report.
  package static func run(
    in directory: any Directory, besides others: Set<String> = [],
    progress: @escaping (CheckProgress) -> Void = { _ in },
    while goesOn: () -> Bool = { true }
  ) throws(IndexError) -> CheckReport {
    var check = IndexCheck(directory: directory, others: others, progress: progress)
    let names = try check.openCommit()
    check.checkNames(names)
    var documents = DocumentCensus()
    for segment in check.segments {
      guard goesOn() else {
        check.report.note("the rest was not checked")
        return check.report
      }
      check.check(segment, &documents)
    }
    documents.finish(covered: check.manifest.covered, &check.report)
    check.checkLogs()
    return check.report
  }

  private init(
    directory: any Directory, others: Set<String>, progress: @escaping (CheckProgress) -> Void
  ) {
    self.directory = directory
    self.others = others
    self.progress = progress
  }
}

// MARK: - Opening

extension IndexCheck {
  /// Another process may finish a commit, and remove files, while this one opens them.
  private static let attempts = 20

  /// Opens every file of the current commit; returns the names there were.
  private mutating func openCommit() throws(IndexError) -> [String] {
    for attempt in 1... {
      segments = []
      logs = []
      var found = CheckReport()
      let names = try directory.list()
      let before = currentText()
      readManifest(names, &found)
      openSegments(names, &found)
      openLogs(names, &found)
      if found.isWhole || attempt == Self.attempts || currentText() == before {
        report = found
        report.files += segments.count + logs.count + segments.count { $0.live != nil }
        totalBytes =
          segments.reduce(0) { $0 + $1.file.count } + logs.reduce(0) { $0 + $1.file.count }
        report.bytes = totalBytes
        return names
      }
    }
    return []
  }

  private func currentText() -> [UInt8]? {
    (try? directory.open(Manifest.currentName)).map { unsafe Array($0.raw) }
  }

  private mutating func readManifest(_ names: [String], _ found: inout CheckReport) {
    manifest = Manifest()
    do throws(IndexError) {
      manifest = try Manifest.current(in: directory, names: names) ?? Manifest()
      found.files += manifest.generation > 0 ? 2 : 0
    } catch {
      found.add(error, "commit", in: Manifest.currentName, .restore)
      // Without a commit every segment there is stands for itself.
      for name in names where name.hasPrefix("segment-") {
        open(name, nil, &found)
      }
    }
  }

  private mutating func openSegments(_ names: [String], _ found: inout CheckReport) {
    for entry in manifest.entries {
      open(SegmentLayout.fileName(entry.id), entry, &found)
    }
  }

  private mutating func open(
    _ name: String, _ entry: Manifest.Entry?, _ found: inout CheckReport
  ) {
    do throws(IndexError) {
      segments.append(OpenedSegment(entry: entry, file: try directory.open(name), live: nil))
    } catch {
      found.add(error, "segment", in: name, .restore)
      return
    }
    guard let entry, entry.liveGeneration > 0 else { return }
    let live = LiveDocuments.fileName(segment: entry.id, generation: entry.liveGeneration)
    do throws(IndexError) {
      segments[segments.count - 1].live = try directory.open(live)
    } catch {
      found.add(error, "live documents", in: live, .restore)
    }
  }

  private mutating func openLogs(_ names: [String], _ found: inout CheckReport) {
    let numbers = names.compactMap { LogRecord.number(ofFile: $0) }
      .filter { $0 >= manifest.firstLog }.sorted()
    let last = numbers.last ?? manifest.firstLog
    guard manifest.generation > 0 || !numbers.isEmpty else { return }
    for number in manifest.firstLog...max(last, manifest.firstLog) {
      let name = LogRecord.fileName(number)
      do throws(IndexError) { logs.append((number, try directory.open(name))) } catch {
        found.add(error, "log", in: name, .restore)
      }
    }
  }

  /// Files that nothing needs do no harm: a commit that was cut short leaves them.
  private mutating func checkNames(_ names: [String]) {
    guard manifest.generation > 0 else { return }
    let used = manifest.files.union([
      Manifest.currentName, Manifest.fileName(manifest.generation),
    ]).union(others)
    for name in names where !used.contains(name) && LogRecord.number(ofFile: name) == nil {
      report.note("\(name) is not part of the last commit")
    }
  }
}

// MARK: - Segments

extension IndexCheck {
  private mutating func check(_ opened: OpenedSegment, _ documents: inout DocumentCensus) {
    defer { doneBytes += opened.file.count }
    let file = opened.file
    tell(file.name, "checksums")
    let sections: SectionReader
    do throws(IndexError) { sections = try SectionReader(file) } catch {
      return report.add(error, "header and tables", in: file.name, .restore)
    }
    checkPages(sections)
    do throws(IndexError) {
      let segment = try Segment(file)
      var check = SegmentCheck(segment, progress: inner)
      check.run()
      report.merge(check.report)
      documents.add(segment, live(opened, segment), &report)
    } catch {
      report.add(error, "opening", in: file.name, .rewrite)
    }
  }

  private mutating func checkPages(_ sections: SectionReader) {
    let name = sections.file.name
    let pages = SegmentPages(sections)
    var bad: [Int] = []
    do throws(IndexError) { try pages.forEachBad { bad.append($0) } } catch {
      report.add(error, "page table", in: name, .rewrite)
    }
    for offset in bad {
      let touched = pages.sections(ofPageAt: offset)
      let names = touched.map(\.rawValue).joined(separator: ", ")
      report.add(
        Finding(
          file: name, structure: "checksums", offset: offset,
          what: "these 64 KiB are not what was written; they hold "
            + (names.isEmpty ? "padding" : names),
          remedy: touched.contains(where: \.holdsDocuments) ? .restore : .rewrite))
    }
  }

  /// The live documents of a segment, all where they cannot be read.
  private mutating func live(_ opened: OpenedSegment, _ segment: Segment) -> LiveDocuments {
    var live = LiveDocuments(count: segment.documentCount)
    guard let entry = opened.entry else { return live }
    if segment.id != entry.id || segment.documentCount != Int(entry.documentCount)
      || UInt64(segment.byteCount) != entry.byteCount
    {
      report.add(
        Finding(
          file: opened.file.name, structure: "segment", offset: 0,
          what: "it is not the segment that the manifest names", remedy: .restore))
    }
    if let file = opened.live {
      do throws(IndexError) {
        live = try LiveDocuments(decoding: file, count: segment.documentCount)
      } catch {
        report.add(error, "live documents", in: file.name, .restore)
        return live
      }
    }
    if live.liveCount != Int(entry.liveCount) {
      report.add(
        Finding(
          file: opened.live?.name ?? Manifest.fileName(manifest.generation),
          structure: "live documents", offset: nil,
          what: "\(live.liveCount) documents are live, the manifest says \(entry.liveCount)",
          remedy: .restore))
    }
    return live
  }

  private func inner(_ inside: CheckProgress) {
    var outside = inside
    outside.done += doneBytes
    outside.total = totalBytes
    progress(outside)
  }

  private func tell(_ file: String, _ structure: String) {
    inner(CheckProgress(file: file, structure: structure, done: 0, total: 0))
  }
}

// MARK: - Logs

extension IndexCheck {
  private mutating func checkLogs() {
    var sequence = manifest.covered
    for (number, file) in logs {
      tell(file.name, "log")
      do throws(IndexError) {
        var operations = 0
        try LogReplay.read(file, number: number, after: manifest.covered) {
          entry throws(IndexError) in
          guard entry.sequence == sequence + 1 else {
            throw .damaged(
              file: file.name, offset: 0,
              reason: "operation \(sequence + 1) is missing before operation \(entry.sequence)")
          }
          sequence = entry.sequence
          operations += 1
        }
        report.operations += operations
      } catch {
        report.add(error, "log", in: file.name, .restore)
      }
      doneBytes += file.count
    }
  }
}
