import Client
import TestSupport
import Testing
import Wire

@Suite struct SuggestCommandTests {
  @Test func `suggest prints phrases with their documents`() throws {
    let daemon = try RunningDaemon()
    let lines = [
      #"{"id":"1","body":"Họ ra mặt trận."}"#, #"{"id":"2","body":"Bay quanh mặt trăng."}"#,
      #"{"id":"3","body":"Lên mặt trăng."}"#,
    ]
    #expect(try daemon.run("add", "-", input: lines.joined(separator: "\n")).code == 0)
    let found = try daemon.run("suggest", "mat", "tr")
    #expect(found.output == "       2  mặt trăng\n       1  mặt trận\n", "\(found.errors)")
    #expect(try daemon.run("suggest", "zzz").code == 1)
    #expect(try daemon.run("suggest", "-n", "0", "mat").code == 2)
    let json = try daemon.run("suggest", "--json", "mat tr")
    var result = try SuggestResult(parsing: Array(json.output.utf8).span)
    result.tookMicroseconds = 0
    var own = try daemon.archive.suggestions(for: "mat tr")
    own.tookMicroseconds = 0
    #expect(own == result)
    daemon.end()
  }
}
