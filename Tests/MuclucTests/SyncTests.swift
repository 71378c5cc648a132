import Glibc
import TestSupport
import Testing
import Wire

/// Keeping the archive like a folder, end to end. The oracle is an archive made anew.
@Suite struct SyncTests {
  private static func count(_ summary: JSONValue, _ outcome: String) -> Int {
    summary["files"]?[outcome]?.int ?? -1
  }

  @Test func `an archive goes through a folder's life and is always like a fresh one`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.makeFolder("tin")
    for name in ["một", "hai", "ba", "bốn"] {
      try folder.write("tin/\(name).txt", "Tin số \(name): lễ hội mùa xuân ở đình làng.\n")
    }
    try folder.write(
      "trang.html",
      "<!doctype html><html><head><title>Trang nhất</title></head><body><p>Chợ nổi"
        + " họp từ sáng sớm trên sông.</p></body></html>")
    try folder.write("dòng.jsonl", #"{"id":"a","body":"một"}"# + "\n" + #"{"id":"b","body":"hai"}"#)
    var done = try folder.sync()
    #expect(Self.count(done, "new") == 6)
    try folder.expectFresh("new files")

    done = try folder.sync()
    #expect(Self.count(done, "unchanged") == 6)
    #expect(done["received"]?.int == 0)

    try folder.write("tin/một.txt", "Tin đã sửa lại hoàn toàn.\n")
    done = try folder.sync()
    #expect(Self.count(done, "updated") == 1)
    try folder.expectFresh("a change")

    folder.setTime("tin/hai.txt", seconds: 1_650_000_000)
    done = try folder.sync()
    #expect(Self.count(done, "unchanged") == 6)
    #expect(done["received"]?.int == 0)
    try folder.expectFresh("a touch")

    folder.move("tin/ba.txt", to: "tin/ba mươi.txt")
    folder.move("tin", to: "tin cũ")
    done = try folder.sync("--dry-run")
    #expect(Self.count(done, "moved") == 4)
    #expect(done["would_delete"] == nil)
    done = try folder.sync()
    #expect(Self.count(done, "moved") == 4)
    #expect(done["received"]?.int == 0)
    try folder.expectFresh("a move of a folder")

    folder.move("tin cũ/hai.txt", to: "tin cũ/hai.md")
    done = try folder.sync()
    #expect((Self.count(done, "new"), Self.count(done, "deleted")) == (1, 1))
    try folder.expectFresh("a name of another kind")

    folder.delete("tin cũ/bốn.txt")
    done = try folder.sync("--dry-run")
    #expect(done["would_delete"]?.array?.count == 1)
    done = try folder.sync()
    #expect(Self.count(done, "deleted") == 1)
    try folder.expectFresh("a deletion")

    // The same length and the same second: only the content tells.
    try TextFile.write("Tin ngắn A\n", to: folder.path + "/nhanh.txt")
    try folder.sync()
    try TextFile.write("Tin ngắn B\n", to: folder.path + "/nhanh.txt")
    try folder.sync()
    try folder.expectFresh("two writes in one second")

    try folder.write("dòng.jsonl", #"{"id":"b","body":"hai"}"# + "\n" + #"{"id":"c","body":"ba"}"#)
    done = try folder.sync()
    #expect(done["deleted"]?.int == 1)
    try folder.expectFresh("a line less, a line more")

    folder.delete("trang.html")
    #expect(unsafe mkfifo(folder.path + "/trang.html", 0o600) == 0)
    #expect(unsafe symlink(folder.path, folder.path + "/vòng") == 0)
    done = try folder.sync()
    #expect(Self.count(done, "deleted") == 1)
    #expect(done["skipped"]?["special"]?.int == 1)
    #expect(done["skipped"]?["links"]?.int == 1)
    try folder.expectFresh("a pipe in the place of a file, and a loop of links")

    let odd = Array((folder.path + "/l").utf8) + [0xFF, 0x0A] + Array("x.txt".utf8)
    try Self.write("Tên tệp không phải UTF-8.\n", to: odd)
    done = try folder.sync()
    #expect(Self.count(done, "new") == 1)
    done = try folder.sync()
    try folder.expectFresh("a name that is no text")
    try Self.rename(odd, as: Array((folder.path + "/l").utf8) + [0xFE] + Array(".txt".utf8))
    done = try folder.sync()
    #expect(Self.count(done, "moved") == 1)
    try folder.expectFresh("a move between names that are no text")
    daemon.end()
  }

  @Test func `what a filter leaves out is neither read nor deleted`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.makeFolder("nháp")
    try folder.write("một.txt", "Tin thứ nhất của làng.\n")
    try folder.write("hai.md", "Tin thứ hai của làng.\n")
    try folder.write("nháp/ba.txt", "Tin thứ ba của làng.\n")
    try folder.sync()
    #expect(try daemon.run("count", "tin của làng").output == "3\n")
    folder.delete("hai.md")
    folder.delete("nháp/ba.txt")
    folder.delete("một.txt")
    try folder.write("bốn.md", "Tin thứ tư của làng.\n")
    try folder.write("năm.txt", "Tin thứ năm của làng.\n")
    let done = try folder.sync("--include", "*.txt", "--exclude", "nháp")
    #expect(Self.count(done, "deleted") == 1 && Self.count(done, "new") == 1)
    #expect(done["skipped"]?["filtered"]?.int == 2, "the folder, and a file of another kind")
    #expect(try daemon.run("count", "tin của làng").output == "3\n")
    let all = try folder.sync()
    #expect(Self.count(all, "deleted") == 2 && Self.count(all, "new") == 1)
    try folder.expectFresh("without the filter")
    daemon.end()
  }

