import ArgumentParser
import Client
import Wire

struct Get: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a document as the archive has it.",
    usage: "mucluc get [<options>] <id>",
    discussion: """
      EXAMPLES
        mucluc get /srv/archive/page.html
        mucluc get --json tin-1 | jq -r .title
        mucluc get --mark 'uy ban mat tran' /srv/archive/page.html
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print it as JSON, in the form that add takes.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Mark where a query matches; with --json the places instead.", valueName: "query"))
  var mark: String?

  @Option(help: "auto, always or never.")
  var color: Terminal.Colour = .auto

  @Argument(help: "The document's id; for a file, its path.")
  var id: String

  func run() throws {
    guard let record = try find() else {
      Output.complain(
        "there is no document \"\(id)\" in collection \(collection.collection)")
      throw Exit.nothingFound
    }
    let marks =
      try mark.map { query in
        try RefusedText.showing(query, at: "/q") { () throws(ClientError) in
          try daemon.archive().marks(
            of: SearchQuery(query), in: record.id, of: collection.collection)
        }
      } ?? nil
    var output = Output()
    if json {
      output.write(line: marks?.json ?? record.json)
    } else {
      DocumentPrinter(terminal: Terminal(color)).print(record, marks, to: &output)
    }
    output.flush()
  }

  private func find() throws -> DocumentRecord? {
    let archive = daemon.archive()
    if let record = try archive.document(id, in: collection.collection) { return record }
    guard let path = FilePath.absolute(id), path != id else { return nil }
    return try archive.document(path, in: collection.collection)
  }
}
