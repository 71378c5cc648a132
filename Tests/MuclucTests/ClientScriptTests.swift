import TestSupport
import Testing

/// Clients in other languages, run against a daemon as their users would.
@Suite struct ClientScriptTests {
  private static let clients =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Config/clients"

  @Test(.enabled(if: Program.isInstalled("/usr/bin/python3")))
  func `the Python client passes its tests`() throws {
    let daemon = try RunningDaemon()
    let tests = try Program.run(
      ["-W", "error", Self.clients + "/test_mucluc.py"], socket: daemon.socket, in: daemon.folder,
      variables: ["PYTHONDONTWRITEBYTECODE=1"], program: "/usr/bin/python3")
    #expect(tests.code == 0, "\(tests.errors)")
    #expect(tests.errors.contains("\nOK\n"))
    daemon.end()
  }

  @Test(.enabled(if: Program.isInstalled("/usr/bin/curl")))
  func `the examples of curl are answered`() throws {
    let daemon = try RunningDaemon()
    let examples = try Program.run(
      [Self.clients + "/curl.sh"], socket: daemon.socket, in: daemon.folder, program: "/bin/sh")
    #expect(examples.code == 0, "\(examples.errors)")
    for part in [
      #""created":2"#, #""facets":{"author""#, #""blocks":[[["#, #""code":"unknown_field""#,
      #""result":"deleted""#,
    ] {
      #expect(examples.output.contains(part), "\(part) is not in \(examples.output)")
    }
    daemon.end()
  }
}
