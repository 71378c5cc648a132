import Glibc
import TestSupport
import Testing
import Wire

@Suite struct DiacriticsTests {
  @Test func `an archive that is too small does not guess`() throws {
    let daemon = try RunningDaemon()
    let ended = try daemon.run("diacritics", "mat tran")
    #expect(ended.code == 1)
    #expect(ended.errors.contains("too few documents"))
    #expect(try daemon.run("diacritics", "-n", "11", "to").code == 2)
    daemon.end()
  }

  @Test func `texts get the marks that the archive uses`() throws {
    let daemon = try RunningDaemon()
    let lines = (0..<220).map { #"{"id":"\#($0)","body":"Mặt trận Tổ quốc họp lần \#($0)."}"# }
    #expect(try daemon.run("add", "-", input: lines.joined(separator: "\n")).code == 0)
    // The daemon learns when nothing is written for a while.
    for _ in 0..<240 where try daemon.run("diacritics", "to").code != 0 { usleep(250_000) }
    let read = try daemon.run("diacritics", input: "mat tran\n\nto quoc hop\n")
    #expect(read.output == "mặt trận\n\ntổ quốc họp\n")
    let several = try daemon.run("diacritics", "-n", "3", "mat tran")
    #expect(several.lines.first?.hasSuffix("%\tmặt trận") ?? false, "\(several.output)")
    let json = try daemon.run("diacritics", "--json", "mat tran")
    let value = try JSONValue(parsing: Array(json.output.utf8).span)
    #expect(value["readings"]?.array?.first?["text"] == .string("mặt trận"))
    daemon.end()
  }
}
