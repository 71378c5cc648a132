/// Which documents of a segment are not deleted: one bit each. Copied on write.
///
/// ```
/// live = "MLLIVE\0\1" count:u32 liveCount:u32 words:u64[ceil(count/64)] checksum:u32
/// ```
package struct LiveDocuments: Sendable, Equatable {
  package private(set) var count: Int
  package private(set) var liveCount: Int
  /// Bit `d % 64` of word `d / 64` is set while document `d` is live; bits past the end are 0.
  package private(set) var words: [UInt64]

  private static let magic: [UInt8] = Array("MLLIVE\0".utf8) + [1]

  /// All `count` documents live.
  package init(count: Int) {
    self.count = count
    liveCount = count
    words = Array(repeating: ~0, count: (count + 63) / 64)
    if count % 64 > 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
  }

  package var deletedCount: Int { count - liveCount }

  package func contains(_ document: DocID) -> Bool {
    words[Int(document) / 64] >> UInt64(document % 64) & 1 == 1
  }

  /// Those of the live documents that are in a set of bits as well.
  package func intersection(_ bits: [UInt64]) -> LiveDocuments {
    precondition(bits.count == words.count, "sets of different segments")
    var result = self
    var liveCount = 0
    result.words = zip(words, bits).map { own, other in
      let both = own & other
      liveCount &+= both.nonzeroBitCount
      return both
    }
    result.liveCount = liveCount
    return result
  }

  /// Marks a document as deleted; false if it was already.
  @discardableResult
  mutating func remove(_ document: DocID) -> Bool {
    guard contains(document) else { return false }
    words[Int(document) / 64] &= ~(1 << UInt64(document % 64))
    liveCount -= 1
    return true
  }

  /// One more document at the end, live.
  mutating func append() {
    if count % 64 == 0 { words.append(0) }
    words[count / 64] |= 1 << UInt64(count % 64)
    count += 1
    liveCount += 1
  }

  static func fileName(segment: UInt64, generation: UInt64) -> String {
    "live-\(segment)-\(generation).live"
  }

  func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: words.count * 8 + 20)
    writer.write(Self.magic)
    writer.write(UInt32(count))
    writer.write(UInt32(liveCount))
    for word in words { writer.write(word) }
    writer.write(Checksum.of(writer.bytes))
    return writer.bytes
  }

  init(decoding file: FileBytes, count expected: Int) throws(IndexError) {
    var reader = unsafe ByteReader(file.raw, file: file.name)
    try FileVersion.require(Self.magic, of: &reader, in: file, "a file of live documents")
    self.init(count: Int(try reader.read(UInt32.self)))
    liveCount = Int(try reader.read(UInt32.self))
    guard count == expected, reader.remaining == words.count * 8 + 4 else {
      throw reader.damaged("it holds another number of documents than its segment")
    }
    for index in words.indices { words[index] = try reader.read(UInt64.self) }
    let body = unsafe UnsafeRawBufferPointer(rebasing: file.raw.dropLast(4))
    guard unsafe try reader.read(UInt32.self) == Checksum.of(body),
      words.reduce(0, { $0 + $1.nonzeroBitCount }) == liveCount
    else { throw reader.damaged("the checksum does not match") }
  }
}
