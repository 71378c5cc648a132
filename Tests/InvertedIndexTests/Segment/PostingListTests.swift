import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct PostingListTests {
  @Test(arguments: Seed.some(24))
  func `numbers come back as they were packed`(seed: Seed) {
    var random = seed
    for bits in 0...32 {
      let count = Int.random(in: 0...128, using: &random)
      let highest = bits == 0 ? 0 : UInt32.max >> UInt32(32 - bits)
      let values = (0..<count).map { _ in UInt32.random(in: 0...highest, using: &random) }
      var buffer = ByteBuffer()
      buffer.pack(count: count, bits: bits) { UInt64(values[$0]) }
      #expect(buffer.count == BitPacking.byteCount(count, bits: bits))
      for _ in 0..<BitPacking.overread { buffer.write(UInt8(0xAA)) }
      var read = [UInt32](repeating: 7, count: count)
      unsafe buffer.bytes.withUnsafeBytes { source in
        unsafe read.withUnsafeMutableBufferPointer { target in
          if let from = source.baseAddress, let to = target.baseAddress {
            unsafe BitPacking.unpack(from, count: count, bits: bits, into: to)
          }
        }
      }
      #expect(read == values)
    }
  }

  @Test(arguments: [1, 2, 127, 128, 129, 256, 1000])
  func `a list of any length is read back block by block`(count: Int) throws {
    var random = Seed(UInt64(count))
    for density in [1, 3, 20, 100] {
      var documents: [DocID] = []
      var next: DocID = 0
      for _ in 0..<count {
        next += UInt32.random(in: 1...UInt32(2 * density), using: &random)
        documents.append(next)
      }
      let segment = try Self.segment(of: documents, count: Int(next) + 1)
      let term = try #require(segment.foldedTerm(Array("tu".utf8)))
      #expect(term.documentFrequency == count)
      var read: [DocID] = []
      try segment.forEachPosting(of: term) { document, counts in
        read.append(document)
        // Rare counts are beside the codes.
        let times: UInt32 = document % 17 == 0 ? 40 + document % 400 : 1 + document % 3
        #expect(counts == PostingCounts(frequency: times, title: 0, low: 0))
      }
      #expect(read == documents)
    }
  }

  /// A segment of `count` documents where `từ` stands in the given ones.
  private static func segment(of documents: [DocID], count: Int) throws -> Segment {
    var builder = SegmentBuilder()
    let chosen = Set(documents)
    for number in 0..<count {
      let times = number % 17 == 0 ? 40 + number % 400 : 1 + number % 3
      let body =
        chosen.contains(DocID(number))
        ? String(repeating: "từ ", count: times) : "khác"
      try builder.addSample(key: "\(number)", body: body)
    }
    let file = MemoryFile()
    try SegmentEncoder.encode(builder.finish(), id: 1, to: file)
    return try Segment(FileBytes(name: "test", file.bytes))
  }
}
