import ArgumentParser
import Client
import Wire

struct Spell: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a misspelled query was meant to be.",
    discussion: """
      By the words of the documents; a text that has nothing wrong is not printed,
      and the exit code is 1.

      EXAMPLES
        mucluc spell 'chính phũ'        # chính phủ
        mucluc spell --json 'xữ lý' | jq -r '.corrections[].text'
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Print the daemon's reply.")
  var json = false

  @Argument(help: "The query; several words are joined.")
  var text: [String]

  func run() throws {
    let found = try daemon.archive().corrections(
      of: text.joined(separator: " "), in: collection.collection)
    var output = Output()
    if json {
      output.write(line: found.json)
    } else {
      for correction in found.corrections { output.write(Safe.line(correction.text) + "\n") }
    }
    output.flush()
    if found.corrections.isEmpty { throw Exit.nothingFound }
  }
}
