import ArgumentParser
import Client
import Glibc
import Wire

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write all documents that a query finds, as lines.",
    usage: "mucluc export [<options>] [<query> ...]",
    discussion: """
      In the order of a search, as they are at one moment, whatever is written
      meanwhile. Without words, a filter says which; without both, all of the
      collection. Lines of NDJSON without --fields can be added again with mucluc
      add -.

      EXAMPLES
        mucluc export > everything.ndjson
        mucluc export --filter 'date:2022' --format csv -o nam-2022.csv
        mucluc export mat tran to quoc --fields id,title,score | head
      """)

  @OptionGroup var options: QueryOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "score, or a field: date from the oldest on, -date from the newest on.", valueName: "field"),
    completion: .orders)
  var sort = "score"

  @Option(help: "ndjson or csv.")
  var format: ExportQuery.Format = .ndjson

  @Option(
    help: ArgumentHelp(
      "With commas: id, score, title, date, source, collection, body or any field.",
      valueName: "names"))
  var fields: String?

  @Option(name: [.customShort("n"), .long], help: "Documents at most; all if not said.")
  var limit: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("A file to write, whole or not at all.", valueName: "file"))
  var output: String?

  @Argument(help: "The query; several words are joined.")
  var query: [String] = []

  func run() throws {
    var search = options.query(query.joined(separator: " "))
    search.sort = Sort(text: sort)
    search.fields = fields.map { $0.split(separator: ",").map(String.init) } ?? []
    var export = ExportQuery(search)
    export.format = format
    export.limit = limit
    let archive = options.daemon.archive()
    guard let output else { return try write(export, archive, to: STDOUT_FILENO) }
    try WholeFile.write(to: output) { descriptor in try write(export, archive, to: descriptor) }
  }

  private func write(_ export: ExportQuery, _ archive: Archive, to descriptor: Int32) throws {
    var output = Output(descriptor)
    try archive.export(export) { piece in output.write(piece) }
    output.flush()
  }
}
