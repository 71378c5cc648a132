import ArgumentParser
import Client
import Daemon
import Wire

struct Optimize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge the segments of a collection into one.",
    usage: "mucluc optimize [<options>] [<name>]",
    discussion: """
      Leaves out what was deleted, and gives its space back. Searches and writes go
      on meanwhile; the disk holds the old and the new segments until the end. Not
      needed in everyday use: the daemon merges by itself.

      EXAMPLES
        mucluc optimize
        mucluc optimize news --segments 4
        mucluc optimize --data /srv/index      # without a daemon
      """)

  @OptionGroup var options: UpkeepOptions

  @Option(help: ArgumentHelp("How many segments may be left.", valueName: "count"))
  var segments = 1

  @Argument(help: ArgumentHelp("The collection.", valueName: "name"), completion: .collections)
  var collection = Wire.defaultCollection

  func validate() throws {
    guard (1...1_000).contains(segments) else {
      throw ValidationError("--segments is a number from 1 to 1000")
    }
  }

  func run() throws {
    let name = try UpkeepOptions.name(collection)
    let result =
      if let files = options.files {
        try files.optimize(name, segments: segments)
      } else {
        try options.archive().optimize(name.text, segments: segments)
      }
    options.print(
      result,
      "\(Numbers.count(result.segmentsBefore, "segment")) of"
        + " \(Numbers.bytes(result.bytesBefore)) became \(Numbers.grouped(result.segments)) of"
        + " \(Numbers.bytes(result.bytes))")
  }
}
