import ArgumentParser
import Daemon
import Wire

struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make collections anew that an older program made.",
    discussion: """
      When the rules of analysis or the format have changed, the stored documents
      are analyzed again and their segments written anew. The old files are there
      until the new ones are complete, so it may be cut short and begun again. The
      daemon must be off.

      EXAMPLES
        mucluc upgrade --data /srv/index
        mucluc upgrade main --all --data /srv/index    # mends what is made from documents
      """)

  @Option(
    help: ArgumentHelp(
      "Where the indexes are (default: $MUCLUC_DATA, else /var/lib/mucluc).", valueName: "dir"))
  var data: String?

  @Flag(help: "Make everything anew, also what this program made.")
  var all = false

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(
    help: ArgumentHelp("The collection; all of them if none is named.", valueName: "name"),
    completion: .collections)
  var collection: String?

  func run() throws {
    let files = DataFiles(data ?? DaemonSettings.defaultData)
    let named = try collection.map(UpkeepOptions.name)
    var output = Output()
    for name in try named.map({ [$0] }) ?? files.collections() {
      var line = ProgressLine()
      let result = try files.upgrade(name, all: all) { done, total in
        line.show { "\(name): \(Numbers.grouped(done)) of \(Numbers.grouped(total)) documents" }
      }
      line.end()
      if json { output.write(line: result.json) } else { print(result, to: &output) }
    }
    output.flush()
  }

  private func print(_ result: UpkeepResult, to output: inout Output) {
    if result.segments == 0 {
      output.write("\(result.collection): nothing to do\n")
    } else {
      output.write(
        "\(result.collection): \(Numbers.count(result.segments, "segment")) with"
          + " \(Numbers.count(result.documents, "document")) made anew in"
          + " \(Numbers.duration(microseconds: result.microseconds))\n")
    }
  }
}
