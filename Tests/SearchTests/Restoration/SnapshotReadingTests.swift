import Analysis
import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

struct SnapshotReadingTests {
  @Test(arguments: Seed.some(8))
  func `a snapshot gives the model of its live sentences`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    var live: [String: Document] = [:]
    for round in 0..<3 {
      for number in 0..<20 {
        let document = try SampleText.document("\(number + round * 7)", using: &random)
        live[document.key.text] = document
        _ = try index.apply([.put(document)])
      }
      let gone = "\(Int.random(in: 0..<20, using: &random))"
      live[gone] = nil
      _ = try index.apply([.delete(try DocumentKey(gone))])
      try index.refresh()
    }
    let snapshot = index.snapshot()
    #expect(snapshot.segments.count > 1)
    #expect(snapshot.documentCount == live.count)
    let sentences = live.values.flatMap { Self.sentences($0) }
    #expect(try ReadingModel(snapshot) == ReadingModel(sentences: sentences))
    try index.close()
  }

  @Test func `of many words every other document is read`() throws {
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<10 {
      let block = Block(.paragraph, "mặt trận tổ quốc")
      _ = try index.apply([.put(Document(key: try DocumentKey("\(number)"), blocks: [block]))])
    }
    try index.refresh()
    var limits = ReadingLimits()
    limits.words = 30
    let half = [[[UInt8]]](
      repeating: ["mặt", "trận", "tổ", "quốc"].map { Array($0.utf8) }, count: 5)
    let model = try ReadingModel(index.snapshot(), limits: limits)
    #expect(model == ReadingModel(sentences: half))
    try index.close()
  }

  /// The sentences of the title and of all blocks that are prose.
  private static func sentences(_ document: Document) -> [[[UInt8]]] {
    var analyzer = Analyzer()
    let prose = document.blocks.filter { $0.kind != .related && $0.kind != .boilerplate }
    return ([document.title] + prose.map(\.text)).flatMap { text in
      var tokens: [Token] = []
      analyzer.analyze(Array(text.utf8).span, into: &tokens)
      var sentences: [[[UInt8]]] = [[]]
      for token in tokens where token.kind != .whole {
        if token.startsSentence { sentences.append([]) }
        sentences[sentences.count - 1].append(Array(analyzer.forms.canonical(token.form)))
      }
      return sentences
    }
  }
}
