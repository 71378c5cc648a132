import ArgumentParser
import Client
import Daemon
import Logging
import Wire

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon in the foreground.",
    discussion: """
      Says when it is ready, and serves until SIGTERM or SIGINT; then it finishes the requests it
      has begun, commits, and exits with 0. One daemon at a time can have a data directory.

      EXAMPLES
        mucluc serve
        mucluc serve --data Index/data --socket /tmp/mucluc.sock
      """)

  @Option(
    help: ArgumentHelp(
      "Where the indexes are (default: $MUCLUC_DATA, else /var/lib/mucluc).", valueName: "dir"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The Unix socket to listen on (default: as the clients look for it).", valueName: "path"))
  var socket: String?

  @Option(
    help: ArgumentHelp(
      "What the buffers of indexing share, of all collections; the process needs some 150 more.",
      valueName: "megabytes"))
  var memory = 512

  @Option(
    help: ArgumentHelp(
      "Weights of the order of hits, a name, a tab and a number a line.", valueName: "file"))
  var ranking: String?

  @Option(help: "How much is logged: debug, info, notice, warning or error.")
  var logLevel: LogLevel = .notice

  func validate() throws {
    guard (32...1 << 20).contains(memory) else {
      throw ValidationError("--memory is a number of megabytes, 32 at least")
    }
  }

  func run() async throws {
    var settings = DaemonSettings(
      data: data ?? DaemonSettings.defaultData, socket: socket ?? Archive.defaultSocket)
    settings.memoryBudget = memory << 20
    if let ranking { try settings.takeRanking(text(of: ranking)) }
    var logger = Logger(label: "mucluc") { _ in LogLines() }
    logger.logLevel = logLevel.level
    let daemon = Daemon(settings: settings, logger: logger) { status in
      var output = Output()
      let documents = status.collections.reduce(0) { $0 + $1.documents }
      output.write(
        "mucluc is ready: \(Numbers.count(documents, "document")) in \(status.dataDirectory),"
          + " socket \(status.socket), pid \(status.pid)\n")
      output.flush()
    }
    do throws(DaemonError) { try await daemon.run() } catch {
      Output.complain(error.description)
      throw Exit.failed
    }
  }

  private func text(of file: String) throws -> String {
    var text = ""
    var lines = try LineReader(file)
    while let line = try lines.next() { text += String(decoding: line, as: UTF8.self) + "\n" }
    return text
  }
}

/// The levels that make sense to ask for.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case debug
  case info
  case notice
  case warning
  case error

  var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}
