import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// The disk fails at its Nth operation, for every N of a whole life, and the power goes with it.
@Suite struct FaultTests {
  @Test(arguments: Seed.some(6))
  func `nothing acknowledged is lost, whichever operation fails`(seed: Seed) throws {
    var random = seed
    var fault = 1
    while true {
      let disk = SimulatedDisk()
      disk.arm(.init(at: fault, share: Double.random(in: 0...1, using: &random)))
      var life: Life?
      do {
        var begun = Life(try Index.open(in: disk, settings: Life.settings), seed)
        defer { life = begun }
        try begun.run(steps: 60)
      } catch {
        // What the test is about.
      }
      let isOver = !disk.hasFailed
      if Bool.random(using: &random) {
        disk.losePower(keeping: &random)
      } else {
        disk.killProgram()
      }
      try Self.check(disk, life, "operation \(fault) of \(seed)")
      if isOver { break }
      fault += 1
    }
    #expect(fault > 100, "a life has many operations")
  }

  @Test(arguments: Seed.some(3))
  func `a second failure during recovery loses nothing either`(seed: Seed) throws {
    var random = seed
    for first in stride(from: 20, to: 200, by: 17) {
      let disk = SimulatedDisk()
      disk.arm(.init(at: first))
      var life: Life?
      do {
        var begun = Life(try Index.open(in: disk, settings: Life.settings), seed)
        defer { life = begun }
        try begun.run(steps: 60)
      } catch {}
      disk.losePower(keeping: &random)
      for second in 1..<40 {
        let again = disk.copy()
        again.arm(.init(at: second))
        do {
          let index = try Index.open(in: again, settings: Life.settings)
          try index.close()
        } catch {}
        again.losePower(keeping: &random)
        try Self.check(again, life, "operations \(first) and \(second) of \(seed)")
      }
    }
  }

  @Test func `a full disk refuses writes and searches go on`() throws {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk, settings: Life.settings)
    let life = Life(index, Seed(1))
    try life.index(["một", "hai"])
    try index.sync()
    try index.refresh()
    disk.arm(.init(at: 1, code: ENOSPC, isFinal: false, share: 0))
    try life.index(["ba"])
    #expect(throws: IndexError.io(operation: "write", file: "log-1.log", code: ENOSPC)) {
      try index.sync()
    }
    #expect(index.snapshot().documentCount == 2)
    #expect(index.statistics.failure == nil)
  }

  @Test func `a write that failed once can be tried again`() throws {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk, settings: Life.settings)
    let life = Life(index, Seed(1))
    try life.index(["một"])
    disk.arm(.init(at: 1, code: ENOSPC, isFinal: false, share: 0.5))
    #expect(throws: IndexError.self) { try index.sync() }
    try index.sync()
    try life.index(["hai"])
    try index.sync()
    var random = Seed(1)
    disk.losePower(keeping: &random)
    let texts = try Index.open(in: disk, settings: Life.settings).texts()
    #expect(texts.values.sorted() == ["hai", "một"])
  }

  @Test func `after a failed sync nothing is acknowledged until the index is opened again`() throws
  {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk, settings: Life.settings)
    let life = Life(index, Seed(1))
    try life.index(["một"])
    // The first operation writes, the second syncs.
    disk.arm(.init(at: 2, isFinal: false))
    #expect(throws: IndexError.self) { try index.sync() }
    #expect(throws: IndexError.self) { try index.sync() }
    #expect(throws: IndexError.self) { try life.index(["hai"]) }
    #expect(index.statistics.failure != nil)
  }

  /// Opens the disk and compares it with the states the life went through.
  private static func check(_ disk: SimulatedDisk, _ life: Life?, _ comment: Comment) throws {
    // What was left is whole by itself, before the log is replayed. In a quarter of the cases: it
    // takes as long as all the rest.
    if disk.operationCount % 4 == 0 {
      #expect(try IndexCheck.run(in: disk).findings == [], comment)
    }
    let index = try Index.open(in: disk, settings: Life.settings)
    let texts = try index.texts()
    guard let life else {
      #expect(texts.isEmpty, comment)
      return
    }
    let possible = life.states[life.acknowledged...]
    #expect(possible.contains(texts), comment)
  }
}
