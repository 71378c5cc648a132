import Wire

/// What `add` or `sync` did, for people and for programs.
struct AddSummary: Sendable {
  /// What came of a file.
  enum Outcome: String, Sendable, CaseIterable {
    case new, updated, unchanged, moved, deleted, partial, empty, unsupported, quarantined
    case unreadable
  }

  /// The daemon's answers together.
  var report = FilesReport()
  /// Documents of files that are as they were.
  var unchangedDocuments = 0
  var files: [Outcome: Int] = [:]
  /// Folders of which files were read to find out what they repeat.
  var sampledFolders = 0
  /// Bytes of the files that were read.
  var byteCount: Int64 = 0
  /// Passed over without a word: links, hidden entries, pipes and devices.
  var skipped = (links: 0, hidden: 0, special: 0, filtered: 0)
  var duration = Duration.zero
  /// Why files that are gone were not deleted.
  var withheld: [String] = []
  /// Files that would be deleted.
  var wouldDelete: [String] = []
  var isInterrupted = false
  /// Files whose scanned paper waits for another time.
  var scansLeft = 0
  private(set) var problems: [Trouble] = []
  private(set) var problemCount = 0

  /// How many problems the JSON spells out.
  private static let maximumProblems = 1_000

  struct Trouble: Sendable {
    var path: String
    var code: String
    var reason: String
  }

  mutating func note(_ trouble: Trouble) {
    problemCount += 1
    if problems.count < Self.maximumProblems { problems.append(trouble) }
  }

  mutating func count(_ outcome: Outcome) { files[outcome, default: 0] += 1 }

  var fileCount: Int { files.values.reduce(0, +) }

  /// Whether nothing was done, and nothing went wrong.
  var isQuiet: Bool {
    !hasFailures && files.allSatisfy { $0.key == .unchanged || $0.value == 0 }
  }

  var hasFailures: Bool {
    problemCount > 0 || report.documents.rejected > 0 || !withheld.isEmpty
  }
}

// MARK: - For people

extension AddSummary {
  var text: String {
    var lines: [String] = []
    for path in wouldDelete { lines.append("would delete \(path)") }
    var parts = Outcome.allCases.compactMap { outcome in
      files[outcome].map { "\(Numbers.grouped($0)) \(outcome.rawValue)" }
    }
    let documents = report.documents
    // What came as lines of standard input belongs to no file.
    if documents.created + documents.updated > report.written {
      parts.append(
        "\(Numbers.count(documents.created, "document")) added,"
          + " \(Numbers.grouped(documents.updated)) replaced")
    }
    if parts.isEmpty { parts.append("nothing to do") }
    if documents.rejected > 0 { parts.append("\(Numbers.grouped(documents.rejected)) refused") }
    if report.nearCopies > 0 {
      parts.append("\(Numbers.count(report.nearCopies, "document")) nearly the same as others")
    }
    if skipped.links > 0 { parts.append("\(Numbers.count(skipped.links, "link")) passed over") }
    if skipped.hidden > 0 { parts.append("\(Numbers.grouped(skipped.hidden)) hidden passed over") }
    if skipped.special > 0 {
      parts.append("\(Numbers.grouped(skipped.special)) that are no files passed over")
    }
    if skipped.filtered > 0 { parts.append("\(Numbers.grouped(skipped.filtered)) left out") }
    let seconds = Int(duration / .microseconds(1))
    lines.append(parts.joined(separator: ", ") + "; " + Numbers.duration(microseconds: seconds))
    return lines.joined(separator: "\n")
  }
}

// MARK: - For programs

extension AddSummary {
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      let documents = report.documents
      json.member("received", documents.received)
      json.member("created", documents.created)
      json.member("updated", documents.updated)
      json.member("unchanged", documents.unchanged + unchangedDocuments)
      json.member("deleted", documents.deleted)
      json.member("rejected", documents.rejected)
      json.object("files") { json in
        for outcome in Outcome.allCases { json.member(outcome.rawValue, files[outcome] ?? 0) }
      }
      json.member("near_copies", report.nearCopies)
      json.member("sampled_folders", sampledFolders)
      json.member("bytes", byteCount)
      json.object("skipped") { json in
        json.member("links", skipped.links)
        json.member("hidden", skipped.hidden)
        json.member("special", skipped.special)
        json.member("filtered", skipped.filtered)
      }
      json.array("problems") { json in
        for problem in problems {
          json.object { json in
            json.member("path", problem.path)
            json.member("code", problem.code)
            json.member("reason", problem.reason)
          }
        }
      }
      if !withheld.isEmpty { json.member("withheld", withheld) }
      if !wouldDelete.isEmpty { json.member("would_delete", wouldDelete) }
      json.member("interrupted", isInterrupted)
      json.member("took_us", Int(duration / .microseconds(1)))
    }
    return json.bytes
  }
}
