import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct LogTests {
  /// A log with three groups of two documents each, and nothing else on the disk.
  private static func disk() throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    for group in 0..<3 {
      for number in 0..<2 {
        let key = try DocumentKey("\(group)-\(number)")
        _ = try index.apply([.put(Document(key: key, blocks: [Block(.paragraph, "bài \(key)")]))])
      }
      try index.sync()
    }
    return disk
  }

  @Test func `every damaged byte of the log is told or does not matter`() throws {
    let disk = try Self.disk()
    let bytes = try #require(disk.bytes(of: "log-1.log"))
    let expected = try Index.open(in: disk.copy()).texts()
    #expect(expected.count == 6)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      let copy = disk.copy()
      copy.setBytes(damaged, of: "log-1.log")
      do {
        #expect(try Index.open(in: copy).texts() == expected, "byte \(index)")
      } catch IndexError.damaged(let file, _, _) {
        #expect(file == "log-1.log")
      } catch IndexError.version(let file, _, _) {
        #expect(file == "log-1.log" && index == 7)
      }
    }
  }

  @Test func `a log cut at any byte keeps every group that is whole`() throws {
    let disk = try Self.disk()
    let bytes = try #require(disk.bytes(of: "log-1.log"))
    var previous = 0
    for count in 0...bytes.count {
      let copy = disk.copy()
      copy.setBytes(Array(bytes.prefix(count)), of: "log-1.log")
      let found = try Index.open(in: copy).texts().count
      #expect(found % 2 == 0 && found >= previous)
      previous = found
    }
    #expect(previous == 6)
  }

  @Test func `what was not sealed is dropped`() throws {
    let disk = try Self.disk()
    let index = try Index.open(in: disk)
    _ = try index.apply([.put(Document(key: try DocumentKey("muộn")))])
    var random = Seed(1)
    disk.losePower(keeping: &random)
    #expect(try Index.open(in: disk).texts().count == 6)
  }

  @Test func `a missing log is told by name`() throws {
    let disk = try Self.disk()
    let index = try Index.open(in: disk)
    try index.commit()
    let log = try #require(try disk.list().first { $0.hasPrefix("log-") })
    try disk.remove(log)
    #expect {
      try Index.open(in: disk)
    } throws: { error in
      "\(error)".contains(log)
    }
  }
}
