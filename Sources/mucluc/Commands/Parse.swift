import ArgumentParser
import Client
import Wire

struct Parse: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how a query is read.",
    usage: "mucluc parse [<options>] [<query> ...]",
    discussion: """
      The tree of the query as the daemon reads it, with the words as they are
      looked up, what open words stand for, and notes on what was read as text. See
      mucluc help syntax.

      EXAMPLES
        mucluc parse 'title:"mặt trận" NEAR/5 tổ*'
        mucluc parse --syntax strict '(mưa OR nắng'     # says where it is wrong
        mucluc parse --json 'hoà~ 2 of (a b c)' | jq .tree
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Option(help: "What typed diacritics mean: auto, exact or fold.")
  var accents: SearchQuery.Accents = .auto

  @Option(help: "lenient: typed text never fails; strict: errors with positions.")
  var syntax: SearchQuery.Syntax = .lenient

  @Flag(help: "The daemon's reply: {\"understood\":…,\"tree\":{…},\"notes\":[…]}.")
  var json = false

  @Argument(help: "The query; several words are joined.")
  var query: [String] = []

  func run() throws {
    if query.isEmpty { throw ValidationError("Say what to parse.") }
    let text = query.joined(separator: " ")
    let found = try RefusedText.showing(text, at: "/q") { () throws(ClientError) in
      try daemon.archive().parse(
        text, in: collection.collection, accents: accents, syntax: syntax)
    }
    var output = Output()
    if json {
      var line = JSONWriter()
      line.object { found.write(to: &$0) }
      output.write(line: line.bytes)
    } else {
      TreePrinter(terminal: Terminal()).print(found, to: &output)
    }
    output.flush()
    for note in found.notes where !json {
      Output.say("note: " + Safe.line(note.text))
      Output.say(RefusedText.pointer(in: text, at: note.byte))
    }
    if found.tree == nil { throw Exit.nothingFound }
  }
}
