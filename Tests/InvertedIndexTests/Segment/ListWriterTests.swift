import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct ListWriterTests {
  @Test(arguments: Seed.some(24))
  func `numbers of up to 57 bits are packed without gaps`(seed: Seed) {
    var random = seed
    for bits in 0...57 {
      let highest = bits == 0 ? 0 : UInt64.max >> UInt64(64 - bits)
      let values = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt64.random(in: 0...highest, using: &random)
      }
      var buffer = ByteBuffer()
      buffer.write(UInt8(7))
      buffer.pack(count: values.count, bits: bits) { values[$0] }
      buffer.write(UInt8(9))
      #expect(buffer.bytes == [7] + PlainLists.pack(values, bits: bits) + [9])
    }
  }

  @Test(arguments: Seed.some(32), [60, 64, 700])
  func `lists are those of the plain writer`(seed: Seed, documentCount: Int) {
    Self.compare(documents: documentCount, seed)
  }

  @Test(arguments: Seed.some(2))
  func `lists of many documents are those of the plain writer`(seed: Seed) {
    Self.compare(documents: 70_000, seed)
  }

  private static func compare(documents documentCount: Int, _ seed: Seed) {
    var random = seed
    let norms = (0..<documentCount).map { _ in Float.random(in: 0.1...4, using: &random) }
    let model = ImpactModel(weights: ImpactWeights(), averageLength: 300)
    let codes = CountCodes(
      (0..<40).map { Self.counts($0, using: &random) }.unique, limits: [2, 5, 9], model.weights)
    var blocked = BlockedPostings(model: model, norms: norms, codes: codes)
    for _ in 0..<4 {
      let share = Double.random(in: 0...1, using: &random)
      let wanted = share * share * share
      let documents = (0..<DocID(documentCount)).filter { _ in
        Double.random(in: 0..<1, using: &random) < wanted
      }
      let counts = documents.map { _ in
        Self.counts(Int.random(in: 0...60, using: &random), using: &random)
      }
      if documents.isEmpty { continue }
      for layout in [PostingLayout.packed, .blocked, .ranked] {
        // Other lists are before it in the buffer.
        var buffer = ByteBuffer()
        buffer.write(UInt64(5))
        if layout == .packed {
          PostingList.encode(documents.span, counts.span, into: &buffer)
        } else {
          blocked.encode(documents.span, counts.span, layout, into: &buffer)
        }
        let plain = PlainLists.encode(
          documents, counts, layout, model, norms: norms, codes)
        #expect(Array(buffer.bytes.dropFirst(8)) == plain)
      }
    }
  }

  @Test(arguments: Seed.some(64))
  func `forms of neighbours come back as they were written`(seed: Seed) throws {
    var random = seed
    var writer = BigramFormWriter()
    for _ in 0..<20 {
      let kinds = UInt32.random(in: 0...5, using: &random)
      let usual = Double.random(in: 0...1, using: &random)
      let forms = (0..<Int.random(in: 1...300, using: &random)).map { _ -> BigramForm in
        if Double.random(in: 0..<1, using: &random) < usual { return BigramForm(1, 2) }
        let first = UInt32.random(in: 0...kinds, using: &random)
        return first == 5 ? .several : BigramForm(first, first / 2)
      }
      var buffer = ByteBuffer()
      writer.write(forms.span, into: &buffer)
      buffer.write(zeros: BitPacking.overread)
      let bytes = buffer.bytes
      let read = try unsafe bytes.withUnsafeBytes { raw -> [BigramForm] in
        var reader = unsafe ByteReader(raw, file: "test")
        let number = try reader.readVarint()
        #expect(number >> 2 == UInt64(forms.count))
        let kind = try #require(BigramFormCode.Kind(rawValue: number & 3))
        let code = try BigramFormCode.decode(kind, count: forms.count, &reader)
        #expect(reader.remaining == BitPacking.overread)
        var read = [BigramForm](repeating: code.first, count: forms.count)
        for other in code.others { read[other.rank] = other.form }
        return read
      }
      #expect(read == forms)
    }
  }

  /// One of the counts with a number; small numbers have small counts.
  private static func counts(_ number: Int, using random: inout Seed) -> PostingCounts {
    if number > 50 { return PostingCounts(frequency: UInt32(number), title: 0, low: 3) }
    let frequency = UInt32(1 + number / 4)
    return PostingCounts(
      frequency: frequency, title: number % 4 == 1 ? 1 : 0, low: number % 4 == 2 ? 1 : 0)
  }
}

extension ByteBuffer {
  /// A copy of what was written.
  var bytes: [UInt8] {
    var copy: [UInt8] = []
    unsafe withBytes { unsafe copy.append(contentsOf: $0) }
    return copy
  }
}

extension [PostingCounts] {
  /// Each once, the first of equals.
  fileprivate var unique: [PostingCounts] {
    var seen: Set<UInt64> = []
    return filter { seen.insert($0.packed).inserted }
  }
}
