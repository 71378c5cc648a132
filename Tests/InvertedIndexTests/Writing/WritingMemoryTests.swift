import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct WritingMemoryTests {
  @Test func `indexes that share memory hold no more than that together`() throws {
    var settings = IndexSettings(memoryBudget: 16 << 20)
    settings.memorySegmentBytes = 0
    let limit = settings.memory.limit
    let indexes = try (0..<4).map { _ in
      try Index.open(in: SimulatedDisk(), settings: settings)
    }
    var random = Seed(1)
    var most = 0
    for number in 0..<1_600 {
      let text = SampleText.sentence(400, using: &random)
      let document = Document(
        key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, text)])
      _ = try indexes[number % 4].apply([.put(document)])
      most = max(most, settings.memory.used)
    }
    #expect(most > limit * 3 / 4, "it was put to the test: \(most) of \(limit)")
    #expect(most < limit + limit / 8)
    #expect(indexes.reduce(0) { $0 + $1.statistics.segments } > 1)
    for index in indexes { try index.close() }
    #expect(settings.memory.used == 0)
  }

  @Test func `an index that is gone gives its memory back`() throws {
    let settings = IndexSettings()
    do {
      let index = try Index.open(in: SimulatedDisk(), settings: settings)
      try Life(index, Seed(1)).index(["một", "hai"])
      #expect(settings.memory.used > 0)
    }
    #expect(settings.memory.used == 0)
  }

  @Test func `small budgets make the same index of more segments`() throws {
    var texts: [[String: String]] = []
    for budget in [1 << 20, IndexSettings.defaultMemoryBudget] {
      var settings = IndexSettings(memoryBudget: budget)
      settings.merging.segmentsPerTier = 100
      let disk = SimulatedDisk()
      let index = try Index.open(in: disk, settings: settings)
      var random = Seed(7)
      for number in 0..<300 {
        _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
      }
      texts.append(try index.texts())
      try index.close()
      #expect(try IndexCheck.run(in: disk).isWhole)
    }
    #expect(texts[0] == texts[1])
  }
}
