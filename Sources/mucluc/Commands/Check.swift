import ArgumentParser
import Client
import Daemon
import Wire

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that a collection is whole.",
    discussion: """
      Reads everything: checksums, and whether every list, table and bound says what
      the stored documents say when they are analyzed again. Damage is told with its
      place and what to do, and the rest is checked all the same. Nothing is
      changed, searches and writes go on. With --data the files are read as they
      are, beside a daemon or without one.

      EXAMPLES
        mucluc check
        mucluc check news --json
        mucluc check --data /srv/index
      """)

  @OptionGroup var options: UpkeepOptions

  @Argument(
    help: ArgumentHelp("The collection; all of them if none is named.", valueName: "name"),
    completion: .collections)
  var collection: String?

  func run() throws {
    let named = try collection.map(UpkeepOptions.name)
    let results = try options.files.map { try check(named, in: $0) } ?? askOrRead(named)
    var output = Output()
    for result in results {
      if options.json {
        output.write(line: result.json)
      } else {
        print(result, to: &output)
      }
    }
    output.flush()
    if !results.allSatisfy(\.isWhole) { throw Exit.damaged }
  }

  /// Without a daemon, and without `--data`, the usual data directory is read if it is there.
  private func askOrRead(_ name: CollectionName?) throws -> [CheckResult] {
    do throws(ClientError) { return try ask(name) } catch {
      let files = DataFiles(DaemonSettings.defaultData)
      guard case .unreachable = error, files.exist else { throw error }
      return try check(name, in: files)
    }
  }

  private func ask(_ name: CollectionName?) throws(ClientError) -> [CheckResult] {
    let archive = options.archive()
    let names = [name?.text].compactMap(\.self)
    var results: [CheckResult] = []
    for name in names.isEmpty ? try archive.status().collections.map(\.name) : names {
      results.append(try archive.check(name))
    }
    return results
  }

  private func check(_ name: CollectionName?, in files: DataFiles) throws -> [CheckResult] {
    var results: [CheckResult] = []
    for name in try name.map({ [$0] }) ?? files.collections() {
      var line = ProgressLine()
      results.append(
        try files.check(name) { file, part, done, total in
          line.show { "\(name): \(done * 100 / max(1, total)) %, \(part) of \(file)" }
        })
      line.end()
    }
    return results
  }

  private func print(_ result: CheckResult, to output: inout Output) {
    let terminal = Terminal()
    let counts = result.counts
    let read =
      "\(Numbers.count(counts.documents, "document")), \(Numbers.count(counts.terms, "term")),"
      + " \(Numbers.count(counts.postings, "posting")),"
      + " \(Numbers.count(counts.neighbours, "pair")) of neighbours,"
      + " \(Numbers.count(counts.operations, "operation")) in the log;"
      + " \(Numbers.count(counts.files, "file")), \(Numbers.bytes(counts.bytes)),"
      + " \(Numbers.duration(microseconds: result.microseconds))"
    if result.isWhole {
      output.write("\(terminal.bold(result.collection)) is whole: \(read)\n")
    } else {
      let state = result.isOfAnotherProgram ? "is of another program" : "is damaged"
      let number = result.findings.count + result.unlisted
      output.write(
        "\(terminal.match("\(result.collection) \(state)")):"
          + " \(Numbers.count(number, "finding")) (\(read))\n")
    }
    for finding in result.findings {
      let place = finding.offset.map { ", byte \(Numbers.grouped($0))" } ?? ""
      output.write("  \(terminal.bold(Safe.line(finding.file))), \(finding.structure)\(place)\n")
      output.write("      \(Safe.line(finding.what))\n")
    }
    if result.unlisted > 0 {
      output.write("  and \(Numbers.grouped(result.unlisted)) more of these kinds\n")
    }
    for note in result.notes { output.write("  note: \(Safe.line(note))\n") }
    var told: Set<String> = []
    for finding in result.findings where told.insert(finding.remedy).inserted {
      output.write("  what to do: \(Safe.line(finding.remedy))\n")
    }
  }
}
