import ArgumentParser
import Client
import Wire

struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Delete documents by id.",
    discussion: """
      An id is what search prints; for a file it is the absolute path, and a path from here serves
      too. The files themselves are not touched.

      EXAMPLES
        mucluc rm /srv/archive/old.html
        mucluc search --format ids 'ban nhap' | mucluc rm -
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(help: ArgumentHelp("Ids, or - to read them from standard input.", valueName: "id"))
  var ids: [String]

  func run() throws {
    let archive = daemon.archive()
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
