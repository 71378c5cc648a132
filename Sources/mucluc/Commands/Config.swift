import ArgumentParser
import Client
import Daemon
import Wire

struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show and check the daemon's configuration.",
    discussion: """
      Config/mucluc.toml has every key with its default and what it is for.

      EXAMPLES
        mucluc config show --origin
        mucluc config check /etc/mucluc/mucluc.toml
      """,
    subcommands: [Show.self, Check.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what mucluc serve would take, as a file of its own.",
      usage: "mucluc config show [<options>]",
      discussion: """
        Takes the options of mucluc serve. A running daemon may have been started
        with others: mucluc status names its files.

        EXAMPLES
          mucluc config show --origin
          mucluc config show --config mucluc.toml
        """)

    @OptionGroup var configuration: ConfigurationOptions

    @Flag(help: "Say where each value comes from.")
    var origin = false

    @Flag(help: "Print {\"values\":[{\"key\":…,\"value\":…,\"origin\":…}]}.")
    var json = false

    func run() throws {
      let values = try Configuration(configuration.sources).values
      var output = Output()
      if json {
        var text = JSONWriter()
        text.object { text in
          text.array("values") { text in
            for (path, value, origin) in values {
              text.object { text in
                text.member("key", path)
                text.member("value", value)
                text.member("origin", origin.description)
              }
            }
          }
        }
        output.write(line: text.bytes)
      } else {
        output.write(Self.toml(values, withOrigins: origin, Terminal()))
      }
      output.flush()
    }

    private static func toml(
      _ values: [(path: String, text: String, origin: ConfigOrigin)], withOrigins: Bool,
      _ terminal: Terminal
    ) -> String {
      let lines = values.map { value in
        let name = value.path.split(separator: ".").last.map(String.init) ?? value.path
        let section = value.path.dropLast(name.count + 1)
        return (section: String(section), line: "\(name) = \(value.text)", origin: value.origin)
      }
      let width = lines.map(\.line.count).filter { $0 <= 48 }.max() ?? 0
      var text = ""
      var section = ""
      for line in lines {
        if line.section != section {
          text += (text.isEmpty ? "" : "\n") + terminal.bold("[\(line.section)]") + "\n"
          section = line.section
        }
        text += line.line
        if withOrigins {
          let gap = String(repeating: " ", count: max(1, width - line.line.count + 2))
          text += gap + terminal.dim("# \(line.origin)")
        }
        text += "\n"
      }
      return text
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with a configuration; exit code 5 when anything is.",
      usage: "mucluc config check [<options>] [<file>]",
      discussion: """
        All that is wrong is told, with file and line. Without a file, what mucluc
        serve would take is checked.

        EXAMPLE
          mucluc config check mucluc.toml && mucluc reload
        """)

    @OptionGroup var configuration: ConfigurationOptions

    @Argument(help: ArgumentHelp("The file to check, with its mucluc.d.", valueName: "file"))
    var file: String?

    func run() throws {
      var sources = configuration.sources
      if let file { sources.file = file }
      let files = try Configuration(sources).files
      var output = Output()
      let read = files.isEmpty ? "no file: all is as by default" : files.joined(separator: ", ")
      output.write("nothing is wrong (\(Safe.line(read)))\n")
      output.flush()
    }
  }
}

struct Reload: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have the daemon read its configuration anew.",
    discussion: """
      All of it or, when anything is wrong, nothing. Names the keys that wait for
      the next start. For root, the daemon's own user and administrators; SIGHUP
      does the same.

      EXAMPLE
        mucluc config check && mucluc reload
      """)

  @OptionGroup var daemon: DaemonOptions

  @Flag(help: "Print the daemon's reply as JSON.")
  var json = false

  func run() throws {
    try daemon.show("POST", "/v1/admin/reload", asJSON: json) { archive, output in
      let report = try archive.reload()
      let files = report.files.isEmpty ? "defaults only" : report.files.joined(separator: ", ")
      output.write("read anew: \(Safe.line(files))\n")
      if !report.needsRestart.isEmpty {
        output.write("waits for the next start: \(report.needsRestart.joined(separator: ", "))\n")
      }
    }
  }
}
