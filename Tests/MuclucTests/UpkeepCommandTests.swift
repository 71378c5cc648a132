import Glibc
import TestSupport
import Testing
import Wire

/// Checks, merges, copies and upgrades by the command line, with a daemon and without.
@Suite struct UpkeepCommandTests {
  private static let lines = (1...40).map {
    #"{"_id":"d\#($0)","title":"Tin số \#($0)","text":"Ủy ban mặt trận họp lần \#($0)"}"#
  }.joined(separator: "\n")

  @Test func `a whole archive is told to be whole, and a damaged one where it is damaged`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: Self.lines)
    let whole = try daemon.run("check")
    #expect(whole.code == 0, "\(whole.errors)")
    #expect(whole.output.hasPrefix("main is whole: 40 documents"))
    // Beside the daemon, and by itself.
    let beside = try daemon.run("check", "--data", daemon.data, "--json")
    #expect(beside.code == 0)
    #expect(try JSONValue(parsing: Array(beside.output.utf8).span)["whole"]?.bool == true)
    daemon.end()
    let file = daemon.data + "/collections/main/segment-1.seg"
    let descriptor = unsafe open(file, O_WRONLY)
    try #require(descriptor >= 0)
    #expect(unsafe pwrite(descriptor, "!!!!", 4, 200) == 4)
    _ = close(descriptor)
    let damaged = try daemon.run("check", "main", "--data", daemon.data)
    #expect(damaged.code == 1)
    #expect(damaged.output.contains("main is damaged"))
    #expect(damaged.output.contains("segment-1.seg"))
    #expect(damaged.output.contains("what to do"))
  }

  @Test func `what is not there is an error and is not made`() throws {
    let folder = TemporaryFolder()
    for command in ["check", "optimize", "upgrade"] {
      let run = try Program.run([command, "main", "--data", folder.path + "/none"], in: folder)
      #expect(run.code == 5, "\(command): \(run.output)\(run.errors)")
    }
    #expect(unsafe access(folder.path + "/none", F_OK) != 0)
  }

  @Test func `a collection is merged and copied, by the daemon and without it`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: Self.lines)
    _ = try daemon.run("rm", "d1")
    let merged = try daemon.run("optimize")
    #expect(merged.code == 0, "\(merged.errors)")
    let copy = daemon.folder.path + "/copy"
    let copied = try daemon.run("snapshot", "main", copy + "/collections/main")
    #expect(copied.code == 0, "\(copied.errors)")
    #expect(copied.output.hasPrefix("39 documents"))
    let locked = try daemon.run("optimize", "--data", daemon.data)
    #expect(locked.code == 5)
    #expect(locked.errors.contains("in use by another process"))
    daemon.end()
    #expect(try daemon.run("check", "--data", copy).code == 0)
    #expect(try daemon.run("optimize", "--data", copy).code == 0)
    #expect(try daemon.run("snapshot", "main", copy + "/again", "--data", copy).code == 0)
  }

  @Test func `what an older program made is refused by name, and upgraded`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: Self.lines)
    daemon.end()
    let folder = daemon.data + "/collections/main"
    try SegmentFile.relabel(folder + "/segment-1.seg", analyzer: 0)
    let checked = try daemon.run("check", "--data", daemon.data)
    #expect(checked.code == 1)
    #expect(checked.output.hasPrefix("main is of another program"))
    let again = try RunningDaemon(in: daemon.folder)
    let refused = try again.run("search", "uy ban")
    #expect(refused.code == 5)
    #expect(refused.errors.contains("mucluc upgrade"), "\(refused.errors)")
    #expect(refused.errors.contains("index_version"))
    again.end()
    let upgraded = try daemon.run("upgrade", "--data", daemon.data)
    #expect(upgraded.code == 0, "\(upgraded.errors)")
    #expect(upgraded.output.contains("40 documents made anew"))
    let third = try RunningDaemon(in: daemon.folder)
    #expect(try third.run("count", "uy ban").output == "40\n")
    #expect(try third.run("check").code == 0)
    third.end()
  }
}
