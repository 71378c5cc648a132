import Documents
import Synchronization
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct IndexTests {
  private static func document(_ key: String, _ text: String) throws -> InvertedIndex.Operation {
    .put(Document(key: try DocumentKey(key), blocks: [Block(.paragraph, text)]))
  }

  @Test func `outcomes say what was done`() throws {
    let index = try Index.open(in: SimulatedDisk())
    #expect(try index.apply([Self.document("a", "một")]) == [.created])
    #expect(try index.apply([Self.document("a", "một")]) == [.unchanged])
    #expect(try index.apply([Self.document("a", "hai")]) == [.updated])
    try index.refresh()
    #expect(try index.apply([Self.document("a", "hai")]) == [.unchanged])
    #expect(try index.apply([.delete(try DocumentKey("a"))]) == [.deleted])
    #expect(try index.apply([.delete(try DocumentKey("a"))]) == [.notFound])
    #expect(try index.texts().isEmpty)
  }

  @Test func `an unchanged document writes nothing`() throws {
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply([Self.document("a", "một")])
    try index.sync()
    let before = index.statistics
    _ = try index.apply([Self.document("a", "một")])
    try index.sync()
    #expect(index.statistics == before)
  }

  @Test func `a document twice in one batch counts once, as it was last`() throws {
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply([Self.document("a", "một"), Self.document("a", "hai")])
    #expect(try index.texts() == ["a": "hai"])
  }

  @Test func `a title beyond the limit is refused and the older document stays`() throws {
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply([Self.document("a", "một")])
    let title = String(repeating: "từ ", count: Limit.titleSlots + 1)
    let outcomes = try index.apply([
      .put(Document(key: try DocumentKey("a"), title: title)), Self.document("b", "hai"),
    ])
    guard case .rejected(.documentTooLarge) = outcomes[0] else {
      Issue.record("not refused: \(outcomes)")
      return
    }
    #expect(outcomes[1] == .created)
    #expect(try index.texts() == ["a": "một", "b": "hai"])
  }

  @Test func `a snapshot does not change while documents are written`() throws {
    let index = try Index.open(in: SimulatedDisk(), settings: Life.settings)
    _ = try index.apply([Self.document("a", "một")])
    try index.refresh()
    let before = index.snapshot()
    _ = try index.apply([Self.document("a", "hai"), Self.document("b", "ba")])
    try index.refresh()
    try index.commit()
    while try index.maintain() {}
    #expect(before.documentCount == 1)
    #expect(try before.document(for: DocumentKey("a"))?.blocks[0].text == "một")
    #expect(try index.document(for: DocumentKey("a"))?.blocks[0].text == "hai")
  }

  @Test func `a closed index takes no writes and can be opened again`() throws {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    _ = try index.apply([Self.document("a", "một")])
    try index.close()
    #expect(throws: IndexError.self) { try index.apply([Self.document("b", "hai")]) }
    #expect(try Index.open(in: disk).texts() == ["a": "một"])
  }

  @Test func `a commit leaves only the files it needs`() throws {
    let disk = SimulatedDisk()
    for round in 0..<4 {
      let index = try Index.open(in: disk)
      _ = try index.apply([Self.document("a", "lần \(round)"), Self.document("\(round)", "x")])
      try index.close()
    }
    let names = try disk.list()
    #expect(names.filter { $0.hasPrefix("log-") }.count == 1)
    #expect(names.filter { $0.hasPrefix("manifest-") }.count == 1)
    #expect(names.filter { $0.hasPrefix("segment-") }.count == 4)
  }

  @Test func `segments are merged until tiers are small, and deleted documents go`() throws {
    let index = try Index.open(in: SimulatedDisk(), settings: Life.settings)
    for number in 0..<200 {
      _ = try index.apply([Self.document("\(number % 50)", "bài số \(number)")])
      try index.refresh()
      while try index.maintain() {}
    }
    try index.commit()
    while try index.maintain() {}
    let statistics = index.statistics
    #expect(statistics.documents == 50)
    #expect(statistics.segments < 10)
    #expect(Double(statistics.deletedDocuments) <= 0.5 * Double(statistics.documents))
  }

  @Test func `writers, readers and merges at once give what one writer gives`() async throws {
    let folder = TemporaryFolder()
    let index = try Index.open(
      in: try FileDirectory(path: folder.path), settings: Life.settings)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for number in 0..<60 {
            let key = "\(worker)/\(number % 20)"
            _ = try index.apply([Self.document(key, "bài \(number)")])
            if number % 7 == 0 { try index.sync() }
            if number % 5 == 0 { try index.refresh() }
          }
        }
      }
      group.addTask {
        for _ in 0..<40 {
          _ = try index.maintain()
          let snapshot = index.snapshot()
          var live = 0
          for view in snapshot.segments {
            for document in 0..<DocID(view.segment.documentCount)
            where view.live.contains(document) {
              _ = try view.segment.document(document)
              live += 1
            }
          }
          #expect(live == snapshot.documentCount)
        }
      }
      try await group.waitForAll()
    }
    try index.close()
    let texts = try Index.open(in: try FileDirectory(path: folder.path)).texts()
    #expect(texts.count == 80)
    for worker in 0..<4 { #expect(texts["\(worker)/19"] == "bài 59") }
  }

  @Test func `a directory is one process's at a time`() throws {
    let folder = TemporaryFolder()
    let lock = try DirectoryLock(path: folder.path)
    #expect(throws: IndexError.self) { try DirectoryLock(path: folder.path) }
    withExtendedLifetime(lock) {}
  }
}
