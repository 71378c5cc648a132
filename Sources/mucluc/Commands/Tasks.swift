import ArgumentParser
import Client
import Wire

struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "Show the daemon's long work, wait for it, or end it.",
    discussion: """
      Checks, merges, snapshots, restores, new segments and deletions by query. The
      last 1,000 are kept, also over restarts.

      EXAMPLES
        mucluc tasks
        mucluc tasks wait 42
        mucluc tasks cancel 42
      """,
    subcommands: [List.self, Wait.self, Cancel.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print them, the newest first.")

    @OptionGroup var daemon: DaemonOptions

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most.", valueName: "count"))
    var limit = 20

    @Flag(help: "Print the daemon's reply as JSON.")
    var json = false

    func validate() throws {
      guard (1...1_000).contains(limit) else {
        throw ValidationError("--limit is a number from 1 to 1000")
      }
    }

    func run() throws {
      try daemon.show("GET", "/v1/tasks?limit=\(limit)", asJSON: json) { archive, output in
        for task in try archive.tasks(limit: limit) { output.write(TaskLine.text(task) + "\n") }
      }
    }
  }

  struct Wait: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Wait for the end of a task; exit code 5 when it did not go well.")

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print the task as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The task's number.", valueName: "id"))
    var id: Int

    func run() throws {
      let archive = daemon.archive()
      var line = ProgressLine()
      var task = try archive.task(id, waitMilliseconds: 500)
      while !task.status.isFinal {
        let now = task
        line.show { TaskLine.text(now) }
        task = try archive.task(id, waitMilliseconds: 500)
      }
      line.end()
      TaskLine.print(task, json: json)
      if task.status != .succeeded { throw Exit.failed }
    }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask a task to stop at the next place where it can.")

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print the task as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The task's number.", valueName: "id"))
    var id: Int

    func run() throws {
      TaskLine.print(try daemon.archive().cancelTask(id), json: json)
    }
  }
}

/// A task on one line.
enum TaskLine {
  static func text(_ task: TaskRecord) -> String {
    var text = "\(task.id)  \(task.kind.rawValue) \(Safe.line(task.collection))  "
    text += Terminal().bold(task.status.rawValue)
    if let progress = task.progress, !task.status.isFinal, progress.total > 0 {
      let share = progress.done * 100 / progress.total
      text += " \(share) % of \(Numbers.grouped(progress.total)) \(Safe.line(progress.unit))"
    }
    text += "  \(task.finishedAt.isEmpty ? task.createdAt : task.finishedAt)"
    if let error = task.error, task.status == .failed { text += "  \(Safe.line(error.detail))" }
    return text
  }

  static func print(_ task: TaskRecord, json: Bool) {
    var output = Output()
    if json { output.write(line: task.json) } else { output.write(text(task) + "\n") }
    output.flush()
  }
}
