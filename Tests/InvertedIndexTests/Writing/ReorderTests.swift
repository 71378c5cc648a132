import Documents
import Synchronization
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct ReorderTests {
  @Test(arguments: Seed.some(10))
  func `a merge in any order of documents holds what indexing at once in that order gives`(
    seed: Seed
  ) throws {
    var random = seed
    let parts = try Parts(4...140, &random)
    let source = try MergeSource(parts.views) { origins, _, _ in origins.shuffle(using: &random) }
    let merged = try SegmentSamples.segment(source)
    var together = SegmentBuilder()
    for document in 0..<DocID(merged.documentCount) {
      let text = String(decoding: try merged.key(of: document), as: UTF8.self)
      let (original, sequence) = try #require(parts.documents[text])
      try together.addSample(original, sequence: sequence)
    }
    #expect(try merged.contents() == SegmentSamples.segment(together.finish()).contents())
    var check = SegmentCheck(merged)
    check.run()
    #expect(check.report.findings == [])
  }

  @Test(arguments: Seed.some(3), [1, 1 << 20])
  func `documents of one subject come together, within the parts that memory allows`(
    seed: Seed, bytes: Int
  ) throws {
    var random = seed
    var parts = try Parts(160...220, subjects: 3, &random)
    parts.views = parts.views.map {
      Snapshot.View(
        segment: $0.segment, live: LiveDocuments(count: $0.segment.documentCount))
    }
    let plain = try MergeSource(parts.views)
    let source = try MergeSource(parts.views, reorderedWithin: bytes)
    let keys = try (0..<source.documentCount).map { try source.key(of: $0) }
    let before = try (0..<source.documentCount).map { try plain.key(of: $0) }
    #expect(Set(keys) == Set(before))
    // A part of one block has no better order.
    if bytes == 1 {
      #expect(keys == before)
    } else {
      #expect(Self.changes(of: keys) * 3 < Self.changes(of: before))
    }
  }

  /// How often a document has another subject than the one before.
  private static func changes(of keys: [[UInt8]]) -> Int {
    zip(keys, keys.dropFirst()).count { $0.first != $1.first }
  }

  @Test func `deletions that come during a merge are those of the moved documents`() throws {
    var random = Seed(3)
    let index = try Index.open(in: SimulatedDisk())
    for part in 0..<3 {
      for number in 0..<40 {
        _ = try index.apply([.put(try SampleText.document("\(part)/\(number)", using: &random))])
      }
      try index.refresh()
    }
    var expected = try index.texts()
    let views = index.snapshot().segments
    let source = try MergeSource(views) { origins, _, _ in origins.shuffle(using: &random) }
    for key in ["0/3", "1/17", "1/18", "2/39"] {
      _ = try index.apply([.delete(try DocumentKey(key))])
      expected[key] = nil
    }
    _ = try index.apply([.put(Document(key: try DocumentKey("2/0"), title: "mới"))])
    expected["2/0"] = ""
    try index.writer.withLock { writer in
      let written = try IndexWriter.write(
        source, inMemory: true, id: writer.takeSegmentID(), directory: writer.directory,
        settings: writer.settings)
      writer.replace(views, by: source, written.segment, bytes: written.bytes)
    }
    #expect(try index.texts() == expected)
    #expect(index.statistics.documents == expected.count)
    #expect(index.snapshot().segments[0].segment.documentCount == 120)
  }

  @Test(arguments: Seed.some(20))
  func `lists are sorted as a plain sort does`(seed: Seed) throws {
    var random = seed
    let count = Int.random(in: 1...10_000, using: &random)
    var sorter = DocumentSorter(documentCount: count)
    for _ in 0..<20 {
      let size = Int.random(in: 0...min(count, 300), using: &random)
      let list = Array((0..<DocID(count)).shuffled(using: &random).prefix(size))
      var documents = FlatArray<DocID>()
      var counts = FlatArray<PostingCounts>()
      var forms = FlatArray<BigramForm>()
      for document in list {
        documents.append(document)
        counts.append(PostingCounts(frequency: document + 1, title: 0, low: 0))
        forms.append(BigramForm(packed: UInt16(document)))
      }
      if sorter.sort(&documents) {
        sorter.arrange(&counts)
        sorter.arrange(&forms)
      }
      let sorted = list.sorted()
      #expect((0..<size).map { documents[$0] } == sorted)
      #expect((0..<size).map { counts[$0].frequency } == sorted.map { $0 + 1 })
      #expect((0..<size).map { forms[$0].packed } == sorted.map { UInt16($0) })
    }
  }

  @Test(arguments: Seed.some(8))
  func `a graph of any kind gives each document once`(seed: Seed) {
    var random = seed
    let terms = Int.random(in: 1...40, using: &random)
    var graph = DocumentGraph(termCount: terms)
    let count = Int.random(in: 0...900, using: &random)
    for _ in 0..<count {
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        graph.add(UInt16(Int.random(in: 0..<terms, using: &random)))
      }
      graph.endDocument()
    }
    #expect(GraphBisection.order(graph).sorted() == Array(0..<UInt32(count)))
  }
}

/// Segments with deleted documents, and the documents by key.
private struct Parts {
  var views: [Snapshot.View] = []
  private(set) var documents: [String: (document: Document, sequence: SequenceNumber)] = [:]

  /// - Parameter subjects: kinds of documents, each with words of its own; keys begin with theirs.
  init(_ sizes: ClosedRange<Int>, subjects: Int = 0, _ random: inout Seed) throws {
    var sequence: SequenceNumber = 0
    for part in 0..<3 {
      var builder = SegmentBuilder()
      var live = LiveDocuments(count: 0)
      for number in 0..<Int.random(in: sizes, using: &random) {
        var document = try SampleText.document("\(part)/\(number)", using: &random)
        if subjects > 0 {
          let subject = Int.random(in: 0..<subjects, using: &random)
          let words = SampleText.words[(subject * 10)..<(subject * 10 + 10)]
            .shuffled(using: &random)
          document = Document(
            key: try DocumentKey("\(subject) \(part)/\(number)"),
            blocks: [Block(.paragraph, words.prefix(8).joined(separator: " "))])
        }
        sequence += 1
        try builder.addSample(document, sequence: sequence)
        documents[document.key.text] = (document, sequence)
        live.append()
        if Int.random(in: 0..<5, using: &random) == 0 { live.remove(DocID(number)) }
      }
      views.append(
        Snapshot.View(segment: try SegmentSamples.segment(builder.finish()), live: live))
    }
  }
}
