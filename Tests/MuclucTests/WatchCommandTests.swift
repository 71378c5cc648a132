import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Saved searches by hand, and what is told of new documents.
@Suite struct WatchCommandTests {
  @Test func `new documents are told as they come, until the daemon ends`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.archive.add([SocketTests.document("cu", "lũ quét")])
    let saved = try daemon.run("saved", "put", "lu", "lũ", "quét")
    #expect(saved.errors == "saved\n")
    #expect(try daemon.run("saved").output == "lu  lũ quét\n")
    #expect(try daemon.archive.savedSearches().map(\.name) == ["lu"])
    let wrong = try daemon.run("saved", "put", "xau", "--syntax", "strict", "\"lũ")
    #expect(wrong.code == 4, "\(wrong.errors)")

    let output = daemon.folder.path + "/alerts"
    let watch = try Child(
      ["watch", "--json"], socket: daemon.socket, input: "/dev/null", output: output,
      errors: daemon.folder.path + "/watch-errors")
    // A document a round, until one is told of: the first may come before the stream stands.
    var number = 0
    while (try? TextFile.read(output).isEmpty) ?? true {
      number += 1
      _ = try daemon.archive.add([SocketTests.document("moi-\(number)", "lũ quét lần \(number)")])
      _ = try daemon.archive.add([SocketTests.document("khac-\(number)", "nắng")])
      usleep(100_000)
    }
    #expect(daemon.end() == 0)
    #expect(watch.wait() == 0)
    let lines = try TextFile.read(output).split(separator: "\n")
    for line in lines {
      let json = try JSONValue(parsing: Array(line.utf8).span)
      #expect(json["saved"]?.string == "lu")
      #expect(json["id"]?.string?.hasPrefix("moi-") == true, "\(line)")
    }
    #expect(Set(lines).count == lines.count)
    let again = try RunningDaemon(in: daemon.folder)
    #expect(try again.run("saved", "rm", "lu").code == 0)
    #expect(try again.run("saved").output.isEmpty)
    #expect(again.end() == 0)
  }
}
