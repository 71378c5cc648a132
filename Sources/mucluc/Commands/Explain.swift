import ArgumentParser
import Client
import Wire

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say why a document has its place among the hits, or why it is none.",
    usage: "mucluc explain [<options>] <id> [<query> ...]",
    discussion: """
      The parts of a score add up to it. Of a document that was not found it says
      what the document lacks; a mistyped id gets the nearest one. Takes the options
      of a search.

      EXAMPLES
        mucluc explain tin-1 mat tran to quoc
        mucluc explain /srv/archive/page.html 'uỷ ban' --filter 'date >= 2022'
        mucluc explain --json tin-1 'uỷ ban' | jq .score
      """)

  @OptionGroup var options: QueryOptions

  @Option(name: [.customShort("n"), .long], help: "Hits of the page that it is looked for on.")
  var limit = Wire.defaultLimit

  @Flag(help: "Print the daemon's reply.")
  var json = false

  @Option(help: "auto, always or never.")
  var color: Terminal.Colour = .auto

  @Argument(help: "The document's id; for a file, its path.")
  var id: String

  @Argument(help: "The query; several words are joined.")
  var query: [String] = []

  func validate() throws {
    guard (0...Wire.maximumLimit).contains(limit) else {
      throw ValidationError("--limit is 0 to \(Wire.maximumLimit).")
    }
  }

  func run() throws {
    if query.isEmpty, options.filter == nil { throw ValidationError("Say what was searched for.") }
    let archive = options.daemon.archive()
    var result = try archive.explain(id, for: template)
    if result.outcome == "missing", let path = FilePath.absolute(id), path != id {
      let file = try archive.explain(path, for: template)
      if file.outcome != "missing" { result = file }
    }
    var output = Output()
    if json {
      output.write(line: result.json)
    } else {
      ScorePrinter(terminal: Terminal(color)).print(result, to: &output)
    }
    output.flush()
    if result.outcome != "found", result.outcome != "off_page" { throw Exit.nothingFound }
  }

  private var template: SearchQuery {
    var query = options.query(query.joined(separator: " "))
    query.limit = limit
    return query
  }
}
