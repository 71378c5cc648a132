import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Folders of the configuration that the daemon keeps collections like.
@Suite(.timeLimit(.minutes(10))) struct `A source of a collection` {
  private let folder = TemporaryFolder()
  private var configuration: String { folder.path + "/mucluc.toml" }
  private var kept: String { folder.path + "/cong-bao" }

  private func configure(_ text: String) throws {
    try TextFile.write(text, to: configuration)
  }

  private func start(_ text: String) throws -> RunningDaemon {
    try configure(text)
    return try RunningDaemon(in: folder, options: ["--config", configuration])
  }

  private func source(_ daemon: RunningDaemon) throws -> SourceStatus? {
    try daemon.archive.status().sources.first
  }

  /// Asks until it is so; a minute at most.
  private func until(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
  ) throws {
    for _ in 0..<600 {
      if try condition() { return }
      usleep(100_000)
    }
    Issue.record("never: \(what)", sourceLocation: sourceLocation)
  }

  private func isWatched(_ daemon: RunningDaemon, notBy process: Int) throws -> Bool {
    guard let now = try source(daemon), let pid = now.pid else { return false }
    return now.state == .watching && pid != process
  }

  private func count(_ query: String, _ daemon: RunningDaemon) throws -> Int {
    let run = try daemon.run("count", query)
    return Int(run.output.split(separator: "\n").first ?? "") ?? 0
  }

  @Test func `is followed, comes back when its process is killed, and goes with the configuration`()
    throws
  {
    try TextFile.makeFolder(kept)
    try TextFile.write("Thông báo về lịch tiếp dân.\n", to: kept + "/một.txt")
    try TextFile.write("Bản nháp chưa xong.\n", to: kept + "/nháp.tmp")
    let daemon = try start(
      """
      [collection.main.source.cong-bao]
      path = "\(kept)/"
      exclude = ["*.tmp"]
      """)
    try until("the first file") { try count("lịch tiếp dân", daemon) == 1 }
    try until("watching") { try source(daemon)?.state == .watching }
    #expect(try count("bản nháp", daemon) == 0)

    try TextFile.write("Quyết định về việc đắp đê.\n", to: kept + "/hai.txt")
    try until("a new file") { try count("đắp đê", daemon) == 1 }
    var now = try #require(try source(daemon))
    #expect(now.files == [.init("new", 2)])
    #expect(now.collection == "main" && now.path == kept && now.failure.isEmpty)

    let first = try #require(now.pid)
    #expect(kill(Int32(first), SIGKILL) == 0)
    try until("another process") { try isWatched(daemon, notBy: first) }
    now = try #require(try source(daemon))
    #expect(now.restarts == 1)
    #expect(unsafe unlink(kept + "/một.txt") == 0)
    try until("what is gone") { try count("lịch tiếp dân", daemon) == 0 }

    let status = try daemon.run("status")
    #expect(status.output.contains("cong-bao: \(kept), watched, 2 new"), "\(status.output)")
    let reply = try daemon.archive.call("GET", "/v1/collections/main")
    let one = try JSONValue(parsing: reply.span)
    #expect(one["sources"]?.array?.first?["name"]?.string == "cong-bao")
    let metrics = try daemon.run("metrics").output
    let labels = #"{collection="main",source="cong-bao""#
    #expect(metrics.contains("mucluc_source_up\(labels)} 1"), "\(metrics)")
    #expect(metrics.contains("mucluc_source_restarts_total\(labels)} 1"))
    #expect(metrics.contains("mucluc_source_files_total\(labels),outcome=\"new\"} 2"))

    let second = try #require(now.pid)
    try configure("[search]\nqueue = 64\n")
    #expect(try daemon.run("reload").code == 0)
    #expect(try source(daemon) == nil)
    try until("the end of the process") { kill(Int32(second), 0) != 0 }
    #expect(try count("đắp đê", daemon) == 1)
    try TextFile.write("Việc sau này không ai đọc.\n", to: kept + "/ba.txt")

    // A source that comes back, under another rule.
    try configure(
      """
      [collection.main.source.cong-bao]
      path = "\(kept)"
      watch = false
      include = ["ba.*"]
      """)
    #expect(try daemon.run("reload").code == 0)
    try until("the look at it") { try source(daemon)?.state == .done }
    #expect(try count("không ai đọc", daemon) == 1)
    #expect(try count("đắp đê", daemon) == 1)
    #expect(daemon.end() == 0)
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func `ends with the daemon, whatever ends that`(signal: Int32) throws {
    try TextFile.makeFolder(kept)
    let daemon = try start("[collection.main.source.cong-bao]\npath = \"\(kept)\"\n")
    try until("watching") { try source(daemon)?.state == .watching }
    let pid = try #require(try source(daemon)?.pid)
    let code = daemon.end(signal)
    #expect(signal == SIGKILL || code == 0)
    try until("the end of the process") { kill(Int32(pid), 0) != 0 }
  }

  @Test func `that is not there is waited for, and told of`() throws {
    let daemon = try start("[collection.tin.source.xa]\npath = \"\(kept)\"\n")
    try until("waiting") { try source(daemon)?.state == .waiting }
    let problems = try daemon.run("problems", "-c", "tin")
    #expect(problems.output.contains("source xa, waiting for the folder"), "\(problems.errors)")
    let metrics = try daemon.run("metrics").output
    #expect(metrics.contains("mucluc_source_up{collection=\"tin\",source=\"xa\"} 0"))
    #expect(try daemon.run("status").output.contains("xa: \(kept), waiting for the folder"))
    try TextFile.makeFolder(kept)
    try TextFile.write("Tin từ xã xa.\n", to: kept + "/tin.txt")
    try until("its file") {
      try daemon.run("count", "-c", "tin", "từ xã xa").output.hasPrefix("1\n")
    }
    daemon.end()
  }

  @Test(arguments: [
    ("[collection.main.source.xa]\nwatch = true", "1: [collection.main.source.xa] has no path"),
    ("[collection.main.source.xa]", "1: [collection.main.source.xa] has no path"),
    ("[collection.main.source.XA]\npath = \"/a\"", "cannot name a source of a collection"),
    ("[collection.main.source.xa]\npath = \"a\"", "should be an absolute path"),
    (
      "[collection.main.source.xa]\npath = \"/a\"\nexlude = []",
      "did you mean collection.main.source.xa.exclude?"
    ),
    (
      "[collection.main.source.xa]\npath = \"/a\"\nwatch = false\npoll = \"1s\"",
      "4: collection.main.source.xa.poll goes with watch = true"
    ),
  ])
  func `is checked as all of the configuration is`(text: String, words: String) throws {
    try configure(text)
    let run = try Program.run(["config", "check", configuration], in: folder)
    #expect(run.code == 5)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `that is wrong changes nothing of a running daemon`() throws {
    let daemon = try start("[collection.main.source.xa]\npath = \"\(kept)\"\n")
    try configure("[collection.main.source.xa]\n")
    #expect(try daemon.run("reload").code == 5)
    let now = try #require(try source(daemon))
    #expect(now.name == "xa")
    try configure("[collection.main.source.xa]\npath = \"/a\"\npoll = \"5min\"\n")
    let shown = try daemon.run("config", "show", "--origin", "--config", configuration)
    #expect(shown.output.contains("[collection.main.source.xa]\npath = \"/a\" "))
    #expect(shown.output.contains("poll = \"5min\" "), "\(shown.output)")
    daemon.end()
  }
}
