import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Rights as the kernel tells them: the program runs under other users and groups.
@Suite(.enabled(if: geteuid() == 0, "only root can run a program as somebody else"))
struct AccessCommandTests {
  private let folder = TemporaryFolder()

  /// A daemon whose socket is open to all, and a copy of the program that all may run.
  private func daemon() throws -> RunningDaemon {
    _ = unsafe chmod(folder.path, 0o755)
    try TextFile.write(
      """
      [server]
      mode = "0666"
      [access]
      read = ["10001", "@20000"]
      write = ["@20000"]
      admin = ["10003"]
      [collection.luong]
      read = ["@20001"]
      """, to: folder.path + "/mucluc.toml")
    let daemon = try RunningDaemon(in: folder, options: ["--config", folder.path + "/mucluc.toml"])
    _ = try daemon.archive.add([SocketTests.document("chung", "thông báo chung")])
    _ = try daemon.archive.add([SocketTests.document("rieng", "thông báo lương")], to: "luong")
    return daemon
  }

  /// Runs a command as a user with these groups besides its own.
  private func run(
    _ user: Int, _ groups: [Int], _ daemon: RunningDaemon, _ arguments: String...
  ) throws -> Program.Ended {
    let list =
      groups.isEmpty
      ? "--clear-groups" : "--groups=\(groups.map(String.init).joined(separator: ","))"
    let identity = ["--reuid=\(user)", "--regid=\(user)", list]
    return try Program.run(arguments, socket: daemon.socket, in: folder, through: identity)
  }

  @Test func `users and groups may do what the configuration says`() throws {
    let daemon = try daemon()
    let everywhere = ["search", "-c", "*", "--format", "ids", "thong bao"]
    func found(_ user: Int, _ groups: [Int]) throws -> Program.Ended {
      try run(
        user, groups, daemon, everywhere[0], everywhere[1], everywhere[2], everywhere[3],
        everywhere[4], everywhere[5])
    }
    #expect(try found(10_001, []).lines == ["chung"])
    #expect(try found(10_002, [20_000]).lines == ["chung"])
    #expect(try found(10_002, [30_000, 20_001]).lines == ["rieng"])
    #expect(try found(10_003, []).lines.sorted() == ["chung", "rieng"])
    // More groups than fit into a first guess of their number.
    #expect(try found(10_002, Array(30_000...30_150) + [20_001]).lines == ["rieng"])
    let stranger = try found(10_009, [30_000])
    #expect(stranger.code == 5)
    #expect(stranger.errors.contains("peer_not_allowed"))

    let reading = try run(10_001, [], daemon, "rm", "chung")
    #expect(reading.errors.contains("write_not_allowed"), "\(reading.errors)")
    #expect(try run(10_001, [], daemon, "reload").errors.contains("peer_not_allowed"))
    let hidden = try run(10_001, [], daemon, "get", "-c", "luong", "rieng")
    #expect(hidden.errors.contains("collection_not_found"), "\(hidden.errors)")
    #expect(try run(10_003, [], daemon, "reload").code == 0)
    #expect(try run(10_002, [20_000], daemon, "rm", "chung").code == 0)
    #expect(daemon.end() == 0)
  }

  @Test func `a socket is given to a group, and to nobody else`() throws {
    let daemon = try RunningDaemon(in: folder, options: ["--set", "server.group=20000"])
    var status = stat()
    try #require(unsafe lstat(daemon.socket, &status) == 0)
    #expect(status.st_gid == 20_000)
    #expect(status.st_mode & 0o777 == 0o660)
    _ = unsafe chmod(folder.path, 0o755)
    #expect(try run(10_001, [20_000], daemon, "status").code == 0)
    #expect(try run(10_001, [], daemon, "status").code == 3)
    #expect(daemon.end() == 0)
  }
}
