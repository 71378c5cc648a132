import ArgumentParser
import Client
import Wire

struct Similar: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find documents that have much in common with one.",
    usage: "mucluc similar [<options>] <id>",
    discussion: """
      By the words, mostly pairs of words, that tell the document from others; they
      are shown below the hits. With --copies only reprints: texts that are nearly
      the same, under whatever headline, with the share that they have in common.

      EXAMPLES
        mucluc similar tin-1
        mucluc similar /srv/archive/page.html -n 3 --filter 'date >= 2022'
        mucluc similar --copies tin-1
        mucluc similar --json tin-1 | jq -r '.hits[].id'
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Option(name: [.customShort("n"), .long], help: "Documents to show.")
  var limit = Wire.defaultLimit

  @Option(
    help: ArgumentHelp("What they must be: 'date >= 2020 AND source = /srv/tin/*'."))
  var filter: String?

  @Flag(help: "Only texts that are nearly the same.")
  var copies = false

  @Flag(help: "Print the daemon's reply.")
  var json = false

  @Option(help: "auto, always or never.")
  var color: Terminal.Colour = .auto

  @Argument(help: "The document's id; for a file, its path.")
  var id: String

  func validate() throws {
    guard (0...Wire.maximumLimit).contains(limit) else {
      throw ValidationError("--limit is 0 to \(Wire.maximumLimit).")
    }
  }

  func run() throws {
    guard let found = try find() else {
      Output.complain(
        "there is no document \"\(id)\" in collection \(collection.collection)")
      throw Exit.nothingFound
    }
    var output = Output()
    if json {
      output.write(line: found.json)
    } else {
      let terminal = Terminal(color)
      HitPrinter(terminal: terminal).print(found.results, to: &output)
      if !copies {
        let terms = found.terms.map { Safe.line($0.text) }
        output.write(terminal.dim("by: " + terms.joined(separator: ", ")) + "\n")
      }
    }
    output.flush()
    if found.results.hits.isEmpty { throw Exit.nothingFound }
  }

  private func find() throws -> SimilarResult? {
    let archive = daemon.archive()
    let filter = filter.map(Filter.text)
    if let found = try archive.similar(
      to: id, in: collection.collection, limit: limit, filter: filter, copies: copies)
    {
      return found
    }
    guard let path = FilePath.absolute(id), path != id else { return nil }
    return try archive.similar(
      to: path, in: collection.collection, limit: limit, filter: filter, copies: copies)
  }
}
