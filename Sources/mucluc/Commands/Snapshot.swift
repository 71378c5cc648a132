import ArgumentParser
import Client
import Daemon
import Wire

struct Snapshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy a collection as it is now.",
    discussion: """
      Makes the folder, which must not exist, with all that is needed to open the
      collection again: mucluc restore puts it back, or without a daemon put the
      folder in the place of DATA/collections/NAME. On the same file system files
      are linked, which takes milliseconds and no space. Searches and writes go on.
      The daemon writes the folder, so administrators may ask it to.

      EXAMPLES
        mucluc snapshot main /srv/index-snapshots/2026-11-23
        mucluc snapshot main /backup/main --data /srv/index      # without a daemon
      """)

  @OptionGroup var options: UpkeepOptions

  @Argument(help: ArgumentHelp("The collection.", valueName: "name"), completion: .collections)
  var collection: String

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "dir"))
  var folder: String

  func run() throws {
    let name = try UpkeepOptions.name(collection)
    guard let path = FilePath.absolute(folder) else {
      throw ValidationError("there is no working directory: name the folder from the root")
    }
    let result =
      if let files = options.files {
        try files.snapshot(name, to: path)
      } else {
        try options.archive().snapshot(name.text, to: path)
      }
    options.print(
      result,
      "\(Numbers.count(result.documents, "document")), \(Numbers.bytes(result.bytes)), in"
        + " \(Safe.line(path))")
  }
}
