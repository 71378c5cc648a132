import ArgumentParser
import Client
import Ingest
import Wire

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Have the daemon read files of its machine.",
    usage: "mucluc ingest [<options>] <path> ...",
    discussion: """
      As add and sync, but the daemon's own process reads the files, as a task that
      goes on when this command is ended. It reads below the folders that
      ingest.roots names in its configuration, through no links, and only what
      both it and whoever asks may read.

      EXAMPLES
        mucluc ingest /srv/archive/2019
        mucluc ingest --delete /srv/archive
        mucluc ingest --no-wait /srv/archive && mucluc tasks
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption
  @OptionGroup var scans: ScanArguments

  @Flag(help: "Delete the documents of files that are gone, as sync does.")
  var delete = false

  @Flag(help: "Delete even if it looks as if a file system were missing.")
  var force = false

  @OptionGroup var walk: WalkArguments

  @Flag(name: .long, help: "Print the task and do not wait for its end.")
  var noWait = false

  @Flag(help: "Print the task as JSON.")
  var json = false

  @Argument(help: ArgumentHelp("Files or folders.", valueName: "path"), completion: .file())
  var paths: [String]

  func validate() throws {
    if force, !delete { throw ValidationError("--force goes with --delete") }
  }

  func run() throws {
    var query = IngestQuery(paths.map { FilePath.absolute($0) ?? $0 })
    query.deletes = delete
    query.isForced = force
    query.includesHidden = walk.hidden
    query.ocr = scans.options?.languages ?? []
    query.includes = walk.include
    query.excludes = walk.exclude
    let archive = daemon.archive()
    var task = try archive.ingest(query, into: collection.collection)
    if noWait { return TaskLine.print(task, json: json) }
    var line = ProgressLine()
    while !task.status.isFinal {
      let now = task
      line.show { TaskLine.text(now) }
      task = try archive.task(task.id, waitMilliseconds: 500)
    }
    line.end()
    let summary = try? JSONValue(parsing: task.result.span)
    print(task, summary)
    let problems = summary?["problems"]?.array?.count ?? 0
    if task.status != .succeeded || problems > 0 || summary?["withheld"] != nil {
      throw Exit.failed
    }
  }

  private func print(_ task: TaskRecord, _ summary: JSONValue?) {
    guard !json, task.status == .succeeded, let summary else {
      return TaskLine.print(task, json: json)
    }
    for problem in summary["problems"]?.array ?? [] {
      Output.complain("\(problem["path"]?.string ?? ""): \(problem["reason"]?.string ?? "")")
    }
    for reason in summary["withheld"]?.array ?? [] { Output.complain(reason.string ?? "") }
    var parts: [String] = []
    if case .object(let outcomes)? = summary["files"] {
      parts = outcomes.compactMap { outcome in
        outcome.value.int.flatMap { $0 > 0 ? "\(Numbers.grouped($0)) \(outcome.name)" : nil }
      }
    }
    if parts.isEmpty { parts = ["nothing to do"] }
    var output = Output()
    output.write(
      parts.joined(separator: ", ")
        + "; \(Numbers.duration(microseconds: summary["took_us"]?.int ?? 0))\n")
    output.flush()
  }
}