  private static func write(_ text: String, to path: [UInt8]) throws {
    let file = unsafe path.withCString { unsafe fopen($0, "w") }
    guard let opened = unsafe file else { throw CannotWrite() }
    unsafe fputs(text, opened)
    unsafe fclose(opened)
  }

  private struct CannotWrite: Error {}

  private static func rename(_ path: [UInt8], as other: [UInt8]) throws {
    let code = unsafe path.withCString { from in
      unsafe other.withCString { unsafe Glibc.rename(from, $0) }
    }
    try #require(code == 0)
  }

  /// Five megabytes are several uploads.
  @Test func `a file of many documents goes in whole, and shrinks when it does`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let text = String(repeating: "chợ nổi họp từ sáng sớm trên sông ", count: 40)
    func lines(_ numbers: Range<Int>) -> String {
      numbers.map { #"{"id":"\#($0)","title":"Số \#($0)","body":"\#(text)"}"# }
        .joined(separator: "\n")
    }
    try folder.write("dòng.jsonl", lines(0..<3000))
    try folder.write("tin.txt", "Tin khác: lễ hội mùa xuân.\n")
    var done = try folder.sync()
    #expect(done["received"]?.int == 3001)
    #expect(done["rejected"]?.int ?? 0 == 0)
    #expect(Self.count(done, "new") == 2)
    try folder.expectFresh("many lines")
    done = try folder.sync()
    #expect(Self.count(done, "unchanged") == 2)
    try folder.write("dòng.jsonl", lines(10..<2500))
    done = try folder.sync()
    #expect(Self.count(done, "updated") == 1)
    try folder.expectFresh("fewer lines")
  }

