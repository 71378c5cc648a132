import Client
import Glibc
import TestSupport
import Testing
import Wire

/// `--watch`, end to end: the archive follows a folder by itself.
@Suite struct WatchTests {
  /// Waits until a search finds so many documents.
  private func wait(
    for count: Int, _ query: String, _ daemon: RunningDaemon,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var found = -1
    for _ in 0..<600 {
      found = try daemon.archive.count(SearchQuery(query)).value
      if found == count { return }
      _ = usleep(100_000)
    }
    Issue.record("\(found) found of \(count): \(query)", sourceLocation: sourceLocation)
  }

  private func start(_ folder: LivingFolder, _ options: String...) throws -> Child {
    let stem = folder.daemon.folder.path + "/watch"
    return try Child(
      ["sync", "--watch", folder.path] + options, socket: folder.daemon.socket,
      input: "/dev/null", output: stem + ".out", errors: stem + ".err")
  }

  @Test func `what is written, renamed and deleted below a watched folder is followed`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: phiên chợ.\n")
    let watch = try start(folder)
    try wait(for: 1, "phiên chợ", daemon)

    try TextFile.write("Tin b: phiên chợ.\n", to: folder.path + "/b.txt")
    try wait(for: 2, "phiên chợ", daemon)

    // A folder in a folder, and what is in them before anybody can watch them.
    try folder.makeFolder("mới")
    try folder.makeFolder("mới/hơn")
    try TextFile.write("Tin c: phiên chợ.\n", to: folder.path + "/mới/hơn/c.txt")
    try wait(for: 3, "phiên chợ", daemon)
    try TextFile.write("Tin d: phiên chợ.\n", to: folder.path + "/mới/hơn/d.txt")
    try wait(for: 4, "phiên chợ", daemon)

    folder.move("mới", to: "cũ")
    try TextFile.write("Tin đ: phiên chợ.\n", to: folder.path + "/cũ/hơn/đ.txt")
    try wait(for: 5, "phiên chợ", daemon)
    folder.delete("cũ/hơn/c.txt")
    folder.delete("a.txt")
    try wait(for: 3, "phiên chợ", daemon)
    try folder.expectFresh("a while of watching")

    watch.signal(SIGTERM)
    #expect(watch.wait() == 0)
    daemon.end()
  }

  @Test func `a folder that is gone and comes back, as a mount does, is followed again`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: phiên chợ.\n")
    let watch = try start(folder)
    try wait(for: 1, "phiên chợ", daemon)
    let away = folder.path + ".away"
    #expect(unsafe rename(folder.path, away) == 0)
    let errors = daemon.folder.path + "/watch.err"
    for _ in 0..<600 {
      if try TextFile.read(errors).contains("is it mounted?") { break }
      _ = usleep(100_000)
    }
    #expect(try TextFile.read(errors).contains("1 file of it not deleted; is it mounted?"))
    try TextFile.write("Tin b: phiên chợ.\n", to: away + "/b.txt")
    #expect(unsafe rename(away, folder.path) == 0)
    try wait(for: 2, "phiên chợ", daemon)
    // What happens now is heard, too.
    try TextFile.write("Tin c: phiên chợ.\n", to: folder.path + "/c.txt")
    try wait(for: 3, "phiên chợ", daemon)
    watch.signal(SIGTERM)
    #expect(watch.wait() == 0)
    daemon.end()
  }

  @Test func `a folder that cannot be watched is looked at from time to time, and that is said`()
    throws
  {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    try folder.write("a.txt", "Tin a: phiên chợ.\n")
    // As where the system gives no more instances.
    let watch = try start(folder, "--poll", "1")
    try wait(for: 1, "phiên chợ", daemon)
    try TextFile.write("Tin b: phiên chợ.\n", to: folder.path + "/b.txt")
    try wait(for: 2, "phiên chợ", daemon)
    #expect(
      try TextFile.read(daemon.folder.path + "/watch.err").contains("looked at every 1 s"))
    watch.signal(SIGINT)
    #expect(watch.wait() == 0)
    daemon.end()
  }
}
