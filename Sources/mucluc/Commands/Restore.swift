import ArgumentParser
import Client
import Wire

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put a snapshot in the place of a collection.",
    discussion: """
      All at once: until the last moment searches find the old documents, then those
      of the snapshot, and no crash leaves half of either. A collection that is not
      there is made. The snapshot stays. On a terminal it asks first when documents
      would go; elsewhere it wants --yes. For root, the daemon's own user and
      administrators.

      EXAMPLES
        mucluc restore main truoc-tet
        mucluc restore main-thu /srv/index-snapshots/2026-11-23
      """)

  @OptionGroup var daemon: DaemonOptions

  @Flag(name: [.short, .long], help: "Do not ask.")
  var yes = false

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(help: ArgumentHelp("The collection.", valueName: "name"))
  var collection: String

  @Argument(
    help: ArgumentHelp(
      "A name of mucluc snapshots, or a folder that mucluc snapshot made.",
      valueName: "snapshot"))
  var snapshot: String

  func run() throws {
    let name = try UpkeepOptions.name(collection).text
    let archive = Archive(
      socket: daemon.socket ?? Archive.defaultSocket, timeoutSeconds: 7 * 86_400)
    let present = try archive.collections().first { $0.name == name }
    if let present, present.documents > 0, !yes {
      let documents = Numbers.count(present.documents, "document")
      guard try Confirmation.ask("Replace the \(documents) of \(name)?") else {
        throw Exit.nothingFound
      }
    }
    let path = snapshot.contains("/") ? FilePath.absolute(snapshot) : nil
    let result = try archive.restore(
      name, from: path.map(Archive.SnapshotPlace.folder) ?? .kept(snapshot))
    var output = Output()
    if json {
      output.write(line: result.json)
    } else {
      output.write(
        "\(name) has \(Numbers.count(result.documents, "document")) again, in"
          + " \(Numbers.duration(microseconds: result.microseconds))\n")
    }
    output.flush()
  }
}

struct SnapshotsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshots",
    abstract: "List, make and remove the snapshots that the daemon keeps.",
    discussion: """
      They lie in DATA/snapshots and share their space with the collection while
      that has the same files. For other places see mucluc help snapshot.

      EXAMPLES
        mucluc snapshots
        mucluc snapshots create main truoc-tet
        mucluc restore main truoc-tet
        mucluc snapshots rm main truoc-tet
      """,
    subcommands: [List.self, Create.self, Remove.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print them.")

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print the daemon's reply as JSON.")
    var json = false

    func run() throws {
      try daemon.show("GET", "/v1/snapshots", asJSON: json) { archive, output in
        for one in try archive.snapshots() {
          output.write(
            "\(one.collection)  \(Terminal().bold(one.name))  \(Numbers.bytes(one.byteCount))"
              + "  \(one.createdAt)\n")
        }
      }
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make one.")

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: ArgumentHelp("The collection.", valueName: "collection"))
    var collection = Wire.defaultCollection

    @Argument(help: ArgumentHelp("Its name; of the time if none is given.", valueName: "name"))
    var name: String?

    func run() throws {
      let result = try daemon.archive().snapshot(
        UpkeepOptions.name(collection).text, named: name)
      Output.say(
        "\(Numbers.count(result.documents, "document")), \(Numbers.bytes(result.bytes)), in"
          + " \(Safe.line(result.path))")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Remove one for good.")

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: ArgumentHelp("The collection.", valueName: "collection"))
    var collection: String

    @Argument(help: ArgumentHelp("The snapshot's name.", valueName: "name"))
    var name: String

    func run() throws {
      try daemon.archive().removeSnapshot(name, of: UpkeepOptions.name(collection).text)
    }
  }
}

struct Reindex: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the segments of a collection anew from its documents.",
    discussion: """
      While the daemon runs: searches go on, writes are refused until it is done. For
      what an older program made, and to mend what is made from documents. Without a
      daemon: mucluc upgrade.

      EXAMPLES
        mucluc reindex
        mucluc reindex bao
      """)

  @OptionGroup var daemon: DaemonOptions

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(help: ArgumentHelp("The collection.", valueName: "name"))
  var collection = Wire.defaultCollection

  func run() throws {
    let name = try UpkeepOptions.name(collection).text
    let archive = Archive(
      socket: daemon.socket ?? Archive.defaultSocket, timeoutSeconds: 7 * 86_400)
    let result = try archive.reindex(name)
    var output = Output()
    if json {
      output.write(line: result.json)
    } else {
      output.write(
        "\(Numbers.count(result.documents, "document")) made anew in"
          + " \(Numbers.duration(microseconds: result.microseconds))\n")
    }
    output.flush()
  }
}
