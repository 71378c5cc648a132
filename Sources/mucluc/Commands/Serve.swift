import ArgumentParser
import Client
import Daemon
import Logging
import Wire

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon in the foreground.",
    usage: "mucluc serve [<options>]",
    discussion: """
      Says when it is ready, and serves until SIGTERM or SIGINT; then it finishes
      the requests it has begun, commits, and exits with 0. One daemon at a time
      can have a data directory. SIGHUP, or mucluc reload, has it read its
      configuration anew.

      What it is told comes from --config, else /etc/mucluc/mucluc.toml if that is
      there; from the files of mucluc.d beside it; from variables as
      MUCLUC_SEARCH_QUEUE; and from options. Later ones win. mucluc config show
      tells what comes of it.

      EXAMPLES
        mucluc serve
        mucluc serve --data Index/data --socket /tmp/mucluc.sock
        mucluc serve --config mucluc.toml --set search.queue=128 --set log.format=json
      """)

  @OptionGroup var configuration: ConfigurationOptions

  func run() async throws {
    let sources = configuration.sources
    let configuration = try Configuration(sources)
    let log = LiveLog(configuration.settings.log)
    let logger = Logger(label: "mucluc") { _ in LogLines(log) }
    let daemon = Daemon(configuration, from: sources, log: log, logger: logger) { status in
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
}
