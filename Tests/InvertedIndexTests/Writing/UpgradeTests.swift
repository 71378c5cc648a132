import Analysis
import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct UpgradeTests {
  /// What an older program left: several segments, deletions, and operations in the log.
  private static func outdated(
    analyzer: UInt32 = AnalysisVersion.current - 1, revision: UInt32 = SegmentLayout.version
  ) throws -> (disk: SimulatedDisk, texts: [String: String]) {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    for part in 0..<3 {
      try Life(index, Seed(1)).index(["một \(part)", "hai \(part)", "ba \(part)"])
      try index.commit()
    }
    _ = try index.apply([.delete(try DocumentKey("khoá hai 1"))])
    try index.commit()
    try Life(index, Seed(1)).index(["bốn"])
    try index.sync()
    let texts = try index.texts()
    for name in try disk.list() where name.hasSuffix(".seg") {
      let bytes = try #require(disk.bytes(of: name))
      disk.setBytes(
        SegmentFile.relabelled(bytes, analyzer: analyzer, revision: revision), of: name)
    }
    return (disk, texts)
  }

  @Test(arguments: [true, false])
  func `what an older program made is refused by name, and an upgrade makes it anew`(
    byRules: Bool
  ) throws {
    let (disk, texts) = try Self.outdated(
      analyzer: AnalysisVersion.current - (byRules ? 1 : 0),
      revision: SegmentLayout.version - (byRules ? 0 : 1))
    #expect {
      try Index.open(in: disk)
    } throws: { error in
      guard case .outdated(let file, _)? = error as? IndexError else { return false }
      return file.hasSuffix(".seg") && "\(error)".contains("mucluc upgrade")
    }
    let done = try Index.upgrade(in: disk)
    #expect(done == Index.Upgraded(segments: 3, documents: 8))
    #expect(try Index.open(in: disk).texts() == texts)
    #expect(try IndexCheck.run(in: disk).findings == [])
    #expect(try Index.upgrade(in: disk) == Index.Upgraded())
  }

  @Test func `sequence numbers stay, deleted documents go`() throws {
    let (disk, _) = try Self.outdated()
    _ = try Index.upgrade(in: disk)
    var found: [SequenceNumber] = []
    for view in try Index.open(in: disk).snapshot().segments {
      for document in 0..<DocID(view.segment.documentCount) {
        found.append(view.segment.sequence(of: document))
      }
    }
    #expect(found.sorted() == [1, 2, 3, 4, 6, 7, 8, 9, 11])
  }

  @Test func `documents are analyzed again`() throws {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    try Life(index, Seed(1)).index(["trăng"])
    try index.close()
    let name = try #require(try disk.list().first { $0.hasSuffix(".seg") })
    var bytes = try #require(disk.bytes(of: name))
    let keys = try SectionReader(FileBytes(name: name, bytes)).place(.foldedKeys)
    bytes[keys.lowerBound] = UInt8(ascii: "x")
    bytes = SegmentFile.relabelled(bytes, analyzer: AnalysisVersion.current - 1)
    disk.setBytes(bytes, of: name)
    _ = try Index.upgrade(in: disk)
    let segment = try #require(try Index.open(in: disk).snapshot().segments.first).segment
    #expect(segment.foldedTerm(Array("trang".utf8))?.documentFrequency == 1)
    #expect(segment.foldedTerm(Array("xrang".utf8)) == nil)
  }

  @Test func `an upgrade of everything mends what is made from documents`() throws {
    let disk = try SegmentSamples.committed(documents: 20)
    let name = try #require(try disk.list().first { $0.hasSuffix(".seg") })
    let texts = try Index.open(in: disk.copy()).texts()
    var bytes = try #require(disk.bytes(of: name))
    let postings = try SectionReader(FileBytes(name: name, bytes)).place(.postings)
    bytes[postings.lowerBound + 4] ^= 1
    disk.setBytes(SegmentFile.resealed(bytes), of: name)
    let report = try IndexCheck.run(in: disk)
    #expect(!report.isWhole)
    #expect(report.findings.allSatisfy { $0.remedy == .rewrite })
    _ = try Index.upgrade(in: disk, all: true)
    #expect(try IndexCheck.run(in: disk).findings == [])
    #expect(try Index.open(in: disk).texts() == texts)
  }

  @Test func `whichever operation fails, the old index or the new one is there`() throws {
    let (original, texts) = try Self.outdated()
    var random = Seed(3)
    var fault = 1
    while true {
      let disk = original.copy()
      disk.arm(.init(at: fault, share: Double.random(in: 0...1, using: &random)))
      _ = try? Index.upgrade(in: disk)
      let isOver = !disk.hasFailed
      if Bool.random(using: &random) {
        disk.losePower(keeping: &random)
      } else {
        disk.killProgram()
      }
      _ = try Index.upgrade(in: disk)
      #expect(try Index.open(in: disk).texts() == texts, "operation \(fault)")
      #expect(try IndexCheck.run(in: disk).findings == [], "operation \(fault)")
      if isOver { break }
      fault += 1
    }
    #expect(fault > 40)
  }

  @Test(arguments: ["seg", "live", "log", "manifest-"])
  func `a file of a newer version says so, and nothing is guessed or changed`(kind: String) throws {
    let disk = try SegmentSamples.committed(documents: 4)
    let name = try #require(try disk.list().first { $0.hasSuffix(kind) || $0.hasPrefix(kind) })
    var bytes = try #require(disk.bytes(of: name))
    bytes[7] = 2
    // A newer version may have anything behind its first eight bytes.
    for index in 8..<bytes.count { bytes[index] = ~bytes[index] }
    disk.setBytes(bytes, of: name)
    let names = try disk.list()
    let expected = IndexError.version(file: name, found: 2, supported: 1)
    #expect(throws: expected) { try Index.open(in: disk) }
    #expect(throws: expected) { try Index.upgrade(in: disk) }
    #expect(try IndexCheck.run(in: disk).findings.map(\.remedy).contains(.newerProgram))
    #expect(Set(try disk.list()).isSuperset(of: names))
    #expect(disk.bytes(of: name) == bytes)
  }

  @Test func `newer rules of analysis are not undone`() throws {
    let (disk, _) = try Self.outdated(analyzer: AnalysisVersion.current + 1)
    #expect {
      try Index.upgrade(in: disk, all: false)
    } throws: { error in
      guard case .version? = error as? IndexError else { return false }
      return true
    }
  }
}
