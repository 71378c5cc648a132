import ArgumentParser
import Wire

struct Sync: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the archive as folders are: add what is new, delete what is gone.",
    usage: "mucluc sync [<options>] <folder> ...",
    discussion: """
      Does what add does, and deletes the documents of files that are gone. It is a
      command of its own because it deletes: add never does, as rsync does not
      without --delete.

      Only what was added from files below the folder is deleted, and only when the
      folder was seen whole: not when a part of it could not be opened, when it is
      missing or empty, when all of a file system in it is missing, or when more
      than half of its files (and more than 20) are gone. --force says that it is
      meant so. --dry-run shows what would be deleted.

      With --watch it goes on as add --watch does.

      EXAMPLES
        mucluc sync /srv/archive
        mucluc sync --dry-run /srv/archive
        mucluc sync --watch /srv/archive
        mucluc sync --force /srv/emptied
      """)

  @OptionGroup var adding: AddingOptions

  @Flag(help: "Delete even if it looks as if a file system were missing.")
  var force = false

  @Flag(name: .long, help: "Say what would be deleted, and change nothing.")
  var dryRun = false

  @Argument(help: ArgumentHelp("Folders.", valueName: "folder"), completion: .directory)
  var folders: [String]

  func validate() throws {
    if dryRun, adding.watch { throw ValidationError("--watch does not go with --dry-run.") }
    if folders.contains("-") {
      throw ValidationError("sync takes folders; mucluc add - reads standard input.")
    }
  }

  func run() throws {
    var options = adding.options
    options.deletes = true
    options.isForced = force
    options.isDryRun = dryRun
    try adding.run(options, folders)
  }
}
