import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Files that the daemon reads itself, for whoever asks.
@Suite(.timeLimit(.minutes(10))) struct `Having the daemon read files` {
  private let folder = TemporaryFolder()
  private var shelf: String { folder.path + "/kho" }

  private func start(_ more: String = "") throws -> RunningDaemon {
    _ = unsafe chmod(folder.path, 0o755)
    try TextFile.makeFolder(shelf)
    _ = unsafe chmod(shelf, 0o755)
    let file = folder.path + "/mucluc.toml"
    try TextFile.write(
      "[server]\nmode = \"0666\"\n[ingest]\nroots = [\"\(shelf)/\"]\n" + more, to: file)
    return try RunningDaemon(in: folder, options: ["--config", file])
  }

  private func write(_ text: String, _ name: String, mode: UInt32 = 0o644) throws {
    try TextFile.write(text, to: shelf + "/" + name)
    #expect(unsafe chmod(shelf + "/" + name, mode_t(mode)) == 0)
  }

  private func ids(_ daemon: RunningDaemon) throws -> [String] {
    let run = try daemon.run("search", "--sort", "size", "-n", "100", "--format", "ids")
    return run.lines.map { $0.replacing(shelf + "/", with: "") }.sorted()
  }

  @Test func `brings in what is below a folder of the configuration, as a task`() throws {
    let daemon = try start()
    try write("Thông báo một về đê điều.\n", "một.txt")
    try write(#"{"id":"dòng","body":"Một dòng về đê."}"#, "dòng.jsonl")
    let done = try daemon.run("ingest", shelf)
    #expect(done.code == 0 && done.output.hasPrefix("2 new; "), "\(done.output)\(done.errors)")
    #expect(try ids(daemon) == ["dòng", "một.txt"])
    let task = try #require(try daemon.archive.tasks().first)
    #expect(task.kind == .ingest && task.status == .succeeded && task.user == Int(getuid()))
    let progress = try #require(task.progress)
    #expect(progress.done == 2 && progress.total == 2 && progress.unit == "files")

    #expect(unsafe unlink(shelf + "/một.txt") == 0)
    try write("Thông báo hai.\n", "hai.txt")
    #expect(try daemon.run("ingest", shelf + "/hai.txt").code == 0)
    #expect(try ids(daemon) == ["dòng", "hai.txt", "một.txt"])
    let gone = try daemon.run("ingest", "--delete", "--exclude", "*.jsonl", shelf)
    #expect(gone.output.contains("1 deleted"), "\(gone.output)\(gone.errors)")
    #expect(try ids(daemon) == ["dòng", "hai.txt"])

    let reply = try daemon.archive.call(
      "POST", "/v1/collections/main/ingest", contentType: "application/json",
      IngestQuery([shelf]).json)
    let summary = try JSONValue(parsing: reply.span)
    #expect(summary["files"]?["unchanged"]?.int == 2)
    daemon.end()
  }

  @Test func `is refused for other paths, and follows no links`() throws {
    let daemon = try start()
    try TextFile.write("Chuyện của nhà khác.\n", to: folder.path + "/khác.txt")
    #expect(unsafe symlink(folder.path + "/khác.txt", shelf + "/tắt.txt") == 0)
    #expect(unsafe symlink(folder.path, shelf + "/ra ngoài") == 0)
    for path in [folder.path + "/khác.txt", "/etc", shelf + "x"] {
      let run = try daemon.run("ingest", path)
      #expect(run.errors.contains("path_not_allowed") && run.errors.contains("below \(shelf)"))
    }
    let raw = try daemon.run(
      "query", "POST", "/v1/collections/main/ingest", #"{"paths":["\#(shelf)/../khác.txt"]}"#)
    #expect(raw.output.contains("invalid_field") || raw.errors.contains("invalid_field"))
    for path in ["/tắt.txt", "/ra ngoài", "/ra ngoài/khác.txt"] {
      let run = try daemon.run("ingest", shelf + path)
      #expect(run.code == 5, "\(path): \(run.output)\(run.errors)")
    }
    #expect(try daemon.run("ingest", shelf).code == 0)
    #expect(try ids(daemon) == [])
    daemon.end()
  }

  @Test func `can be canceled`() throws {
    let daemon = try start()
    for number in 0..<400 { try write("Bài số \(number) về mùa lúa.\n", "\(number).txt") }
    let begun = try daemon.archive.ingest(IngestQuery([shelf]))
    try daemon.archive.cancelTask(begun.id)
    let task = try daemon.archive.task(begun.id, waitMilliseconds: 60_000)
    #expect(task.status == .canceled && task.error?.code == .canceled)
    #expect(try daemon.run("ingest", shelf).code == 0)
    #expect(try ids(daemon).count == 100)
    #expect(try daemon.run("count", "mùa lúa").output == "400\n")
    daemon.end()
  }

  @Test func `ends with the daemon`() throws {
    let daemon = try start()
    for number in 0..<2_000 { try write("Bài số \(number) về mùa lúa.\n", "\(number).txt") }
    let begun = try daemon.archive.ingest(IngestQuery([shelf]))
    #expect(daemon.end() == 0)
    let next = try RunningDaemon(in: folder, options: ["--config", folder.path + "/mucluc.toml"])
    let task = try next.archive.task(begun.id)
    #expect(task.status.isFinal && task.status != .succeeded)
    next.end()
  }

  @Test(.enabled(if: geteuid() == 0, "only root can ask as somebody else"))
  func `gives nobody what that user may not read`() throws {
    let daemon = try start()
    try write("Thông báo chung cho mọi người.\n", "chung.txt")
    try write("Bảng lương của phòng kế toán.\n", "lương.txt", mode: 0o600)
    try write(#"{"id":"lương","body":"Bảng lương dòng một."}"#, "lương.jsonl", mode: 0o600)
    try write("Giấy tờ của tổ 20000.\n", "tổ.txt", mode: 0o640)
    #expect(unsafe chown(shelf + "/tổ.txt", 0, 20_000) == 0)
    try TextFile.makeFolder(shelf + "/kín")
    try write("Hồ sơ kín.\n", "kín/hồ sơ.txt")
    try TextFile.makeFolder(shelf + "/không kể tên")
    try write("Tệp trong thư mục không kể tên.\n", "không kể tên/tệp.txt")
    #expect(unsafe chmod(shelf + "/không kể tên", 0o711) == 0)

    func ingest(_ user: Int, groups: String, _ path: String) throws -> Program.Ended {
      try Program.run(
        ["ingest", path], socket: daemon.socket, in: folder,
        through: ["--reuid=\(user)", "--regid=\(user)", groups])
    }
    let alone = try ingest(10_002, groups: "--clear-groups", shelf)
    #expect(alone.code == 5 && alone.errors.contains("Permission denied"), "\(alone.errors)")
    #expect(try ids(daemon) == ["chung.txt"])
    for name in ["kín/hồ sơ.txt", "lương.txt", "kín/không có"] {
      let run = try ingest(10_002, groups: "--clear-groups", shelf + "/" + name)
      #expect(run.errors.contains("Permission denied"), "\(name): \(run.errors)")
    }
    // A folder that may be gone through and not listed, as the kernel has it.
    let named = try ingest(10_002, groups: "--clear-groups", shelf + "/không kể tên/tệp.txt")
    #expect(named.code == 0, "\(named.errors)")
    _ = try ingest(10_002, groups: "--groups=20000", shelf)
    #expect(try ids(daemon) == ["chung.txt", "không kể tên/tệp.txt", "tổ.txt"])
    #expect(try daemon.run("ingest", shelf).code == 0)
    #expect(try ids(daemon).count == 6)
    daemon.end()
  }
}
