import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct CheckTests {
  @Test(arguments: Seed.some(8))
  func `an index is whole at the end of a life, and in the middle of it`(seed: Seed) throws {
    let disk = SimulatedDisk()
    var life = Life(try Index.open(in: disk, settings: Life.settings), seed)
    for _ in 0..<3 {
      try life.live(steps: 60)
      let report = try IndexCheck.run(in: disk)
      #expect(report.findings == [])
    }
    try life.run(steps: 20)
    let report = try IndexCheck.run(in: disk)
    #expect(report.findings == [])
    #expect(report.notes == [])
    let texts = try Index.open(in: disk).texts()
    #expect(report.documents >= texts.count)
    #expect(report.postings > 0 && report.neighbours > 0)
  }

  @Test func `lists of every layout are compared`() throws {
    let segment = try SegmentSamples.everyLayout()
    let layouts = Set(
      (0..<UInt32(segment.foldedTermCount)).map { segment.foldedTerm(at: $0).layout.rawValue })
    #expect(layouts == [0, 1, 2])
    var check = SegmentCheck(segment)
    check.run()
    #expect(check.report.findings == [])
    #expect(check.report.notes == [])
    #expect(check.report.documents == segment.documentCount)
  }

  @Test(arguments: [1, 7, 300])
  func `the memory given to a check does not change what it finds`(budget: Int) throws {
    let segment = try SegmentSamples.everyLayout()
    var plain = SegmentCheck(segment)
    plain.run()
    var small = SegmentCheck(segment)
    small.budget = budget
    small.run()
    #expect(small.report == plain.report)
  }

  @Test func `every bad page is told, and what it holds`() throws {
    let disk = try SegmentSamples.committed(documents: 600)
    let name = try #require(try disk.list().first { $0.hasSuffix(".seg") })
    var bytes = try #require(disk.bytes(of: name))
    #expect(bytes.count > 3 * SegmentLayout.pageSize)
    bytes[100] ^= 1
    bytes[2 * SegmentLayout.pageSize + 9] ^= 1
    disk.setBytes(bytes, of: name)
    let report = try IndexCheck.run(in: disk)
    let pages = report.findings.filter { $0.structure == "checksums" }
    #expect(pages.map(\.offset) == [0, 2 * SegmentLayout.pageSize])
    #expect(pages.allSatisfy { $0.file == name })
    #expect(pages[0].what.contains("STOR"))
    #expect(pages[0].remedy == .restore)
  }

  @Test func `damage in one segment does not hide that in another`() throws {
    let disk = SimulatedDisk()
    for part in 0..<3 {
      let index = try Index.open(in: disk)
      try Life(index, Seed(1)).index(["một \(part)", "hai \(part)"])
      try index.close()
    }
    for name in try disk.list() where name.hasSuffix(".seg") {
      var bytes = try #require(disk.bytes(of: name))
      bytes[70] ^= 4
      disk.setBytes(bytes, of: name)
    }
    let report = try IndexCheck.run(in: disk)
    #expect(Set(report.findings.map(\.file)).count == 3)
  }

  @Test func `files that are missing are told by name`() throws {
    let disk = try SegmentSamples.committed(documents: 5)
    for name in try disk.list() where !name.hasPrefix("manifest-") {
      let copy = disk.copy()
      try copy.remove(name)
      let report = try IndexCheck.run(in: copy)
      #expect(report.findings.contains { $0.file == name }, "\(name)")
    }
  }

  @Test func `files that nothing needs are noted, not complained about`() throws {
    let disk = try SegmentSamples.committed(documents: 5)
    disk.setBytes([1, 2, 3], of: "segment-99.seg")
    let report = try IndexCheck.run(in: disk)
    #expect(report.isWhole)
    #expect(report.notes == ["segment-99.seg is not part of the last commit"])
  }

  @Test func `two live documents with one key are told`() throws {
    var views: [SimulatedDisk] = []
    for _ in 0..<2 {
      let disk = SimulatedDisk()
      let index = try Index.open(in: disk)
      try Life(index, Seed(1)).index(["một"])
      try index.close()
      views.append(disk)
    }
    // A manifest that names the same segment twice, under two numbers.
    let disk = views[0]
    var manifest = try #require(try Manifest.current(in: disk, names: try disk.list()))
    manifest.entries.append(manifest.entries[0])
    manifest.generation += 1
    try manifest.publish(in: disk)
    let report = try IndexCheck.run(in: disk)
    #expect(report.findings.contains { $0.what.contains("khoá một") })
  }

  @Test func `a check does not disturb a writer, nor a writer a check`() async throws {
    let folder = TemporaryFolder()
    let directory = try FileDirectory(path: folder.path)
    let index = try Index.open(in: directory, settings: Life.settings)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        var life = Life(index, Seed(4))
        try life.live(steps: 500)
      }
      group.addTask {
        for _ in 0..<30 {
          let report = try IndexCheck.run(in: directory)
          #expect(report.findings == [])
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `whatever byte a faulty writer changes is told, or a reader sees no difference`()
    throws
  {
    let segment = try SegmentSamples.small()
    let bytes = unsafe Array(segment.sections.file.raw)
    let expected = try segment.contents()
    var told = 0
    for section in Section.allCases {
      for offset in try segment.sections.place(section) {
        var changed = bytes
        changed[offset] ^= 1 << UInt8((offset * 5) % 8)
        let file = FileBytes(name: "segment-1.seg", SegmentFile.resealed(changed))
        guard let faulty = try? Segment(file) else {
          told += 1
          continue
        }
        var check = SegmentCheck(faulty)
        check.run()
        if !check.report.isWhole {
          told += 1
        } else if section != .sequences {
          // Any number may be the one of an operation: the index compares those of its documents.
          #expect(try faulty.contents() == expected, "\(section) at \(offset)")
        }
      }
    }
    #expect(told > 1_000)
  }

  @Test func `maxima of blocks too low or too high are told`() throws {
    let segment = try SegmentSamples.everyLayout()
    let bytes = unsafe Array(segment.sections.file.raw)
    let postings = try segment.sections.place(.postings)
    var layouts: Set<UInt16> = []
    for ordinal in 0..<UInt32(segment.foldedTermCount) {
      let term = segment.foldedTerm(at: ordinal)
      guard term.layout != .packed, layouts.insert(term.layout.rawValue).inserted else { continue }
      for change in [UInt8(1), 255] {
        // Every list by blocks begins with the maxima.
        var changed = bytes
        changed[postings.lowerBound + term.offset] &+= change
        let file = FileBytes(name: "segment-1.seg", SegmentFile.resealed(changed))
        var check = SegmentCheck(try Segment(file))
        check.run()
        #expect(check.report.findings.contains { $0.what.contains("largest impact of block 0") })
      }
    }
    #expect(layouts == [1, 2])
  }

  @Test func `documents written by other rules of analysis are not called damaged`() throws {
    let disk = try SegmentSamples.committed(documents: 3)
    let name = try #require(try disk.list().first { $0.hasSuffix(".seg") })
    disk.setBytes(
      SegmentFile.relabelled(try #require(disk.bytes(of: name)), analyzer: 0), of: name)
    let report = try IndexCheck.run(in: disk)
    #expect(report.findings.map(\.remedy) == [.upgrade])
  }
}
