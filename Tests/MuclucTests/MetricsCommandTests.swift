import Client
import TestSupport
import Testing

@Suite struct MetricsCommandTests {
  @Test func `the metrics are printed, and count what came over the socket`() throws {
    let daemon = try RunningDaemon()
    #expect(try daemon.run("add", "-", input: #"{"id":"1","body":"Mặt trận"}"#).code == 0)
    #expect(try daemon.run("search", "mat tran").code == 0)
    let printed = try daemon.run("metrics")
    #expect(printed.code == 0)
    #expect(printed.output.hasPrefix("# HELP mucluc_build_info "))
    let search = #"mucluc_requests_total{route="/v1/search",method="POST",status="200"} 1"#
    #expect(printed.lines.contains(search), "\(printed.output)")
    // Those that have ended may not be gone yet.
    #expect(printed.lines.contains { $0.hasPrefix("mucluc_connections_open ") })
    #expect(try daemon.archive.metrics().contains("# TYPE mucluc_requests_total counter\n"))
    daemon.end()
  }

  @Test func `what cannot be read as a request is counted`() throws {
    let daemon = try RunningDaemon()
    let connection = try RawConnection(daemon.socket)
    try connection.send("GARBAGE\r\n\r\n")
    _ = try connection.reply()
    let metrics = try daemon.archive.metrics()
    let line = #"mucluc_requests_total{route="none",method="other",status="400"} 1"#
    #expect(metrics.contains(line + "\n"), "\(metrics)")
    daemon.end()
  }
}
