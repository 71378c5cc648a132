import ArgumentParser
import Client
import Wire

struct Suggest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what an unfinished query may become.",
    usage: "mucluc suggest [<options>] <text> ...",
    discussion: """
      The last word is taken for a beginning; put a space behind it when it is
      whole. Phrases are those of the documents, with the number of documents that
      have them.

      EXAMPLES
        mucluc suggest 'mat tr'
        mucluc suggest -n 3 'uỷ ban '
        mucluc suggest --json 'ho chi' | jq -r '.suggestions[].text'
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Option(name: [.customShort("n"), .long], help: "Suggestions to show.")
  var limit = 8

  @Flag(help: "Print the daemon's reply.")
  var json = false

  @Argument(help: "The beginning of a query; several words are joined.")
  var text: [String]

  func validate() throws {
    guard (1...Wire.maximumSuggestions).contains(limit) else {
      throw ValidationError("--limit is 1 to \(Wire.maximumSuggestions).")
    }
  }

  func run() throws {
    let found = try daemon.archive().suggestions(
      for: text.joined(separator: " "), in: collection.collection, limit: limit)
    var output = Output()
    if json {
      output.write(line: found.json)
    } else {
      let terminal = Terminal()
      for suggestion in found.suggestions {
        let count = Numbers.grouped(suggestion.count)
        let padding = String(repeating: " ", count: max(0, 8 - count.count))
        output.write(padding + terminal.dim(count) + "  " + Safe.line(suggestion.text) + "\n")
      }
    }
    output.flush()
    if found.suggestions.isEmpty { throw Exit.nothingFound }
  }
}
