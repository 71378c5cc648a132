import ArgumentParser
import Client
import Ingest
import Wire

struct Problems: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List files that could not be read, or not wholly.",
    usage: "mucluc problems [<options>] [<path>]",
    discussion: """
      Each file that add or sync had trouble with stays in the list until it can be
      read or is gone: its path, the step, a word for the reason, the reason, and
      the place in the file where that is known. A folder that the daemon should
      keep the collection like, and does not, comes first. Exit code 1: there are
      none.

      EXAMPLES
        mucluc problems
        mucluc problems /srv/archive/2022
        mucluc problems --json | jq -r 'select(.code == "encrypted").path'
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print a JSON object for each.")
  var json = false

  @Argument(help: "Only files at or below this path.", completion: .file())
  var path: String?

  func run() throws {
    let archive = daemon.archive()
    let root = try path.map { try PathText.ofTyped($0) }
    var output = Output()
    var last: String?
    var total = 0
    let sources = path == nil ? try Self.troubled(archive, collection.collection) : []
    for source in sources { write(source, to: &output) }
    do throws(ClientError) {
      repeat {
        let page = try archive.problems(
          below: root, in: collection.collection, limit: 1_000, after: last)
        total = page.total
        for problem in page.problems { write(problem, to: &output) }
        last = page.next
      } while last != nil
    } catch {
      // A source whose folder is not there has not made its collection yet.
      guard case .refused(let problem) = error, problem.code == .collectionNotFound,
        !sources.isEmpty
      else { throw error }
    }
    if !json { output.write(Numbers.count(total, "file") + " with problems\n") }
    output.flush()
    if total == 0, sources.isEmpty { throw Exit.nothingFound }
  }

  private static func troubled(
    _ archive: Archive, _ collection: String
  ) throws -> [SourceStatus] {
    try archive.status().sources.filter { $0.collection == collection && !$0.failure.isEmpty }
  }

  private func write(_ source: SourceStatus, to output: inout Output) {
    guard json else {
      output.write(
        "\(Safe.line(source.path))\n    source \(source.name), \(SourceText.state(of: source)):"
          + " \(Safe.line(source.failure))\n")
      return
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("path", source.path)
      writer.member("source", source.name)
      writer.member("status", source.state.rawValue)
      writer.member("code", "source")
      writer.member("reason", source.failure)
    }
    output.write(line: writer.bytes)
  }

  private func write(_ problem: FileProblems.Entry, to output: inout Output) {
    if json {
      var writer = JSONWriter()
      problem.write(to: &writer)
      output.write(line: writer.bytes)
      return
    }
    let fault = problem.fault
    let place = fault.offset.map { " at byte \(Numbers.grouped($0))" } ?? ""
    output.write(
      "\(Safe.line(problem.path))\n    \(problem.status.rawValue), \(fault.code)"
        + " (\(fault.stage)\(place)): \(Safe.line(fault.reason))\n")
  }
}
