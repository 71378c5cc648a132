import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct AcronymTableTests {
  @Test func `a snapshot tells how many live documents explain a short form`() throws {
    let index = try Index.open(in: SimulatedDisk())
    try put("1", "Mặt trận Tổ quốc (MTTQ) họp. MTTQ (Mặt trận Tổ quốc) xã", in: index)
    try put("2", "mặt trận tổ quốc (MTTQ)", in: index)
    try index.refresh()
    try put("3", "môi trường tự quản (MTTQ), trung ương (TW)", in: index)
    try index.refresh()
    #expect(
      try Self.lines(index) == [
        "mttq = mặt trận tổ quốc: 2", "mttq = môi trường tự quản: 1", "tw = trung ương: 1",
      ])
    let found = try index.snapshot().acronyms().entries(shortFoldedAs: Array("mttq".utf8))
    #expect(found.map(\.documents) == [2, 1])
    let long = try index.snapshot().acronyms().entries(
      longBeginningWith: Array("trung".utf8), Array("uong".utf8))
    #expect(long.map { String(decoding: $0.short.canonical, as: UTF8.self) } == ["tw"])
  }

  @Test func `what only deleted documents explain is gone at once, and after a merge`() throws {
    let index = try Index.open(in: SimulatedDisk(), settings: Life.settings)
    try put("1", "quỹ tín dụng (QTD)", in: index)
    try put("2", "hợp tác xã (HTX)", in: index)
    try index.refresh()
    _ = try index.apply([.delete(try DocumentKey("1"))])
    try index.refresh()
    #expect(try Self.lines(index) == ["htx = hợp tác xã: 1"])
    while try index.maintain() {}
    #expect(index.snapshot().segments.map(\.segment.documentCount) == [1])
    #expect(try Self.lines(index) == ["htx = hợp tác xã: 1"])
    try index.close()
  }

  @Test(arguments: Seed.some(12))
  func `merged segments explain what a segment of the live documents does`(seed: Seed) throws {
    var random = seed
    var views: [Snapshot.View] = []
    var together = SegmentBuilder()
    for part in 0..<3 {
      var builder = SegmentBuilder()
      var live = LiveDocuments(count: 0)
      for number in 0..<Int.random(in: 1...12, using: &random) {
        let body = Self.text(&random)
        try builder.addSample(key: "\(part)/\(number)", body: body)
        live.append()
        if Bool.random(using: &random) {
          live.remove(DocID(number))
        } else {
          try together.addSample(key: "\(part)/\(number)", body: body)
        }
      }
      views.append(Snapshot.View(segment: try Self.open(builder.finish()), live: live))
    }
    let before = try AcronymTable(views).entries
    let source = try MergeSource(views)
    if source.documentCount == 0 { return #expect(before.isEmpty) }
    let merged = try Self.open(source)
    let fresh = try Self.open(together.finish())
    #expect(
      try unsafe Array(merged.sections.bytes(.acronyms))
        == Array(fresh.sections.bytes(.acronyms)))
    let all = LiveDocuments(count: merged.documentCount)
    #expect(try AcronymTable([Snapshot.View(segment: merged, live: all)]).entries == before)
  }

  @Test func `a refused document leaves nothing behind`() throws {
    var builder = SegmentBuilder()
    let title = String(repeating: "từ ", count: 70_000)
    #expect(throws: IndexError.self) {
      try builder.addSample(key: "1", title: title + "Hợp tác xã (HTX)", body: "")
    }
    try builder.addSample(key: "2", body: "quỹ tín dụng (QTD)")
    let segment = try Self.open(builder.finish())
    #expect(try segment.acronyms().pairs.count == 1)
  }

  private static func text(_ random: inout Seed) -> String {
    let explained = [
      "hợp tác xã (HTX)", "quỹ tín dụng (QTD)", "HTX (hợp tác xã)", "hội thi xuân (HTX)",
      "trung ương (TƯ)", "mặt trận tổ quốc (MTTQ)",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      text += SampleText.sentence(3, using: &random) + ". "
      text += (explained.randomElement(using: &random) ?? "") + ". "
    }
    return text
  }

  private static func open(_ source: some SegmentSource) throws -> Segment {
    let file = MemoryFile()
    try SegmentEncoder.encode(source, id: 1, to: file)
    return try Segment(FileBytes(name: "segment-1.seg", file.bytes))
  }

  private func put(_ key: String, _ body: String, in index: Index) throws {
    _ = try index.apply([
      .put(Document(key: try DocumentKey(key), blocks: [Block(.paragraph, body)]))
    ])
  }

  private static func lines(_ index: Index) throws -> [String] {
    try index.snapshot().acronyms().entries.map { entry in
      let long = entry.long.map { String(decoding: $0.canonical, as: UTF8.self) }
      let short = String(decoding: entry.short.canonical, as: UTF8.self)
      return "\(short) = \(long.joined(separator: " ")): \(entry.documents)"
    }
  }
}
