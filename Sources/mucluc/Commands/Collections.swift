import ArgumentParser
import Client
import Glibc
import Wire

struct CollectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collections",
    abstract: "List, make, describe and drop collections.",
    discussion: """
      A collection is made by the first document, too. Its settings say what its
      searches mean that do not say it themselves.

      EXAMPLES
        mucluc collections
        mucluc collections create bao --description 'Tin tức 2019–2023'
        mucluc collections settings bao --accents exact --rank title=3
        mucluc collections settings bao
        mucluc collections drop thu-nghiem
      """,
    subcommands: [List.self, Create.self, Settings.self, Drop.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print their names and sizes.")

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print the daemon's reply as JSON.")
    var json = false

    func run() throws {
      try daemon.show("GET", "/v1/collections", asJSON: json) { archive, output in
        let terminal = Terminal()
        let collections = try archive.collections()
        let width = collections.map(\.name.count).max() ?? 0
        for collection in collections {
          let gap = String(repeating: " ", count: width - collection.name.count + 2)
          let facts =
            collection.failure.isEmpty
            ? "\(Numbers.count(collection.documents, "document")), \(Numbers.bytes(collection.byteCount))"
            : "cannot be used: \(Safe.line(collection.failure))"
          output.write(terminal.bold(collection.name) + gap + facts + "\n")
        }
      }
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a collection.",
      usage: "mucluc collections create [<options>] <name>")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var options: SettingsOptions

    @Argument(help: ArgumentHelp("Its name: a-z, 0-9, _ and -.", valueName: "name"))
    var name: String

    func run() throws {
      let name = try UpkeepOptions.name(name).text
      let archive = daemon.archive()
      if try archive.collections().contains(where: { $0.name == name }) {
        Output.complain("there is a collection \(name) already")
        Output.say("change what is said of it with:  mucluc collections settings \(name) …")
        throw Exit.failed
      }
      var settings = CollectionSettings()
      try options.change(&settings)
      try archive.setSettings(settings, of: name)
      Output.say("collection \(name) is there")
    }
  }

  struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is said of a collection, or change it.",
      usage: "mucluc collections settings [<options>] [<name>]",
      discussion: """
        Without options the settings are printed as JSON. What no option names stays
        as it is; --clear forgets all before anything else.

        EXAMPLES
          mucluc collections settings bao
          mucluc collections settings bao --limit 20 --match all
          mucluc collections settings bao --clear
        """)

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var options: SettingsOptions

    @Flag(help: "Forget what was said.")
    var clear = false

    @Argument(help: ArgumentHelp("The collection.", valueName: "name"))
    var name = Wire.defaultCollection

    func run() throws {
      let name = try UpkeepOptions.name(name).text
      let archive = daemon.archive()
      let old = try archive.settings(of: name)
      var settings = clear ? CollectionSettings() : old
      try options.change(&settings)
      if clear || options.changesAnything { try archive.setSettings(settings, of: name) }
      var output = Output()
      output.write(line: settings.json)
      output.flush()
    }
  }

  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a collection with all its documents.",
      discussion: """
        On a terminal it says how many documents go and asks first; elsewhere it wants
        --yes. The files that the documents were read from are not touched, nor are
        snapshots. For root, the daemon's own user and administrators.

        EXAMPLE
          mucluc collections drop thu-nghiem
        """)

    @OptionGroup var daemon: DaemonOptions

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @Argument(help: ArgumentHelp("The collection.", valueName: "name"))
    var name: String

    func run() throws {
      let name = try UpkeepOptions.name(name).text
      let archive = daemon.archive()
      let all = try archive.collections()
      if let found = all.first(where: { $0.name == name }), !yes {
        let documents = Numbers.count(found.documents, "document")
        let question = "Drop collection \(name) with \(documents)?"
        guard try Confirmation.ask(question) else { throw Exit.nothingFound }
      }
      let documents = try archive.drop(name)
      Output.say("dropped \(name): \(Numbers.count(documents, "document"))")
    }
  }
}

/// What can be said of a collection.
struct SettingsOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What it is, for people.", valueName: "text"))
  var description: String?

  @Option(help: ArgumentHelp("Hits on a page.", valueName: "count"))
  var limit: Int?

  @Option(help: "What typed diacritics mean: auto, exact or fold.")
  var accents: SearchQuery.Accents?

  @Option(help: "How many of the words a hit must have: any, most or all.")
  var match: SearchQuery.Match?

  @Option(help: ArgumentHelp("How long a search may take.", valueName: "milliseconds"))
  var timeoutMs: Int?

  @Option(
    help: ArgumentHelp(
      "A weight of the order of hits, as Config/ranking.tsv names them; may be given again.",
      valueName: "name=number"))
  var rank: [String] = []

  var changesAnything: Bool {
    description != nil || limit != nil || accents != nil || match != nil || timeoutMs != nil
      || !rank.isEmpty
  }

  func change(_ settings: inout CollectionSettings) throws {
    settings.description = description ?? settings.description
    settings.defaults.limit = limit ?? settings.defaults.limit
    settings.defaults.accents = accents ?? settings.defaults.accents
    settings.defaults.match = match ?? settings.defaults.match
    settings.defaults.timeoutMilliseconds = timeoutMs ?? settings.defaults.timeoutMilliseconds
    for text in rank {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Double(parts[1]) else {
        throw ValidationError("--rank takes NAME=NUMBER, as title=3, and not \(text)")
      }
      settings.ranking[parts[0]] = number
    }
  }
}

/// Asks before something cannot be taken back.
enum Confirmation {
  /// - Throws: a usage error where nobody can be asked.
  static func ask(_ question: String) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      throw ValidationError("Nobody can be asked here: say --yes.")
    }
    Output.put("\(question) [y/N] ")
    return ["y", "yes", "c", "có"].contains((readLine() ?? "").lowercased())
  }
}
