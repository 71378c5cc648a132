import ArgumentParser
import Client
import Glibc

struct Stop: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop the daemon and wait for its end.",
    discussion: """
      The daemon finishes what it has begun, commits, and ends; root and its own
      user may ask it to.

      EXAMPLE
        mucluc stop --socket Index/data/mucluc.sock
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(help: ArgumentHelp("How long to wait for its end.", valueName: "seconds"))
  var timeout = 60

  func run() throws {
    let process = try daemon.archive().stop()
    guard let process else { return }
    let deadline = ContinuousClock.now + .seconds(timeout)
    while isRunning(process) {
      guard ContinuousClock.now < deadline else {
        Output.complain("the daemon (pid \(process)) is still at work after \(timeout) s")
        throw Exit.failed
      }
      usleep(10_000)
    }
    var output = Output()
    output.write("stopped (pid \(process))\n")
    output.flush()
  }

  /// A process that has ended and only waits for its parent to hear of it does not run.
  private func isRunning(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 || errno == EPERM else { return false }
    guard var lines = try? LineReader("/proc/\(process)/stat"), let line = try? lines.next() else {
      return false
    }
    // pid (name) state …; the name may hold anything, brackets too.
    let text = String(decoding: line, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return false }
    return !text[end...].dropFirst(2).hasPrefix("Z")
  }
}
