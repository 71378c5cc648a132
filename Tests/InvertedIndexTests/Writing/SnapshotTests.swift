import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct SnapshotTests {
  @Test(arguments: Seed.some(4))
  func `a snapshot is an index of its own, and stays as it was`(seed: Seed) throws {
    let folder = TemporaryFolder()
    let index = try Index.open(
      in: try FileDirectory(path: folder.path + "/index"), settings: Life.settings)
    var life = Life(index, seed)
    try life.live(steps: 80)
    let expected = try index.texts()
    let copy = folder.path + "/snapshots/one"
    #expect(try index.snapshot(toNewFolder: copy) == expected.count)
    try life.live(steps: 80)
    try index.optimize()
    let directory = try FileDirectory(path: copy)
    #expect(try IndexCheck.run(in: directory).findings == [])
    let restored = try Index.open(in: directory, settings: Life.settings)
    #expect(try restored.texts() == expected)
    // Writing to it changes nothing in the index it came from.
    let texts = try index.texts()
    try Life(restored, Seed(1)).index(["của riêng"])
    try restored.optimize()
    try restored.close()
    #expect(try index.texts() == texts)
    try index.close()
    #expect(try IndexCheck.run(in: try FileDirectory(path: folder.path + "/index")).isWhole)
    #expect(try Index.open(in: directory).texts().count == expected.count + 1)
  }

  @Test func `files are linked, not copied, where they can be`() throws {
    let folder = TemporaryFolder()
    let index = try Index.open(in: try FileDirectory(path: folder.path + "/index"))
    try Life(index, Seed(1)).index(["một", "hai"])
    _ = try index.snapshot(toNewFolder: folder.path + "/copy")
    var one = stat()
    var other = stat()
    #expect(unsafe stat(folder.path + "/index/segment-1.seg", &one) == 0)
    #expect(unsafe stat(folder.path + "/copy/segment-1.seg", &other) == 0)
    #expect(one.st_ino == other.st_ino)
  }

  @Test func `on another file system files are copied`() throws {
    let here = TemporaryFolder()
    let there = TemporaryFolder(inMemory: true)
    let index = try Index.open(in: try FileDirectory(path: here.path))
    try Life(index, Seed(1)).index(["một", "hai"])
    #expect(try index.snapshot(toNewFolder: there.path + "/copy") == 2)
    let copy = try FileDirectory(path: there.path + "/copy")
    #expect(try Index.open(in: copy).texts().count == 2)
  }

  @Test func `a folder that is there is not touched`() throws {
    let folder = TemporaryFolder()
    let index = try Index.open(in: try FileDirectory(path: folder.path + "/index"))
    #expect(throws: IndexError.self) { try index.snapshot(toNewFolder: folder.path) }
  }

  @Test func `what an earlier try left is replaced, what is of others is not touched`() throws {
    let folder = TemporaryFolder()
    let index = try Index.open(in: try FileDirectory(path: folder.path + "/index"))
    let partial = try FileDirectory(path: folder.path + "/copy.partial")
    try partial.create("segment-77.seg").close()
    #expect(try index.snapshot(toNewFolder: folder.path + "/copy") == 0)
    #expect(
      try FileDirectory(path: folder.path + "/copy").list().contains("segment-77.seg") == false)
    let other = try FileDirectory(path: folder.path + "/next.partial")
    try other.create("luận văn.doc").close()
    #expect(throws: IndexError.self) { try index.snapshot(toNewFolder: folder.path + "/next") }
    #expect(try other.list() == ["luận văn.doc"])
  }

  @Test func `a snapshot cut short anywhere is not taken for a whole one`() throws {
    let index = try Index.open(in: SimulatedDisk(), settings: Life.settings)
    var life = Life(index, Seed(6))
    try life.live(steps: 60)
    let expected = try index.texts()
    var random = Seed(1)
    var fault = 1
    while true {
      let target = SimulatedDisk()
      target.arm(.init(at: fault, share: 0.5))
      let documents = try? index.snapshot(to: target)
      target.losePower(keeping: &random)
      if documents != nil {
        #expect(try Index.open(in: target).texts() == expected)
        break
      }
      let found = try? Index.open(in: target).texts()
      #expect(found == nil || found == [:] || found == expected, "operation \(fault)")
      fault += 1
    }
    #expect(fault > 10)
  }

  @Test func `writes go on while snapshots are made`() async throws {
    let folder = TemporaryFolder()
    let index = try Index.open(
      in: try FileDirectory(path: folder.path + "/index"), settings: Life.settings)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        var life = Life(index, Seed(8))
        try life.live(steps: 300)
      }
      group.addTask {
        for number in 0..<12 {
          let path = folder.path + "/copy \(number)"
          let documents = try index.snapshot(toNewFolder: path)
          let directory = try FileDirectory(path: path)
          #expect(try IndexCheck.run(in: directory).findings == [])
          #expect(try Index.open(in: directory).texts().count == documents)
        }
      }
      try await group.waitForAll()
    }
  }
}
