import ArgumentParser
import Client
import Wire

struct RawQuery: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Send a request of your own, and print the reply as it is.",
    usage: "mucluc query [<options>] <method> <path> [<body>]",
    discussion: """
      For whatever has no command, and to see what the API says. A body is JSON,
      or lines of it for paths that take documents; - reads it from standard
      input, @FILE from a file. What is refused is printed, too (exit code 5, or 4
      when it is about the query).

      EXAMPLES
        mucluc query GET /v1/status
        mucluc query POST /v1/search '{"q":"uy ban","limit":3}'
        mucluc query POST /v1/collections/main/documents @tin.ndjson
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(help: ArgumentHelp("What the body is, if not JSON.", valueName: "type"))
  var type: String?

  @Argument(help: "GET, POST, PUT, DELETE, …")
  var method: String

  @Argument(help: "The path, with its query: /v1/count?q=lua")
  var path: String

  @Argument(help: "The body of the request.")
  var body: String?

  func validate() throws {
    guard path.hasPrefix("/") else {
      throw ValidationError("A path begins with a slash: /v1/status")
    }
    guard method.utf8.allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 & 0xDF }) else {
      throw ValidationError("A method is a word: GET, POST, PUT, DELETE")
    }
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ValidationError("In a path other letters are written as %XX: /v1/count?q=l%C3%BAa")
    }
  }

  func run() throws {
    let body = try bytes()
    var output = Output()
    do throws(ClientError) {
      let reply = try daemon.archive().call(
        method.uppercased(), path, contentType: mediaType, body)
      output.write(reply)
      if let last = reply.last, last != UInt8(ascii: "\n") { output.write("\n") }
      output.flush()
    } catch .refused(let problem) {
      output.write(line: problem.json)
      output.flush()
      throw Exit.code(of: problem)
    }
  }

  /// Lines for the path that takes many documents, else JSON.
  private var mediaType: String? {
    if let type { return type }
    guard body != nil else { return nil }
    let isForMany = path.prefix { $0 != "?" }.hasSuffix("/documents")
    return isForMany ? "application/x-ndjson" : "application/json"
  }

  private func bytes() throws -> [UInt8] {
    guard let body else { return [] }
    guard body == "-" || body.hasPrefix("@") else { return Array(body.utf8) }
    var lines = try LineReader(body == "-" ? "-" : String(body.dropFirst()))
    var bytes: [UInt8] = []
    while let line = try lines.next() { bytes += line + [UInt8(ascii: "\n")] }
    return bytes
  }
}
