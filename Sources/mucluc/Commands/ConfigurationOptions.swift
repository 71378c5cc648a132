import ArgumentParser
import Client
import Daemon
import Glibc
import Wire

/// Where the daemon's configuration comes from.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration (default: /etc/mucluc/mucluc.toml, if it is there).", valueName: "file"))
  var config: String?

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
      "What the buffers of indexing share, of all collections (default: 512); the process needs some 150 more.",
      valueName: "megabytes"))
  var memory: Int?

  @Option(
    help: ArgumentHelp(
      "Weights of the order of hits, a name, a tab and a number a line.", valueName: "file"))
  var ranking: String?

  @Option(help: "How much is logged: debug, info, notice, warning or error.")
  var logLevel: LogLevel?

  @Option(
    help: ArgumentHelp("Any key of the configuration; may be given again.", valueName: "key=value"))
  var set: [String] = []

  func validate() throws {
    if let memory, !(32...1 << 20).contains(memory) {
      throw ValidationError("--memory is a number of megabytes, 32 at least")
    }
    for text in set where !text.contains("=") {
      throw ValidationError("--set takes KEY=VALUE, as search.queue=128, and not \(text)")
    }
  }

  var sources: Configuration.Sources {
    var flags: [(flag: String, path: String, text: String)] = []
    if let data { flags.append(("--data", "data.dir", data)) }
    if let socket { flags.append(("--socket", "server.socket", socket)) }
    if let memory { flags.append(("--memory", "ingest.memory", "\(memory)MiB")) }
    if let ranking { flags.append(("--ranking", "search.ranking", ranking)) }
    if let logLevel { flags.append(("--log-level", "log.level", logLevel.rawValue)) }
    for text in set {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      flags.append(("--set \(parts[0])", String(parts[0]), String(parts[parts.count - 1])))
    }
    return Configuration.Sources(
      file: config, environment: Self.environment, flags: flags, socket: Archive.standardSocket)
  }

  /// The variables of this program.
  private static var environment: [String: String] {
    var found: [String: String] = [:]
    var place = unsafe environ
    // `environ` ends with nil; its texts are copied at once.
    while let entry = unsafe place.pointee {
      let text = unsafe String(cString: entry)
      if text.hasPrefix("MUCLUC_"), let end = text.firstIndex(of: "=") {
        found[String(text[..<end])] = String(text[text.index(after: end)...])
      }
      unsafe place += 1
    }
    return found
  }
}
