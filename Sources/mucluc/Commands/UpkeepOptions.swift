import ArgumentParser
import Client
import Daemon
import Wire

/// Whose files are meant: those of a running daemon, or of a data directory without one.
struct UpkeepOptions: ParsableArguments {
  @OptionGroup var daemon: DaemonOptions

  @Option(
    help: ArgumentHelp(
      "Work on the files of this data directory, without a daemon.", valueName: "dir"))
  var data: String?

  @Flag(help: "Print what was done as JSON.")
  var json = false

  /// The files to work on, nil when the daemon is to be asked.
  var files: DataFiles? { data.map { DataFiles($0) } }

  /// An archive that is given the time that large collections take.
  func archive() -> Archive {
    Archive(socket: daemon.socket ?? Archive.defaultSocket, timeoutSeconds: 7 * 86_400)
  }

  /// A collection's name, as it was typed.
  static func name(_ text: String) throws -> CollectionName {
    do { return try CollectionName(text) } catch {
      throw ValidationError("\(error.detail): \(error.hint ?? "")")
    }
  }

  func print(_ result: UpkeepResult, _ text: String) {
    var output = Output()
    if json {
      output.write(line: result.json)
    } else {
      output.write(text + " in \(Numbers.duration(microseconds: result.microseconds))\n")
    }
    output.flush()
  }
}
