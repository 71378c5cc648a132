public import ArgumentParser
import Client
public import Daemon
package import Ingest
public import Wire

/// Where the daemon is.
struct DaemonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The daemon's Unix socket.", valueName: "path"), completion: .file())
  var socket: String?

  func archive() -> Archive { Archive(socket: socket ?? Archive.defaultSocket) }

  /// Prints the daemon's reply to a request: as it is for programs, or as `body` writes it.
  func show(
    _ method: String, _ path: String, asJSON: Bool,
    _ body: (Archive, inout Output) throws -> Void
  ) throws {
    let archive = archive()
    var output = Output()
    if asJSON {
      output.write(line: try archive.call(method, path))
    } else {
      try body(archive, &output)
    }
    output.flush()
  }
}

/// Which collection is meant.
struct CollectionOption: ParsableArguments {
  @Option(
    name: [.short, .long], help: ArgumentHelp("The collection.", valueName: "name"),
    completion: .collections)
  var collection = Wire.defaultCollection

  func validate() throws {
    do { _ = try CollectionName(collection) } catch {
      throw ValidationError("\(error.detail): \(error.hint ?? "")")
    }
  }
}

/// What a query means; the same words as in the API.
struct QueryOptions: ParsableArguments {
  @OptionGroup var daemon: DaemonOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The collection; several with commas, * for all.", valueName: "name"),
    completion: .collections)
  var collection = Wire.defaultCollection

  @Option(
    help: ArgumentHelp(
      "What a hit must be, apart from the words: 'date >= 2020 AND source = /srv/tin/*'.",
      valueName: "filter"))
  var filter: String?

  @Option(help: "How many of the words a hit must have: any, most or all.")
  var match: SearchQuery.Match?

  @Option(help: "What typed diacritics mean: auto, exact or fold.")
  var accents: SearchQuery.Accents?

  @Option(help: "lenient: typed text never fails; strict: errors with positions.")
  var syntax: SearchQuery.Syntax = .lenient

  /// Runs a request; a mistake in the query or the filter is shown with a mark under its place.
  func asking<Reply>(
    _ query: SearchQuery, _ body: () throws(ClientError) -> Reply
  ) throws -> Reply {
    do {
      return try RefusedText.showing(query.text, at: "/q", body)
    } catch ClientError.refused(let problem)
      where problem.pointer == "/filter" && problem.position != nil
    {
      throw RefusedText(problem: problem, text: filter ?? "")
    }
  }

  func query(_ text: String) -> SearchQuery {
    var query = SearchQuery(text)
    query.collections = collection.split(separator: ",").map(String.init)
    if let match { query.match = match }
    query.filter = filter.map(Filter.text)
    if let accents { query.accents = accents }
    query.syntax = syntax
    return query
  }
}

extension SearchQuery.Match: ExpressibleByArgument {}

extension Guest: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension SearchQuery.Accents: ExpressibleByArgument {}
extension SearchQuery.Syntax: ExpressibleByArgument {}
extension ExportQuery.Format: ExpressibleByArgument {}
extension LogLevel: ExpressibleByArgument {}
extension Tally.Display: ExpressibleByArgument {}

extension FacetQuery: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
