import ArgumentParser
import Client

struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what the daemon counts, for Prometheus.",
    discussion: """
      Requests, searches, waiting times, collections and the process, in the text
      format 0.0.4.

      Prometheus reads no Unix sockets. Where its node exporter runs, write a file
      for it now and then, without the process_ metrics, which it has of its own.
      Else let a proxy pass on /metrics alone.

      EXAMPLES
        mucluc metrics
        mucluc metrics | grep -v process_ > mucluc.tmp && mv mucluc.tmp mucluc.prom
      """)

  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    var output = Output()
    output.write(try daemon.archive().metrics())
    output.flush()
  }
}
