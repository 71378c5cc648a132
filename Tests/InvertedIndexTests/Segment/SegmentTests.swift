import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct SegmentTests {
  @Test func `words are filed under both spellings`() throws {
    let segment = try Self.segment([
      ("1", "Uỷ ban", "hòa bình và hoà bình"), ("2", "", "Hoa bình"),
    ])
    let folded = try #require(segment.foldedTerm(Array("hoa".utf8)))
    #expect(folded.documentFrequency == 2)
    #expect(folded.collectionFrequency == 3)
    let marked = try #require(
      segment.canonicalTerm(Array("hoà".utf8), foldedAs: folded))
    #expect(marked.documentFrequency == 1)
    #expect(marked.collectionFrequency == 2)
    #expect(segment.variants(of: folded).count == 2)
    #expect(segment.foldedTerm(Array("hoai".utf8)) == nil)
  }

  @Test func `a prefix gives the terms that begin with it`() throws {
    let segment = try Self.segment([("1", "", "trận trăng trứng to tổ đường")])
    let keys = segment.foldedTerms(withPrefix: Array("tr".utf8)).map {
      String(decoding: segment.foldedKey(at: $0), as: UTF8.self)
    }
    #expect(keys == ["tran", "trang", "trung"])
    #expect(segment.foldedTerms(withPrefix: Array("x".utf8)).isEmpty)
  }

  @Test func `occurrences in titles and in low text are counted apart`() throws {
    var builder = SegmentBuilder()
    var document = Document(key: try DocumentKey("1"), title: "tin mới")
    document.blocks = [
      Block(.titleRepeat, "tin mới"), Block(.paragraph, "tin trong bài, tin nữa"),
      Block(.boilerplate, "tin khác"), Block(.related, "tin cũ"),
    ]
    try builder.addSample(document)
    let segment = try Self.open(builder.finish())
    let term = try #require(segment.foldedTerm(Array("tin".utf8)))
    var found: [PostingCounts] = []
    try segment.forEachPosting(of: term) { _, counts in found.append(counts) }
    #expect(found == [PostingCounts(frequency: 5, title: 1, low: 2)])
    let lengths = segment.lengths(of: 0)
    #expect(lengths.title == 2)
    #expect(lengths.all == 11)
    #expect(lengths.low == 4)
  }

  @Test func `sentences and blocks are kept apart in the forward stream`() throws {
    let segment = try Self.segment([("1", "Một", "hai ba. Bốn năm")])
    var forward = ForwardDocument()
    try segment.readForward(0, into: &forward)
    let words = forward.slots.map { slot -> String in
      switch slot {
      case ForwardDocument.block: "|"
      case ForwardDocument.sentence: "."
      default: String(decoding: segment.canonicalKey(at: slot), as: UTF8.self)
      }
    }
    #expect(words == ["một", "|", "hai", "ba", ".", "bốn", "năm"])
    #expect(forward.blocks.map(\.slotCount) == [1, 5])
  }

  @Test(arguments: Seed.some(12))
  func `merging segments gives what indexing at once gives`(seed: Seed) throws {
    var random = seed
    var together = SegmentBuilder()
    var views: [Snapshot.View] = []
    var sequence: SequenceNumber = 0
    for part in 0..<Int.random(in: 1...4, using: &random) {
      var builder = SegmentBuilder()
      var live = LiveDocuments(count: 0)
      for number in 0..<Int.random(in: 1...30, using: &random) {
        let document = try SampleText.document("\(part)/\(number)", using: &random)
        let record = DocumentCodec.encode(document)
        let hash = ContentHash(of: document)
        sequence += 1
        _ = try builder.add(document, record: record, hash: hash, sequence: sequence)
        live.append()
        if Int.random(in: 0..<4, using: &random) == 0 {
          live.remove(DocID(number))
        } else {
          _ = try together.add(document, record: record, hash: hash, sequence: sequence)
        }
      }
      views.append(Snapshot.View(segment: try Self.open(builder.finish()), live: live))
    }
    let merged = try Self.open(try MergeSource(views))
    #expect(try merged.contents() == (try Self.open(together.finish()).contents()))
  }

  @Test(arguments: [1, 2, 10, 100_000])
  func `the memory given to inversion does not change the segment`(budget: Int) throws {
    var random = Seed(3)
    var builder = SegmentBuilder()
    for number in 0..<200 {
      try builder.addSample(try SampleText.document("\(number)", using: &random))
    }
    let built = builder.finish()
    let small = MemoryFile()
    try SegmentEncoder.encode(built, id: 1, to: small, postingBudget: budget)
    let plain = MemoryFile()
    try SegmentEncoder.encode(built, id: 1, to: plain)
    #expect(small.bytes == plain.bytes)
  }

  @Test func `any damaged byte is told, or does not matter`() throws {
    var random = Seed(5)
    var builder = SegmentBuilder()
    for number in 0..<6 {
      try builder.addSample(try SampleText.document("\(number)", using: &random))
    }
    let file = MemoryFile()
    try SegmentEncoder.encode(builder.finish(), id: 1, to: file)
    let expected = try Segment(FileBytes(name: "test", file.bytes)).contents()
    for index in file.bytes.indices {
      var damaged = file.bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      do {
        let segment = try Segment(FileBytes(name: "test", damaged))
        #expect(try segment.contents() == expected)
      } catch let error as IndexError {
        switch error {
        case .damaged(let name, _, _), .version(let name, _, _), .outdated(let name, _):
          #expect(name == "test")
        default: Issue.record("unexpected \(error)")
        }
      }
    }
  }

  @Test func `a file cut at any place is told`() throws {
    var builder = SegmentBuilder()
    try builder.addSample(key: "1", title: "Tựa", body: "một hai ba")
    let file = MemoryFile()
    try SegmentEncoder.encode(builder.finish(), id: 1, to: file)
    for count in 0..<file.bytes.count {
      #expect(throws: IndexError.self) {
        try Segment(FileBytes(name: "test", Array(file.bytes.prefix(count))))
      }
    }
  }

  private static func segment(_ samples: [(String, String, String)]) throws -> Segment {
    var builder = SegmentBuilder()
    for (key, title, body) in samples {
      try builder.addSample(key: key, title: title, body: body)
    }
    return try open(builder.finish())
  }

  private static func open(_ source: some SegmentSource) throws -> Segment {
    let file = MemoryFile()
    try SegmentEncoder.encode(source, id: 1, to: file)
    return try Segment(FileBytes(name: "test", file.bytes))
  }
}
