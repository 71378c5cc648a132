import ArgumentParser
import Client
import Wire

struct Copies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List documents that are nearly the same.",
    usage: "mucluc copies [<options>] [<id>]",
    discussion: """
      Texts of files that papers reprint from each other, whenever they came: of the
      newest 100,000 texts each is compared with those before it. A family is printed
      with its documents, one a line, and an empty line behind it. With an id, only
      the family of that document. Exit code 1: there are none.

      EXAMPLES
        mucluc copies
        mucluc copies /srv/archive/page.html
        mucluc copies --json | jq -r '.documents | length'
        mucluc search --collapse bão số 3    # reprints once
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print a JSON object for each family.")
  var json = false

  @Argument(help: "Only the family of this document.")
  var id: String?

  func run() throws {
    let archive = daemon.archive()
    var output = Output()
    var last: Int?
    var isEmpty = true
    repeat {
      let page = try archive.copies(
        of: id, in: collection.collection, limit: 1_000, after: last)
      for family in page.families {
        isEmpty = false
        write(family, to: &output)
      }
      last = page.next
    } while last != nil
    output.flush()
    if isEmpty { throw Exit.nothingFound }
  }

  private func write(_ family: FileCopies.Family, to output: inout Output) {
    if json {
      var writer = JSONWriter()
      family.write(to: &writer)
      output.write(line: writer.bytes)
    } else {
      output.write(family.documents.map { Safe.line($0) + "\n" }.joined() + "\n")
    }
  }
}
