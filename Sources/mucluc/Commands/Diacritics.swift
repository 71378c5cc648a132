import ArgumentParser
import Client
import Wire

struct RestoreDiacritics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diacritics",
    abstract: "Give a text typed without diacritics its likely ones.",
    usage: "mucluc diacritics [<options>] [<text> ...]",
    discussion: """
      As the documents of the archive use them; marks that are there stay. Reads
      standard input line by line when no text is given.

      EXAMPLES
        mucluc diacritics mat tran to quoc
        mucluc diacritics -n 5 'thu tuong'        # with their probabilities
        mucluc diacritics < khong-dau.txt
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Readings, each with its probability; 1 prints the text alone."))
  var limit = 1

  @Flag(help: "One JSON line for each text: {\"known\":…,\"readings\":[…]}.")
  var json = false

  @Argument(help: "The text; several words are joined.")
  var text: [String] = []

  func validate() throws {
    guard (1...10).contains(limit) else { throw ValidationError("--limit may be 1 to 10") }
  }

  func run() throws {
    let archive = daemon.archive()
    var output = Output()
    if !text.isEmpty {
      try restore(text.joined(separator: " "), archive, &output)
    } else {
      var lines = try LineReader("-")
      while let line = try lines.next() {
        try restore(String(decoding: line, as: UTF8.self), archive, &output)
      }
    }
    output.flush()
  }

  private func restore(_ text: String, _ archive: Archive, _ output: inout Output) throws {
    if text.isEmpty, !json {
      output.write("\n")
      return
    }
    let found = try archive.diacritics(of: text, in: collection.collection, limit: limit)
    if json {
      var line = JSONWriter()
      line.object { found.write(to: &$0) }
      output.write(line: line.bytes)
      return
    }
    guard found.isKnown else {
      output.flush()
      Output.complain(
        "collection \"\(collection.collection)\" has too few documents to learn from, or is still "
          + "learning; mucluc status shows how many it has")
      throw Exit.nothingFound
    }
    if limit == 1 {
      output.write(Safe.line(found.readings.first?.text ?? text) + "\n")
      return
    }
    for reading in found.readings {
      let percent = Int((reading.probability * 1000).rounded())
      output.write("\(percent / 10),\(percent % 10) %\t\(Safe.line(reading.text))\n")
    }
  }
}
