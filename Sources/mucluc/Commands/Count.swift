import ArgumentParser
import Client
import Wire

struct Count: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count the documents that a search finds.",
    usage: "mucluc count [<options>] [<query> ...]",
    discussion: """
      EXAMPLES
        mucluc count mat tran to quoc
        mucluc count --match all --accents exact 'ủy ban'
        mucluc count --filter 'date = 2023 AND author EXISTS'
      """)

  @OptionGroup var options: QueryOptions

  @Flag(help: "Print {\"total\":{\"value\":…}}.")
  var json = false

  @Argument(help: "The query; several words are joined.")
  var query: [String] = []

  func run() throws {
    if query.isEmpty, options.filter == nil { throw ValidationError("Say what to count.") }
    let asked = options.query(query.joined(separator: " "))
    let total = try options.asking(asked) { () throws(ClientError) in
      try options.daemon.archive().count(asked)
    }
    var output = Output()
    if json {
      var line = JSONWriter()
      line.object { total.write(to: &$0) }
      output.write(line: line.bytes)
    } else {
      output.write("\(total.value)\n")
    }
    output.flush()
    if total.value == 0 { throw Exit.nothingFound }
  }
}
