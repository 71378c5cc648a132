import Glibc
import TestSupport
import Testing
import Wire

/// A run or a daemon that is killed in the middle: the next run ends as a fresh one would.
@Suite struct KillSyncTests {
  /// A folder in which everything happens between two runs.
  private func live(_ folder: LivingFolder, round: Int) throws {
    for number in 0..<40 {
      let name = "\(round)-\(number).txt"
      try folder.write(name, "Tin \(round) số \(number): làng chài ven biển đón bão.\n")
      guard round > 0 else { continue }
      let old = "\(round - 1)-\(number).txt"
      switch number % 4 {
      case 0: folder.delete(old)
      case 1: folder.move(old, to: "chuyển-" + old)
      case 2: try folder.write(old, "Tin đã viết lại ở vòng \(round).\n")
      default: break
      }
    }
  }

  @Test(arguments: Seed.some(3))
  func `a client that is killed leaves nothing wrong behind`(seed: Seed) throws {
    var random = seed
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    for round in 0..<3 {
      try live(folder, round: round)
      let child = try Child(
        ["sync", folder.path, "--progress", "none"], socket: daemon.socket, input: "/dev/null",
        output: "/dev/null", errors: "/dev/null")
      // At any moment, also after the end.
      _ = usleep(UInt32.random(in: 0...1_500_000, using: &random))
      child.signal(SIGKILL)
      _ = child.wait()
    }
    try folder.sync()
    try folder.expectFresh("three kills, \(seed)")
    daemon.end()
  }

  @Test(arguments: Seed.some(3))
  func `a daemon that is killed leaves nothing wrong behind`(seed: Seed) throws {
    var random = seed
    let home = TemporaryFolder()
    var daemon = try RunningDaemon(in: home)
    let folder = try LivingFolder(of: daemon)
    for round in 0..<3 {
      try live(folder, round: round)
      let child = try Child(
        ["sync", folder.path, "--progress", "none"], socket: daemon.socket, input: "/dev/null",
        output: "/dev/null", errors: "/dev/null")
      _ = usleep(UInt32.random(in: 0...1_500_000, using: &random))
      daemon.end(SIGKILL)
      _ = child.wait()
      daemon = try RunningDaemon(in: home)
      folder.daemon = daemon
    }
    try folder.sync()
    try folder.expectFresh("three kills, \(seed)")
    daemon.end()
  }
}
