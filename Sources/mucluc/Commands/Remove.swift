import ArgumentParser
import Client
import Glibc
import Wire

struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Delete documents by id.",
    usage: "mucluc rm [<options>] [<id> ...]",
    discussion: """
      An id is what search prints; for a file it is the absolute path, and a path
      from here serves too. The files themselves are not touched.

      EXAMPLES
        mucluc rm /srv/archive/old.html
        mucluc search --format ids 'ban nhap' | mucluc rm -
        mucluc rm --query '"bản nháp"' --filter 'date < 2020' --dry-run

      With --query, --filter or both all documents are deleted that have all of the
      words and meet the filter. On a terminal it shows them and asks first;
      elsewhere it wants --yes.
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Option(help: ArgumentHelp("Delete what has these words.", valueName: "query"))
  var query: String?

  @Option(help: ArgumentHelp("Delete what meets this filter.", valueName: "filter"))
  var filter: String?

  @Option(help: "How many of the words a document must have: any, most or all.")
  var match: SearchQuery.Match = .all

  @Option(help: "What typed diacritics mean: auto, exact or fold.")
  var accents: SearchQuery.Accents = .auto

  @Option(
    help: ArgumentHelp(
      "Delete the document only if it has this version, which get --json says.",
      valueName: "number"))
  var ifVersion: Int?

  @Flag(name: .long, help: "Say what would be deleted, and delete nothing.")
  var dryRun = false

  @Flag(name: [.short, .long], help: "Do not ask.")
  var yes = false

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(help: ArgumentHelp("Ids, or - to read them from standard input.", valueName: "id"))
  var ids: [String] = []

  func validate() throws {
    let hasQuery = query != nil || filter != nil
    if hasQuery, !ids.isEmpty {
      throw ValidationError("Give ids, or --query and --filter, not both.")
    }
    if ifVersion != nil, ids.count != 1 || ids == ["-"] {
      throw ValidationError("--if-version goes with one id.")
    }
    if dryRun, !hasQuery { throw ValidationError("--dry-run goes with --query or --filter.") }
  }

  func run() throws {
    let archive = daemon.archive()
    if query != nil || filter != nil { return try removeMatching(archive) }
    // Not checked earlier: an unknown option is to be named first.
    if let ifVersion { return try remove(ids[0], ifVersion, archive) }
    if ids.isEmpty { throw ValidationError("Say which documents to delete.") }
    var report = BulkReport()
    for group in try wanted().chunks(of: 1_000) {
      var part = try archive.remove(group, from: collection.collection)
      // Only what was not found can be meant as a path from here, and only one by one is it known.
      if part.notFound > 0, ids != ["-"] { part = try removePaths(group, archive, part) }
      report.add(part)
    }
    print(report)
    if report.notFound > 0 { throw Exit.nothingFound }
  }

  private func remove(_ id: String, _ version: Int, _ archive: Archive) throws {
    var report = BulkReport()
    report.received = 1
    _ = try archive.remove(id, ifVersion: version, from: collection.collection)
    report.deleted = 1
    print(report)
  }

  private func removeMatching(_ archive: Archive) throws {
    var request = DeleteQuery(query ?? "", filter: filter.map(Filter.text))
    request.match = match
    request.accents = accents
    if dryRun || !yes {
      let preview = try archive.preview(removing: request, from: collection.collection)
      if preview.matched == 0 {
        show(preview)
        throw Exit.nothingFound
      }
      if dryRun { return show(preview) }
      show(preview)
      guard try isConfirmed(preview.matched) else { throw Exit.nothingFound }
    }
    let report = try archive.remove(matching: request, from: collection.collection)
    print(report)
    if report.deleted == 0 { throw Exit.nothingFound }
  }

  private func isConfirmed(_ count: Int) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      throw ValidationError("Nobody can be asked here: say --yes to delete, or --dry-run.")
    }
    Output.put("Delete \(Numbers.count(count, "document"))? [y/N] ")
    let answer = readLine() ?? ""
    return ["y", "yes", "c", "có"].contains(answer.lowercased())
  }

  private func show(_ preview: DeletePreview) {
    var output = Output()
    if json {
      output.write(line: preview.json)
    } else {
      for warning in preview.warnings { Output.say("note: " + Safe.line(warning)) }
      for row in preview.documents {
        output.write("  \(Safe.line(row.id))  \(Safe.line(row.title))\n")
      }
      let more = preview.matched - preview.documents.count
      if more > 0 { output.write("  … and \(Numbers.grouped(more)) more\n") }
      output.write("\(Numbers.count(preview.matched, "document")) would be deleted\n")
    }
    output.flush()
  }

  private func wanted() throws -> [String] {
    guard ids == ["-"] else { return ids }
    var lines = try LineReader("-")
    var wanted: [String] = []
    while let line = try lines.next() {
      if !line.isEmpty { wanted.append(String(decoding: line, as: UTF8.self)) }
    }
    return wanted
  }

  private func removePaths(
    _ ids: [String], _ archive: Archive, _ first: BulkReport
  ) throws -> BulkReport {
    let paths = ids.filter { !$0.hasPrefix("/") }.compactMap(FilePath.absolute)
    guard !paths.isEmpty else { return first }
    let second = try archive.remove(paths, from: collection.collection)
    var sum = first
    sum.deleted += second.deleted
    sum.notFound -= second.deleted
    return sum
  }

  private func print(_ report: BulkReport) {
    var output = Output()
    if json {
      output.write(line: report.json)
    } else {
      var text = "\(Numbers.grouped(report.deleted)) deleted"
      if report.notFound > 0 { text += ", \(Numbers.grouped(report.notFound)) not found" }
      output.write(text + "\n")
    }
    output.flush()
  }
}

extension Array {
  func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { start in
      Array(self[start..<Swift.min(start + count, self.count)])
    }
  }
}
