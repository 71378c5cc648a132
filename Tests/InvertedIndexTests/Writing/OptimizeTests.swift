import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct OptimizeTests {
  @Test(arguments: Seed.some(6))
  func `after it there is one segment, without deleted documents, and the same texts`(
    seed: Seed
  ) throws {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk, settings: Life.settings)
    var life = Life(index, seed)
    try life.live(steps: 120)
    let expected = try index.texts()
    try index.optimize()
    #expect(index.statistics.segments == 1)
    #expect(index.statistics.deletedDocuments == 0)
    #expect(try index.texts() == expected)
    #expect(try disk.list().filter { $0.hasSuffix(".seg") }.count == 1)
    #expect(try IndexCheck.run(in: disk).findings == [])
    #expect(try Index.open(in: disk).texts() == expected)
  }

  @Test func `what is one segment already is left alone`() throws {
    let index = try Index.open(in: SimulatedDisk())
    try Life(index, Seed(1)).index(["một", "hai"])
    try index.optimize()
    let id = index.snapshot().segments[0].segment.id
    try index.optimize()
    #expect(index.snapshot().segments.map(\.segment.id) == [id])
  }

  @Test func `an index without live documents has no segments left`() throws {
    let index = try Index.open(in: SimulatedDisk())
    try Life(index, Seed(1)).index(["một"])
    try index.commit()
    _ = try index.apply([.delete(try DocumentKey("khoá một"))])
    try index.optimize()
    #expect(index.statistics.segments == 0)
  }

  @Test(arguments: [1, 2, 3, 7])
  func `it leaves as many segments as it may`(count: Int) throws {
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<6 {
      try Life(index, Seed(1)).index((0...number).map { "\(number) \($0)" })
      try index.commit()
    }
    _ = try index.apply([.delete(try DocumentKey("khoá 5 0"))])
    let expected = try index.texts()
    try index.optimize(toAtMost: count)
    #expect(index.statistics.segments == min(count, 6))
    #expect(index.statistics.deletedDocuments == 0)
    #expect(try index.texts() == expected)
  }

  @Test func `writes and searches go on while it works`() async throws {
    let folder = TemporaryFolder()
    let index = try Index.open(
      in: try FileDirectory(path: folder.path), settings: Life.settings)
    var life = Life(index, Seed(5))
    try life.live(steps: 200)
    try index.refresh()
    let before = index.snapshot()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for _ in 0..<5 { try index.optimize() } }
      group.addTask {
        for number in 0..<100 {
          let key = try DocumentKey("mới \(number)")
          _ = try index.apply([.put(Document(key: key, blocks: [Block(.paragraph, "tin mới")]))])
          if number % 3 == 0 { _ = try index.apply([.delete(key)]) }
          if number % 5 == 0 { try index.sync() }
          try index.refresh()
          #expect(try index.document(for: key) == nil || number % 3 != 0)
          _ = try index.maintain()
        }
      }
      try await group.waitForAll()
    }
    #expect(try index.texts().keys.filter { $0.hasPrefix("mới") }.count == 66)
    #expect(before.segments.allSatisfy { (try? $0.segment.contents()) != nil })
    try index.close()
    #expect(try IndexCheck.run(in: try FileDirectory(path: folder.path)).findings == [])
  }
}
