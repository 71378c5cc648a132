import ArgumentParser
import Client
import Wire

struct SavedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saved",
    abstract: "Keep searches under names, to watch what they find.",
    discussion: """
      Each user has searches of its own. mucluc watch tells of new documents that
      they find.

      EXAMPLES
        mucluc saved put lu-quet '"lũ quét"' -c bao
        mucluc saved
        mucluc watch lu-quet
        mucluc saved rm lu-quet
      """,
    subcommands: [List.self, Put.self, Remove.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print them.")

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print the daemon's reply as JSON.")
    var json = false

    func run() throws {
      try daemon.show("GET", "/v1/saved", asJSON: json) { archive, output in
        for one in try archive.savedSearches() {
          output.write("\(Terminal().bold(one.name))  \(Safe.line(one.query.text))\n")
        }
      }
    }
  }

  struct Put: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a search, in the place of one of its name.",
      usage: "mucluc saved put [<options>] <name> <query> ...")

    @OptionGroup var options: QueryOptions

    @Argument(help: "A name: a-z, 0-9, _ and -.")
    var name: String

    @Argument(help: "The words of the query.")
    var query: [String]

    func run() throws {
      let query = options.query(query.joined(separator: " "))
      let isNew = try options.asking(query) { () throws(ClientError) in
        try options.daemon.archive().save(query, as: name)
      }
      Output.say(isNew ? "saved" : "replaced")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Forget one.")

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "Its name.")
    var name: String

    func run() throws { try daemon.archive().forget(name) }
  }
}

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Tell of new documents that saved searches find.",
    discussion: """
      A line for each, as soon as it can be found: of documents that were added or
      changed since the command began, those that have all words. Until ^C, or the
      daemon's end.

      EXAMPLES
        mucluc watch
        mucluc watch lu-quet --json | while read -r line; do notify-send "$line"; done
      """)

  @OptionGroup var daemon: DaemonOptions

  @Flag(help: "Print each as JSON.")
  var json = false

  @Argument(help: "Saved searches; all of them if none is named.")
  var names: [String] = []

  func run() throws {
    try daemon.archive().watch(names) { alert in
      var output = Output()
      if json {
        var text = JSONWriter()
        alert.write(to: &text)
        output.write(line: text.bytes)
      } else {
        output.write(
          "\(Terminal().bold(alert.saved))  \(Safe.line(alert.title))  \(Terminal().dim(Safe.line(alert.id)))\n"
        )
      }
      output.flush()
    }
  }
}
