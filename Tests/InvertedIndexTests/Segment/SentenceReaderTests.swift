import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct SentenceReaderTests {
  @Test(arguments: Seed.some(12))
  func `all sentences that have one of some words are read, as they stand`(seed: Seed) throws {
    var random = seed
    let documents = try (0..<40).map { try SampleText.document("\($0)", using: &random) }
    try check(documents, words: 1...6, &random)
  }

  /// More words than there are codes: most of them are escaped, and kept in the order of the document.
  @Test func `words without a code of their own are read, too`() throws {
    var random = Seed(5)
    let names = (0..<70_000).map { "tu\($0)" }
    var documents = [
      Document(
        key: try DocumentKey("all"), blocks: [Block(.paragraph, names.joined(separator: " "))])
    ]
    for number in 0..<20 {
      let blocks = (0..<3).map { _ in
        Block(
          .paragraph,
          (0..<120).map { _ in
            let name = Int.random(in: 0..<4, using: &random) == 0 ? names[69_000...] : names[..<50]
            let end = Int.random(in: 0..<9, using: &random) == 0 ? ". Rồi" : ""
            return (name.randomElement(using: &random) ?? "") + end
          }.joined(separator: " "))
      }
      documents.append(
        Document(key: try DocumentKey("\(number)"), title: "tu1 tu3", blocks: blocks))
    }
    try check(documents, words: 1...400, &random)
  }

  private func check(
    _ documents: [Document], words: ClosedRange<Int>, _ random: inout Seed
  ) throws {
    let index = try Index.open(in: SimulatedDisk())
    _ = try index.apply(documents.map { .put($0) })
    try index.refresh()
    let segment = try #require(index.snapshot().segments.first).segment
    for _ in 0..<20 {
      let wanted = (0..<Int.random(in: words, using: &random)).map { _ in
        UInt32.random(in: 0..<UInt32(segment.canonicalTermCount), using: &random)
      }
      for scope in [SentenceReader.Scope.everywhere, .title, .body] {
        var some = SentenceReader(segment, scope, with: wanted.map { $0..<($0 + 1) })
        var all = SentenceReader(segment, scope, with: nil)
        for document in 0..<DocID(segment.documentCount) {
          let sentences = try Self.sentences(of: document, segment, scope)
          try all.read(document)
          #expect(Self.sentences(all.slots) == sentences)
          try some.read(document)
          let read = Self.sentences(some.slots)
          // Others may be read as well, but none in another order, and none changed.
          #expect(Self.isSubsequence(read, of: sentences))
          let needed = sentences.filter { $0.contains(where: wanted.contains) }
          #expect(Self.isSubsequence(needed, of: read))
        }
      }
    }
  }

  private static func sentences(
    of document: DocID, _ segment: Segment, _ scope: SentenceReader.Scope
  ) throws -> [[UInt32]] {
    var slots: [UInt32] = []
    try segment.readSlots(document, into: &slots)
    let blocks = slots.split(
      separator: ForwardDocument.block, omittingEmptySubsequences: false)
    let hasTitle = segment.lengths(of: document).title > 0
    switch scope {
    case .everywhere: break
    case .title: return hasTitle ? sentences(Array(blocks[0])) : []
    case .body:
      if hasTitle { return blocks.dropFirst().flatMap { sentences(Array($0)) } }
    }
    return sentences(slots)
  }

  private static func sentences(_ slots: [UInt32]) -> [[UInt32]] {
    slots.split { $0 >= Segment.boundary }.map { Array($0) }
  }

  private static func isSubsequence(_ some: [[UInt32]], of all: [[UInt32]]) -> Bool {
    var rest = some[...]
    for sentence in all where sentence == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }
}