  @Test func `add deletes nothing, and brings back what was deleted by hand`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    for name in ["a", "b", "c"] { try folder.write("\(name).txt", "Tin \(name): gặt lúa.\n") }
    _ = try daemon.run("add", folder.path)
    folder.delete("a.txt")
    #expect(try daemon.run("add", folder.path).code == 0)
    #expect(try daemon.run("count", "gặt lúa").output == "3\n")
    _ = try daemon.run("rm", folder.path + "/b.txt")
    #expect(try daemon.run("count", "gặt lúa").output == "2\n")
    _ = try daemon.run("add", folder.path)
    #expect(try daemon.run("count", "gặt lúa").output == "3\n")
    try folder.sync()
    #expect(try daemon.run("count", "gặt lúa").output == "2\n")
    daemon.end()
  }

  @Test func `nothing is deleted when a file system may be missing`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    for number in 0..<30 { try folder.write("\(number).txt", "Tin \(number): mưa rào.\n") }
    try folder.sync()
    let away = folder.path + ".away"

    #expect(unsafe Glibc.rename(folder.path, away) == 0)
    #expect(try folder.sync(code: 5)["withheld"]?.array?.count == 1)
    try TextFile.makeFolder(folder.path)
    #expect(try folder.sync(code: 5)["withheld"]?.array?.count == 1)
    #expect(unsafe rmdir(folder.path) == 0)
    #expect(unsafe Glibc.rename(away, folder.path) == 0)

    for number in 0..<25 { folder.delete("\(number).txt") }
    let held = try folder.sync(code: 5)
    #expect(held["withheld"]?.array?.first?.string?.contains("more than half") == true)
    #expect(try daemon.run("count", "mưa rào").output == "30\n")
    let forced = try folder.sync("--force")
    #expect(Self.count(forced, "deleted") == 25)
    #expect(try daemon.run("count", "mưa rào").output == "5\n")
    daemon.end()
  }

  @Test func `nothing is deleted when a part of the folder could not be looked at`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: bão.\n")
    try folder.write("b.txt", "Tin b: bão.\n")
    try folder.sync()
    folder.delete("a.txt")
    var deep = ""
    for _ in 0..<130 {
      deep += deep.isEmpty ? "s" : "/s"
      try folder.makeFolder(deep)
    }
    let done = try folder.sync("--force", code: 5)
    #expect(Self.count(done, "deleted") == 0)
    #expect(done["withheld"]?.array?.count == 1)
    #expect(try daemon.run("count", "bão").output == "2\n")
    #expect(try daemon.run("problems", folder.path).output.contains("too_deep"))
    daemon.end()
  }

  @Test func `a file that cannot be read keeps its documents, and is listed until it can be`()
    throws
  {
    let home = TemporaryFolder()
    // Root may read anything, so somebody else asks.
    #expect(unsafe chmod(home.path, 0o755) == 0)
    try TextFile.write(
      "[server]\nmode = \"0666\"\n[access]\nread = [\"65534\"]\nwrite = [\"65534\"]\n",
      to: home.path + "/mucluc.toml")
    let daemon = try RunningDaemon(
      in: home, options: ["--config", home.path + "/mucluc.toml"])
    let folder = try LivingFolder(of: daemon)
    #expect(unsafe chmod(folder.path, 0o755) == 0)
    try folder.write("a.txt", "Tin a: nắng to.\n")
    try folder.sync()
    try folder.write("a.txt", "Tin a: nắng to, gió nhẹ.\n")
    #expect(unsafe chmod(folder.path + "/a.txt", 0) == 0)
    let identity = getuid() == 0 ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : []
    let run = try Program.run(
      ["add", "--json", folder.path], socket: daemon.socket, in: daemon.folder, through: identity)
    #expect(run.code == 5, "\(run.errors)")
    #expect(run.output.contains(#""unreadable":1"#), "\(run.output)")
    #expect(try daemon.run("count", "nắng").output == "1\n")
    #expect(try daemon.run("count", "gió").code == 1)
    let problems = try daemon.run("problems", "--json")
    #expect(problems.output.contains(#""code":"unreadable""#))
    #expect(problems.output.contains("Permission denied"))
    #expect(unsafe chmod(folder.path + "/a.txt", 0o600) == 0)
    try folder.sync()
    #expect(try daemon.run("count", "gió").output == "1\n")
    #expect(try daemon.run("problems").code == 1)
    daemon.end()
  }

  @Test func `what failed is not tried again until it changes, and is forgotten when it is gone`()
    throws
  {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try TextFile.write([0x7F, 0x45, 0x4C, 0x46, 1, 2, 3, 0, 0, 0, 0, 0], to: folder.path + "/x")
    folder.setTime("x", seconds: 1_600_000_000)
    try folder.write("tin.txt", "Tin: trời quang.\n")
    // The change of the time is itself a change of now.
    _ = sleep(3)
    #expect(Self.count(try folder.sync(code: 5), "unsupported") == 1)
    #expect(Self.count(try folder.sync(), "unchanged") == 2)
    let problem = try daemon.run("problems", folder.path, "--json")
    let json = try JSONValue(parsing: Array(problem.output.utf8).span)
    #expect(json["path"]?.string == folder.path + "/x")
    #expect(json["stage"]?.string == "sniff")
    #expect(try daemon.run("problems", folder.path + "/tin.txt").code == 1)
    try TextFile.write("Nay là văn bản.\n", to: folder.path + "/x")
    #expect(Self.count(try folder.sync(), "updated") == 1)
    #expect(try daemon.run("problems").code == 1)
    try TextFile.write([0x7F, 0x45, 0x4C, 0x46, 1, 2, 3, 0, 0, 0, 0, 0], to: folder.path + "/x")
    try folder.sync(code: 5)
    try folder.expectFresh("a text became a program")
    folder.delete("x")
    _ = try daemon.run("add", folder.path)
    #expect(try daemon.run("problems").code == 1)
    daemon.end()
  }

  @Test func `a text cut short does not take the place of a fuller one, unless that is removed`()
    throws
  {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    func page(depth: Int, _ text: String) -> String {
      "<!doctype html><html><head><title>Báo cáo</title></head><body>"
        + String(repeating: "<div>", count: depth) + "<p>\(text)</p>"
        + String(repeating: "</div>", count: depth) + "</body></html>"
    }
    let full = String(repeating: "Mùa màng năm nay tốt hơn năm ngoái nhiều. ", count: 20)
    try folder.write("a.html", page(depth: 1, full))
    try folder.sync()
    try folder.write("a.html", page(depth: 600, "Bị cắt ngang từ đây."))
    let done = try folder.sync(code: 5)
    #expect(Self.count(done, "partial") == 1)
    #expect(try daemon.run("count", "mùa màng").output == "1\n")
    #expect(try daemon.run("count", "cắt ngang").code == 1)
    #expect(try daemon.run("problems").output.contains("kept_fuller"))
    _ = try daemon.run("rm", folder.path + "/a.html")
    _ = try daemon.run("add", folder.path)
    #expect(try daemon.run("count", "cắt ngang").output == "1\n")
    daemon.end()
  }
}

extension [UInt8] {
  /// As a path that a call of C takes.
  fileprivate func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let string = map { CChar(bitPattern: $0) } + [0]
    return unsafe string.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
  }
}
