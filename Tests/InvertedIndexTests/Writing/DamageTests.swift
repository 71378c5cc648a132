import Documents
import TestSupport
import Testing

@testable import InvertedIndex

/// Any bit of any file of an index may turn over.
@Suite struct DamageTests {
  /// An index with a commit, a live file, and operations in the log that the commit lacks.
  private static func disk() throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    let life = Life(index, Seed(1))
    try life.index(["một", "hai", "ba"])
    try index.commit()
    _ = try index.apply([.delete(try DocumentKey("khoá hai"))])
    try index.commit()
    try life.index(["bốn"])
    try index.sync()
    return disk
  }

  @Test func `every damaged byte of what holds an index together is told, or does not matter`()
    throws
  {
    let disk = try Self.disk()
    let expected = try Index.open(in: disk.copy()).texts()
    #expect(expected.count == 3)
    let names = try disk.list().filter { !$0.hasSuffix(".seg") }
    #expect(Set(names.map { $0.prefix(3) }) == ["CUR", "liv", "log", "man"])
    for name in names {
      let bytes = try #require(disk.bytes(of: name))
      for index in bytes.indices {
        for bit in 0..<8 {
          var damaged = bytes
          damaged[index] ^= 1 << UInt8(bit)
          let copy = disk.copy()
          copy.setBytes(damaged, of: name)
          try Self.expectTold(copy, or: expected, "\(name) at \(index), bit \(bit)")
        }
      }
    }
  }

  @Test func `every damaged byte of a segment is told by a check`() throws {
    let disk = try Self.disk()
    let name = try #require(try disk.list().first { $0.hasSuffix(".seg") })
    let bytes = try #require(disk.bytes(of: name))
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      let copy = disk.copy()
      copy.setBytes(damaged, of: name)
      let findings = try IndexCheck.run(in: copy).findings
      #expect(findings.contains { $0.file == name }, "byte \(index)")
    }
  }

  /// Opening says what is wrong, or finds what was there; a check tells in both cases, unless it
  /// is a seal, of which the log has two, or the end of the log.
  private static func expectTold(
    _ disk: SimulatedDisk, or expected: [String: String], _ comment: Comment
  ) throws {
    let report = try IndexCheck.run(in: disk)
    do {
      let texts = try Index.open(in: disk).texts()
      #expect(texts == expected, comment)
    } catch let error as IndexError {
      switch error {
      case .damaged, .version: #expect(!report.isWhole, comment)
      default: Issue.record("unexpected \(error), \(comment)")
      }
    }
  }
}
