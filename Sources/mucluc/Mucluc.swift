import ArgumentParser
import Client
import Daemon
import Wire

/// # mucluc
///
/// The command line: `serve` is the daemon, every other command is a client of it. `analyze` and
/// `extract` need no daemon. Files are read here, by the user who asks, and sent to the daemon as
/// documents, so that the daemon never opens a file that its caller may not.
///
/// What a program may read is printed by `--json`; people get text, with colours on a terminal.
struct Mucluc: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mucluc",
    abstract: "Full-text search for Vietnamese archives.",
    discussion: """
      EXAMPLES
        mucluc serve --data /srv/index --socket /tmp/mucluc.sock
        mucluc add /srv/archive
        mucluc search mat tran to quoc
        mucluc search '"lan tỏa" -bóng đá' -n 5 --json

      Queries may be typed with or without diacritics; mucluc help syntax tells what
      else they may hold. The daemon is found at --socket, else at $MUCLUC_SOCKET,
      $XDG_RUNTIME_DIR/mucluc.sock or /run/mucluc/mucluc.sock.

      EXIT CODES
        0  done; hits were found
        1  nothing was found; or, of check, something is damaged
        2  wrong usage
        3  no daemon answers
        4  the query is not well formed
        5  something failed, wholly or in part
        130  ended by Ctrl-C, cleanly
      """,
    version: Wire.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Finding",
        subcommands: [
          Search.self, WebCommand.self, Get.self, Count.self, Similar.self, Export.self,
          Suggest.self, Spell.self, RestoreDiacritics.self, Explain.self, Parse.self, Syntax.self,
          SavedCommand.self, WatchCommand.self,
        ]),
      CommandGroup(
        name: "Changing",
        subcommands: [
          Add.self, Sync.self, IngestCommand.self, Problems.self, Copies.self, Remove.self,
          CollectionsCommand.self,
          SynonymsCommand.self,
        ]),
      CommandGroup(
        name: "Daemon",
        subcommands: [
          Serve.self, Status.self, Stop.self, Reload.self, Config.self, Metrics.self,
          Top.self, RawQuery.self,
        ]),
      CommandGroup(
        name: "Upkeep",
        subcommands: [
          Check.self, Optimize.self, Reindex.self, TasksCommand.self, Snapshot.self,
          SnapshotsCommand.self, Restore.self, Upgrade.self,
        ]),
      CommandGroup(name: "Text", subcommands: [Extract.self, Analyze.self]),
    ])

  static var commandNames: [String] { configuration.subcommands.map { $0._commandName } }

  /// The word in the place of a command that is none; nil where all is well, or there is no word.
  static func strangeCommand(in words: [String]) -> String? {
    let word = words.first == "help" ? words.dropFirst().first : words.first
    guard let word, !word.hasPrefix("-"), word != "help" else { return nil }
    return commandNames.contains(word) ? nil : word
  }
}

/// How a command ends when it does not end well.
enum Exit {
  static let nothingFound = ExitCode(1)
  static let damaged = ExitCode(1)
  static let usage = ExitCode(2)
  static let unreachable = ExitCode(3)
  static let query = ExitCode(4)
  static let failed = ExitCode(5)
  static let interrupted = ExitCode(130)

  /// How a command ends that was refused.
  static func code(of problem: Problem) -> ExitCode {
    switch problem.code {
    case .querySyntax, .queryTooComplex, .filterSyntax, .unknownColumn: query
    default: failed
    }
  }
}

@main
struct Main {
  static func main() async {
    do {
      let words = Array(CommandLine.arguments.dropFirst())
      // For this program itself only, so no command that help or a shell would name.
      if words.first == ExtractWorker.name {
        return try ExtractWorker.parse(Array(words.dropFirst())).run()
      }
      if let word = Mucluc.strangeCommand(in: words) { endUnknown(word) }
      var command = try Mucluc.parseAsRoot(words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    switch error {
    case let code as ExitCode: Output.exit(code)
    case let error as ClientError: end(with: error)
    case let error as RefusedText:
      Output.complain(error.problem.description)
      Output.say(error.lines)
      Output.exit(Exit.query)
    case let error as DaemonError:
      Output.complain(error.description)
      Output.exit(Exit.failed)
    case let error as ConfigError:
      for problem in error.problems { Output.complain(problem.description) }
      Output.exit(Exit.failed)
    case let error as WholeFile.Failure:
      Output.complain(error.description)
      Output.exit(Exit.failed)
    case let error as WorkerStartError:
      Output.complain(error.description)
      Output.exit(Exit.failed)
    case let error as ByteSourceError:
      Output.complain(error.description)
      Output.exit(Exit.failed)
    default: endUsage(error)
    }
  }

  private static func end(with error: ClientError) -> Never {
    Output.complain(error.description)
    switch error {
    case .unreachable(let socket, _, _):
      let path = socket == Archive.defaultSocket ? "" : " --socket \(Shell.quoted(socket))"
      Output.say("start the daemon with:  mucluc serve --data DIR\(path)")
      Output.exit(Exit.unreachable)
    case .connectionLost, .timedOut: Output.exit(Exit.unreachable)
    case .refused(let problem): Output.exit(Exit.code(of: problem))
    case .badReply: Output.exit(Exit.failed)
    }
  }

  private static func endUnknown(_ word: String) -> Never {
    let near = Spelling.nearest(to: word, in: Mucluc.commandNames)
    let hint = near.map { "did you mean mucluc \($0)?" } ?? "mucluc help lists what there is"
    Output.complain("there is no command \"\(word)\" (\(hint))")
    Output.exit(Exit.usage)
  }

  /// Help goes where it can be piped; complaints about the usage do not.
  private static func endUsage(_ error: any Error) -> Never {
    let code = Mucluc.exitCode(for: error)
    let message = Mucluc.fullMessage(for: error)
    if code == .success {
      var output = Output()
      output.write(message + "\n")
      output.flush()
      Output.exit(.success)
    }
    Output.say(message)
    Output.exit(code == .validationFailure ? Exit.usage : Exit.failed)
  }
}
