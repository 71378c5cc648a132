import Glibc
import TestSupport
import Testing
import Wire

/// Files that are hard on their reader: they cost themselves only.
@Suite struct WorkerTests {
  /// A page that takes a worker seconds.
  private static let slowPage =
    "<!doctype html><html><body>"
    + String(repeating: "<p>Một đoạn văn <b>dài</b> về mùa gặt ở đồng bằng.</p>\n", count: 400_000)
    + "</body></html>"

  private func folder(of daemon: RunningDaemon) throws -> LivingFolder {
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: cầu mới.\n")
    try folder.write("lớn.html", Self.slowPage)
    try folder.write("z.txt", "Tin z: cầu mới.\n")
    return folder
  }

  /// Starts adding and waits until a worker is at the large file.
  private func start(
    _ folder: LivingFolder, _ daemon: RunningDaemon, _ options: String...
  ) throws -> (child: Child, stem: String) {
    let stem = daemon.folder.path + "/add-\(UInt64.random(in: 0...UInt64.max))"
    let child = try Child(
      ["add", folder.path, "--json", "--workers", "1"] + options, socket: daemon.socket,
      input: "/dev/null", output: stem + ".out", errors: stem + ".err")
    return (child, stem)
  }

  private func summary(_ run: (child: Child, stem: String)) throws -> (Int32, JSONValue) {
    let code = run.child.wait()
    let text = try TextFile.read(run.stem + ".out")
    return (code, try JSONValue(parsing: Array(text.utf8).span))
  }

  @Test func `a file of which its reader dies is listed, and the others are read`() throws {
    let daemon = try RunningDaemon()
    let folder = try folder(of: daemon)
    let run = try start(folder, daemon)
    // The first death may be that of a process worn out by other files: it is tried again.
    let first = try ProcessTable.reader(of: run.child.process, at: "lớn.html", not: 0)
    #expect(kill(first, SIGKILL) == 0)
    let second = try ProcessTable.reader(of: run.child.process, at: "lớn.html", not: first)
    #expect(kill(second, SIGSEGV) == 0)
    let (code, done) = try summary(run)
    #expect(code == 5)
    #expect(done["files"]?["new"]?.int == 2, "\(done)")
    #expect(done["files"]?["quarantined"]?.int == 1)
    let problem = try daemon.run("problems", "--json").output
    #expect(problem.contains(#""code":"crashed""#), "\(problem)")
    #expect(problem.contains("signal 11"))
    #expect(try daemon.run("count", "cầu mới").output == "2\n")
    daemon.end()
  }

  @Test func `a file at which its reader hangs is given up after a time`() throws {
    let daemon = try RunningDaemon()
    let folder = try folder(of: daemon)
    let run = try start(folder, daemon, "--timeout", "2")
    let reader = try ProcessTable.reader(of: run.child.process, at: "lớn.html", not: 0)
    #expect(kill(reader, SIGSTOP) == 0)
    let (code, done) = try summary(run)
    #expect(code == 5)
    #expect(done["files"]?["new"]?.int == 2, "\(done)")
    #expect(try daemon.run("problems", "--json").output.contains(#""code":"timeout""#))
    #expect(kill(reader, 0) != 0, "the reader is still there")
    daemon.end()
  }

  @Test func `what came before the part at which a reader dies stays`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let head = "From a@b.example Mon Jan  5 08:00:00 2026\nFrom: Lan <lan@b.example>\n"
    try folder.write(
      "thư.mbox",
      head + "Message-ID: <1@b>\nSubject: Cầu mới\n\nTin một: cầu mới.\n\n"
        + head + "Message-ID: <2@b>\nSubject: Lớn\nContent-Type: text/html; charset=utf-8\n\n"
        + Self.slowPage + "\n\n")
    let run = try start(folder, daemon)
    // The first reader holds the first message back, to compare it with those that come; the second
    // gives it at once.
    let first = try ProcessTable.reader(of: run.child.process, at: "thư.mbox", not: 0)
    #expect(kill(first, SIGKILL) == 0)
    let second = try ProcessTable.reader(of: run.child.process, at: "thư.mbox", not: first)
    #expect(kill(second, SIGSEGV) == 0)
    let (code, done) = try summary(run)
    #expect(code == 5)
    #expect(done["files"]?["partial"]?.int == 1, "\(done)")
    #expect(try daemon.run("count", "cầu mới").output == "1\n")
    daemon.end()
  }

  @Test func `each folder is read once to find out what its files repeat`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    for place in 0..<3 {
      try folder.makeFolder("xã \(place)")
      for number in 0..<40 {
        try folder.write(
          "xã \(place)/\(number).txt",
          "Tin \(number) của xã \(place)\n\nNhà số \(number * 7) gặt được \(number + 31) gánh lúa ở"
            + " cánh đồng thứ \(number * place), bán cho lái \(number % 9) với giá mỗi cân"
            + " \(number + 5) nghìn.\n\nHộp thư bạn đọc xã \(place), số \(place) phố Chợ\n")
      }
    }
    let done = try folder.sync("--workers", "4")
    #expect(done["files"]?["new"]?.int == 120, "\(done)")
    #expect(done["sampled_folders"]?.int == 3)
    let one = try daemon.run("add", "-c", "khac", folder.path, "--json", "--workers", "1")
    #expect(one.output.contains(#""sampled_folders":3"#), "\(one.output)")
    let together = try folder.documents(of: Wire.defaultCollection)
    #expect(try folder.documents(of: "khac") == together)
    let kinds = try daemon.run("get", folder.path + "/xã 1/7.txt", "--json").output
    #expect(kinds.contains(#"{"kind":"boilerplate","text":"Hộp thư bạn đọc xã 1"#), "\(kinds)")
    daemon.end()
  }

  @Test func `a file that wants too much memory is listed, and the others are read`() throws {
    let daemon = try RunningDaemon()
    let folder = try folder(of: daemon)
    let run = try start(folder, daemon, "--worker-memory", "\(ProcessTable.bareMegabytes + 16)")
    let (code, done) = try summary(run)
    #expect(code == 5)
    #expect(done["files"]?["new"]?.int == 2, "\(done)")
    #expect(try daemon.run("problems").output.contains("lớn.html"))
    daemon.end()
  }

  @Test func `Ctrl-C ends cleanly, and the next run goes on`() throws {
    let daemon = try RunningDaemon()
    let folder = try folder(of: daemon)
    let run = try start(folder, daemon)
    _ = try ProcessTable.reader(of: run.child.process, at: "lớn.html", not: 0)
    run.child.signal(SIGINT)
    let (code, done) = try summary(run)
    #expect(code == 130)
    #expect(done["interrupted"]?.bool == true)
    #expect(done["files"]?["new"]?.int == 1, "\(done)")
    #expect(try TextFile.read(run.stem + ".err").contains("the same command again"))
    #expect(try daemon.run("count", "cầu mới").output == "1\n")
    folder.delete("lớn.html")
    try folder.sync()
    try folder.expectFresh("an end in the middle")
    daemon.end()
  }

  @Test func `progress is a line of JSON at a time for who asks`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: cầu mới.\n")
    let run = try daemon.run("add", folder.path, "--progress", "json")
    let last = try #require(run.errors.split(separator: "\n").last)
    let json = try JSONValue(parsing: Array(last.utf8).span)
    #expect(json["files_done"]?.int == 1)
    #expect(json["files_found"]?.int == 1)
    #expect(json["all_found"]?.bool == true)
    daemon.end()
  }
}
