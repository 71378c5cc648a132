import ArgumentParser
import Client
import Wire

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the daemon holds and does.",
    discussion: """
      EXAMPLES
        mucluc status
        mucluc status --json | jq '.collections[].documents'
      """)

  @OptionGroup var daemon: DaemonOptions

  @Flag(help: "Print the daemon's reply as JSON.")
  var json = false

  func run() throws {
    try daemon.show("GET", "/v1/status", asJSON: json) { archive, output in
      print(try archive.status(), to: &output)
    }
  }

  private func print(_ status: DaemonStatus, to output: inout Output) {
    let terminal = Terminal()
    let requests = status.requests
    var facts = [
      (
        "daemon",
        "mucluc \(status.version), pid \(status.pid), up \(Numbers.uptime(seconds: status.uptimeSeconds))"
      ),
      ("data", Safe.line(status.dataDirectory)), ("socket", Safe.line(status.socket)),
      ("memory", "\(Numbers.bytes(status.peakMemory)) at most"),
      (
        "requests",
        "\(Numbers.grouped(requests.answered)) answered, \(Numbers.grouped(requests.failed)) with an"
          + " error; \(Numbers.count(requests.connections, "connection")) open"
      ),
    ]
    facts.append(("config", configuration(status.configuration)))
    for (name, value) in facts { output.write(terminal.dim(pad(name, 10)) + value + "\n") }
    output.write("\n")
    let width = status.collections.reduce(10) { max($0, $1.name.count + 2) }
    for collection in status.collections {
      print(collection, width, terminal, to: &output)
      for source in status.sources where source.collection == collection.name {
        print(source, width, terminal, to: &output)
      }
    }
    // Nothing of them is in the archive yet.
    let names = Set(status.collections.map(\.name))
    for source in status.sources where !names.contains(source.collection) {
      output.write(terminal.bold(pad(source.collection, width)) + "not there yet\n")
      print(source, width, terminal, to: &output)
    }
  }

  private func print(
    _ source: SourceStatus, _ width: Int, _ terminal: Terminal, to output: inout Output
  ) {
    let margin = String(repeating: " ", count: width)
    let facts = ([SourceText.state(of: source)] + SourceText.counts(of: source))
      .joined(separator: ", ")
    output.write("\(margin)\(source.name): \(Safe.line(source.path)), \(facts)\n")
    if !source.failure.isEmpty { output.write("\(margin)  \(Safe.line(source.failure))\n") }
  }

  private func configuration(_ configuration: DaemonStatus.Configuration) -> String {
    let files = configuration.files
    var text = files.isEmpty ? "defaults" : Safe.line(files.joined(separator: ", "))
    if !configuration.needsRestart.isEmpty {
      text += "; waits for the next start: \(configuration.needsRestart.joined(separator: ", "))"
    }
    if !configuration.failure.isEmpty {
      text += "; not read anew: \(Safe.line(configuration.failure))"
    }
    return text
  }

  private func print(
    _ collection: DaemonStatus.Collection, _ width: Int, _ terminal: Terminal,
    to output: inout Output
  ) {
    output.write(terminal.bold(pad(collection.name, width)))
    guard collection.failure.isEmpty || collection.segments > 0 else {
      output.write("cannot be used: \(Safe.line(collection.failure))\n")
      return
    }
    var facts = [
      Numbers.count(collection.documents, "document"),
      Numbers.count(collection.segments, "segment"),
      Numbers.bytes(collection.byteCount),
    ]
    if collection.deleted > 0 { facts.append("\(Numbers.grouped(collection.deleted)) deleted") }
    if collection.pending > 0 {
      facts.append("\(Numbers.grouped(collection.pending)) not yet searchable")
    }
    output.write(facts.joined(separator: ", ") + "\n")
    if !collection.failure.isEmpty { output.write("          \(Safe.line(collection.failure))\n") }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
