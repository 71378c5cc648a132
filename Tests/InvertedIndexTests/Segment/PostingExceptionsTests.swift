import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct PostingExceptionsTests {
  /// Documents stand in clumps, as they do in an order that brings like ones together.
  @Test(arguments: Seed.some(8))
  func `the counts of every document are those that were written`(seed: Seed) throws {
    var random = seed
    let documentCount = Int.random(in: 1...20_000, using: &random)
    let segment = try Self.segment()
    var rows: [PostingExceptions.Row] = []
    var isClump = false
    for document in 0..<DocID(documentCount) {
      if Int.random(in: 0..<200, using: &random) == 0 { isClump.toggle() }
      guard Int.random(in: 0..<(isClump ? 3 : 90), using: &random) == 0 else { continue }
      rows.append(.init(document: document, counts: Self.counts(&random)))
    }
    var buffer = ByteBuffer()
    PostingExceptions.encode(
      rows, documents: documentCount, codes: segment.countCodes, into: &buffer)
    let bytes = buffer.bytes
    let weights = ImpactWeights(k1: 1, b: 0.5, title: 3, low: 0.25)
    let table = segment.scoringTables(weights).weighted
    try unsafe bytes.withUnsafeBytes { raw in
      let exceptions = try unsafe PostingExceptions(
        raw, documents: documentCount, segment.rareCounts, owner: segment.sections)
      let expected = Dictionary(uniqueKeysWithValues: rows.map { ($0.document, $0.counts) })
      for document in 0..<DocID(documentCount) {
        #expect(exceptions.counts(of: document) == expected[document])
        #expect(
          exceptions.frequency(of: document, table)
            == expected[document].map { weights.frequency($0) } ?? 1)
      }
    }
  }

  private static func counts(_ random: inout Seed) -> PostingCounts {
    let often = Int.random(in: 0..<4, using: &random) == 0
    return PostingCounts(
      frequency: UInt32.random(in: 1...(often ? 900 : 12), using: &random),
      title: UInt32.random(in: 0...2, using: &random), low: 0)
  }

  /// Its codes name a few counts.
  private static func segment() throws -> Segment {
    let index = try Index.open(in: SimulatedDisk())
    let body = (1...40).map { String(repeating: "từ\($0) ", count: $0) }.joined()
    for key in 0..<20 {
      let document = Document(
        key: try DocumentKey("\(key)"), title: "từ1", blocks: [Block(.paragraph, body)])
      _ = try index.apply([.put(document)])
    }
    try index.refresh()
    return try #require(index.snapshot().segments.first).segment
  }
}
