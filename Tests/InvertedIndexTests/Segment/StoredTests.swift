import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct StoredTests {
  @Test(arguments: Seed.some(8))
  func `documents come back whatever their segments were compressed with`(seed: Seed) throws {
    var random = seed
    let dictionaries = try (0..<3).map { _ in try SegmentSamples.dictionary(&random) }
    var views: [Snapshot.View] = []
    var expected: [String: Document] = [:]
    for part in 0..<5 {
      var builder = SegmentBuilder(dictionary: dictionaries.randomElement(using: &random))
      if part == 4 { builder = SegmentBuilder() }
      var live = LiveDocuments(count: 0)
      for number in 0..<Int.random(in: 1...60, using: &random) {
        var document = try SampleText.document("\(part)/\(number)", using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
          document.blocks.append(Block(.paragraph, SampleText.sentence(400, using: &random)))
        }
        try builder.addSample(document)
        live.append()
        if Int.random(in: 0..<6, using: &random) == 0 {
          live.remove(DocID(number))
        } else {
          expected[document.key.text] = document
        }
      }
      let segment = try SegmentSamples.segment(builder.finish())
      views.append(Snapshot.View(segment: segment, live: live))
    }
    let source = try MergeSource(views) { origins, _, _ in
      if seed.value % 2 == 0 { origins.shuffle(using: &random) }
    }
    let merged = try SegmentSamples.segment(source)
    #expect(merged.documentCount == expected.count)
    for document in 0..<DocID(merged.documentCount) {
      let key = String(decoding: try merged.key(of: document), as: UTF8.self)
      #expect(try merged.document(document) == expected[key])
    }
    var next: DocID = 0
    try merged.forEachRecord { document, record throws(IndexError) in
      #expect(document == next)
      next += 1
      #expect(record == DocumentCodec.encode(try merged.document(document)))
    }
    #expect(Int(next) == merged.documentCount)
    #expect(try Set(merged.stored.documentsByPlace()).count == merged.documentCount)
  }

  @Test func `a dictionary is learned once there is enough, and handed on`() throws {
    var random = Seed(5)
    var writer = StoredWriter()
    var bytes = 0
    var count = 0
    while bytes < StoredWriter.sampleSize {
      #expect(writer.dictionary == nil)
      let record = Array(SampleText.sentence(3000, using: &random).utf8)
      bytes += record.count + 4
      count += 1
      writer.append(record)
      #expect(writer.byteCount == bytes || writer.dictionary != nil)
    }
    let learned = try #require(writer.dictionary)
    #expect(learned.bytes.count <= CompressionDictionary.byteLimit)
    writer.finish()
    #expect(writer.groups.map(\.firstPlace) == Array(0..<count))
    #expect(writer.byteCount == writer.groups.reduce(0) { $0 + $1.bytes.count })
    #expect(writer.byteCount * 2 < bytes)
  }

  @Test func `whole groups of a known dictionary are taken over as they are`() throws {
    var random = Seed(9)
    let dictionary = try SegmentSamples.dictionary(&random)
    var views: [Snapshot.View] = []
    for part in 0..<2 {
      var builder = SegmentBuilder(dictionary: dictionary)
      for number in 0..<6 {
        let text = SampleText.sentence(600, using: &random)
        try builder.addSample(key: "\(part)/\(number)", body: text)
      }
      views.append(
        Snapshot.View(
          segment: try SegmentSamples.segment(builder.finish()), live: LiveDocuments(count: 6)))
    }
    let merged = try SegmentSamples.segment(try MergeSource(views))
    var parts: [UInt8] = []
    for view in views { unsafe parts += Array(try view.segment.sections.bytes(.stored)) }
    #expect(unsafe Array(try merged.sections.bytes(.stored)) == parts)
    #expect(merged.stored.dictionaries.map(\.bytes) == [dictionary.bytes])
    #expect(try merged.sections.length(.storedPlaces) == 0)
  }
}
