import Client
import TestSupport
import Testing
import Wire

@Suite struct TopCommandTests {
  @Test func `what the daemon does is shown as it does it`() throws {
    let daemon = try RunningDaemon()
    let output = daemon.folder.path + "/top"
    let top = try Child(
      ["top", "--interval", "1", "--count", "1"], socket: daemon.socket, input: "/dev/null",
      output: output, errors: daemon.folder.path + "/top-errors")
    // Until it has shown what happened in its second.
    while (try? TextFile.read(output).isEmpty) ?? true {
      _ = try daemon.archive.search("mat tran")
    }
    #expect(top.wait() == 0)
    let shown = try TextFile.read(output).split(separator: "\n").map(String.init)
    let searches = shown.first { $0.hasPrefix("searches") } ?? ""
    #expect(searches.contains("half within") && !searches.contains(" 0.0/s"), "\(shown)")
    #expect(shown.contains { $0.contains("/v1/search") })
    #expect(shown.first { $0.hasPrefix("process") }?.contains("MB") == true)
    #expect(daemon.end() == 0)
  }
}
