import ArgumentParser
import Client
import Wire

struct Get: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a document as the archive has it.",
    discussion: """
      EXAMPLES
        mucluc get /srv/archive/page.html
        mucluc get --json tin-1 | jq -r .title
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print it as JSON, in the form that add takes.")
  var json = false

  @Argument(help: "The document's id; for a file, its path.")
  var id: String

  func run() throws {
    guard let record = try find() else {
      Output.complain(
        "there is no document \"\(id)\" in collection \(collection.collection)")
      throw Exit.nothingFound
    }
    var output = Output()
    if json {
      output.write(line: record.json)
    } else {
      DocumentPrinter(terminal: Terminal()).print(record, to: &output)
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
