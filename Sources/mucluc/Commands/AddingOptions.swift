import ArgumentParser
import CLinux
import Client
import Ingest
import Wire

/// Which files below a folder are read.
struct WalkArguments: ParsableArguments {
  @Flag(help: "Walk into hidden files and folders too.")
  var hidden = false

  @Option(
    help: ArgumentHelp(
      "Read only files like this, as '*.pdf'; may be given again.", valueName: "pattern"))
  var include: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave out files and folders like this; with a slash, by the path below the folder.",
      valueName: "pattern"))
  var exclude: [String] = []
}

/// What `add` and `sync` have in common.
struct AddingOptions: ParsableArguments {
  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption
  @OptionGroup var scans: ScanArguments

  @OptionGroup var walk: WalkArguments

  @Flag(help: "Go on as files change, until Ctrl-C.")
  var watch = false

  @Option(
    help: ArgumentHelp(
      "With --watch: look at all so often instead, for network file systems, which do not tell.",
      valueName: "seconds"))
  var poll: Int?

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "auto: a line on a terminal, else one every 5 s; json: a line of JSON every second; none.",
      valueName: "how"))
  var progress: Tally.Display = .auto

  @Option(
    help: ArgumentHelp("Processes that read files (default: one a core).", valueName: "number"))
  var workers: Int?

  @Option(
    help: ArgumentHelp(
      "How long a file may take without giving anything (default: 120).", valueName: "seconds"))
  var timeout: Int?

  @Option(
    help: ArgumentHelp(
      "Memory that reading a file may take (default: 4096).", valueName: "megabytes"))
  var workerMemory: Int?

  @Flag(help: .hidden)
  var withParent = false

  @Option(help: .hidden)
  var guest: Guest?

  func validate() throws {
    if guest != nil, watch {
      throw ValidationError("--watch reads for its own user only")
    }
    if let poll, !watch || poll < 1 {
      throw ValidationError("--poll is a number of seconds, and goes with --watch")
    }
    guard (1...64).contains(workers ?? 1) else {
      throw ValidationError("--workers is a number from 1 to 64")
    }
    guard (1...86_400).contains(timeout ?? 1) else {
      throw ValidationError("--timeout is a number of seconds, 1 at least")
    }
    guard (64...1 << 20).contains(workerMemory ?? 64) else {
      throw ValidationError("--worker-memory is a number of megabytes, 64 at least")
    }
  }

  var options: AddOptions {
    var options = AddOptions()
    options.collection = collection.collection
    options.includesHidden = walk.hidden
    if let wanted = scans.options {
      // Whatever else there is goes in, and the rest is told.
      if let missing = wanted.missing {
        options.complaints.append(
          .init(path: "--ocr", code: missing.code.rawValue, reason: missing.description))
      } else {
        options.languages = wanted.languages
      }
    }
    options.filter = FileFilter(includes: walk.include, excludes: walk.exclude)
    options.display = progress
    if let workers { options.workers = workers }
    if let timeout { options.limits.seconds = timeout }
    if let workerMemory { options.limits.memoryMegabytes = workerMemory }
    return options
  }

  /// Does it, prints what was done, and ends with what that was.
  func run(_ options: AddOptions, _ paths: [String]) throws {
    if withParent { linux_die_with_parent() }
    guest?.enter()
    let archive = daemon.archive()
    // Found out before anything is read.
    _ = try archive.status()
    if watch {
      return try Watching(archive, options, printsJSON: json, pollSeconds: poll)
        .run(paths)
    }
    let interruption = Interruption {
      Output.complain("ending: what is under way is sent; Ctrl-C again ends at once")
    }
    interruption.watch()
    defer { interruption.unwatch() }
    let summary = try Adding(archive, options, interruption).add(paths.map { AddPath($0) })
    var output = Output()
    if json { output.write(line: summary.json) } else { output.write(summary.text + "\n") }
    output.flush()
    if summary.isInterrupted {
      Output.say("mucluc: not finished: the same command again goes on from here")
      throw Exit.interrupted
    }
    if summary.hasFailures { throw Exit.failed }
  }
}
