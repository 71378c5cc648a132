/// Writes one posting list.
///
/// ```
/// list  = skips block*         skips only with more than one block
/// skips = { lastDocument:u32 end:u32 } a block; end counts from the first block
/// block = gapBits:u8 gaps                                       every posting once, in the body
///       | 128+gapBits:u8 frequencyBits:u8 titleBits:u8 lowBits:u8 gaps frequencies-1 titles lows
///         each an array of up to 128 packed numbers
/// gap   = document - previous document - 1, the first from document -1
/// ```
enum PostingList {
  static let blockSize = 128
  /// Says that a block has all four columns.
  static let hasCounts: UInt8 = 128

  /// Appends the list of some documents.
  ///
  /// - Parameters:
  ///   - documents: rising document numbers.
  ///   - counts: the counts of each of them.
  static func encode(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>, into buffer: inout ByteBuffer
  ) {
    guard documents.count > blockSize else {
      encodeBlock(documents, counts, after: .max, into: &buffer)
      return
    }
    var skip = buffer.count
    let blockCount = (documents.count + blockSize - 1) / blockSize
    buffer.write(zeros: blockCount * 8)
    let blocksStart = buffer.count
    var previous = DocID.max
    var start = 0
    while start < documents.count {
      let range = start..<min(start + blockSize, documents.count)
      encodeBlock(
        documents.extracting(range), counts.extracting(range), after: previous, into: &buffer)
      previous = documents[range.upperBound - 1]
      buffer.patch(previous, at: skip)
      buffer.patch(UInt32(buffer.count - blocksStart), at: skip + 4)
      skip += 8
      start = range.upperBound
    }
  }

  /// - Parameter last: the document before the first one, all ones where there is none.
  private static func encodeBlock(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>, after last: DocID,
    into buffer: inout ByteBuffer
  ) {
    // All bits that any number of a column has.
    var gaps: UInt32 = 0
    var frequencies: UInt32 = 0
    var titles: UInt32 = 0
    var lows: UInt32 = 0
    var previous = last
    for index in documents.indices {
      // Wraps for the first one.
      gaps |= documents[index] &- previous &- 1
      previous = documents[index]
      let counts = counts[index]
      frequencies |= counts.frequency &- 1
      titles |= counts.title
      lows |= counts.low
    }
    let gapBits = BitPacking.width(gaps)
    let isPlain = frequencies | titles | lows == 0
    if isPlain {
      buffer.write(UInt8(gapBits))
    } else {
      let widths =
        UInt32(gapBits) | UInt32(hasCounts) | UInt32(BitPacking.width(frequencies)) << 8
        | UInt32(BitPacking.width(titles)) << 16 | UInt32(BitPacking.width(lows)) << 24
      buffer.write(widths)
    }
    previous = last
    buffer.pack(count: documents.count, bits: gapBits) { index in
      let document = documents[index]
      defer { previous = document }
      return UInt64(document &- previous &- 1)
    }
    if isPlain { return }
    buffer.pack(count: counts.count, bits: BitPacking.width(frequencies)) {
      UInt64(counts[$0].frequency &- 1)
    }
    buffer.pack(count: counts.count, bits: BitPacking.width(titles)) {
      UInt64(counts[$0].title)
    }
    buffer.pack(count: counts.count, bits: BitPacking.width(lows)) {
      UInt64(counts[$0].low)
    }
  }
}

/// Walks a posting list block by block, by rising document.
///
/// The block just read is in `documents`, `frequencies`, `titles` and `lows`, `count` each; they
/// point into memory of the cursor and are valid until the next call.
@safe struct PostingCursor: ~Copyable {
  /// How many documents the list has.
  private(set) var documentFrequency: Int
  /// Postings in the current block, 0 before the first and after the last.
  private(set) var count = 0
  let documents: UnsafeMutablePointer<DocID>
  let frequencies: UnsafeMutablePointer<UInt32>
  let titles: UnsafeMutablePointer<UInt32>
  let lows: UnsafeMutablePointer<UInt32>

  // Inside a verified part of the file that `owner` keeps alive, `overread` bytes included.
  private var list: UnsafeRawBufferPointer
  private let owner: SectionReader
  private var blockCount: Int
  private var nextBlock = 0

  init(
    _ list: UnsafeRawBufferPointer, documentFrequency: Int, owner: SectionReader
  ) {
    unsafe self.list = unsafe list
    self.owner = owner
    self.documentFrequency = documentFrequency
    blockCount = (documentFrequency + PostingList.blockSize - 1) / PostingList.blockSize
    let buffer = UnsafeMutablePointer<UInt32>.allocate(capacity: 4 * PostingList.blockSize)
    unsafe documents = buffer
    unsafe frequencies = buffer + PostingList.blockSize
    unsafe titles = buffer + 2 * PostingList.blockSize
    unsafe lows = buffer + 3 * PostingList.blockSize
  }

  /// At the end of an empty list, until another one is opened.
  init(owner: SectionReader) {
    unsafe self.init(
      UnsafeRawBufferPointer(start: nil, count: 0), documentFrequency: 0, owner: owner)
  }

  deinit { unsafe documents.deallocate() }

  /// Begins another list of the same owner.
  mutating func open(_ list: UnsafeRawBufferPointer, documentFrequency: Int) {
    unsafe self.list = unsafe list
    self.documentFrequency = documentFrequency
    blockCount = (documentFrequency + PostingList.blockSize - 1) / PostingList.blockSize
    count = 0
    nextBlock = 0
  }

  /// Reads the next block; false at the end.
  mutating func advance() throws(IndexError) -> Bool {
    guard nextBlock < blockCount else {
      count = 0
      return false
    }
    try decode(block: nextBlock)
    nextBlock += 1
    return true
  }

  private var blocksStart: Int { blockCount > 1 ? blockCount * 8 : 0 }

  private func skip(_ block: Int) -> (last: DocID, end: Int) {
    // In bounds: `SegmentTerms` checked that the list holds its skips.
    let last = unsafe list.loadUnaligned(fromByteOffset: block * 8, as: UInt32.self)
    let end = unsafe list.loadUnaligned(fromByteOffset: block * 8 + 4, as: UInt32.self)
    return (UInt32(littleEndian: last), Int(UInt32(littleEndian: end)))
  }

  private mutating func decode(block: Int) throws(IndexError) {
    let size =
      block < blockCount - 1
      ? PostingList.blockSize : documentFrequency - block * PostingList.blockSize
    let start = blocksStart + (block == 0 ? 0 : skip(block - 1).end)
    // A head of four bytes lies inside, too: `overread` is longer.
    guard unsafe start + 1 + BitPacking.overread <= list.count else { throw broken }
    let hasCounts = unsafe list[start] & PostingList.hasCounts != 0
    let head = hasCounts ? 4 : 1
    var bytes = 0
    var widest = 0
    for column in 0..<head {
      let bits = width(of: column, at: start)
      bytes += BitPacking.byteCount(size, bits: bits)
      widest = max(widest, bits)
    }
    guard widest <= 32,
      unsafe start + head + bytes + BitPacking.overread <= list.count,
      let base = unsafe list.baseAddress
    else { throw broken }
    var source = unsafe base + start + head
    for column in 0..<4 {
      let bits = column < head ? width(of: column, at: start) : 0
      let target = unsafe documents + column * PostingList.blockSize
      unsafe BitPacking.unpack(source, count: size, bits: bits, into: target)
      unsafe source += BitPacking.byteCount(size, bits: bits)
    }
    var document = block == 0 ? UInt32.max : skip(block - 1).last
    for index in 0..<size {
      document &+= unsafe documents[index] &+ 1
      unsafe documents[index] = document
      unsafe frequencies[index] &+= 1
    }
    count = size
  }

  /// The bits of a column of the block whose head is at `start`.
  private func width(of column: Int, at start: Int) -> Int {
    // In bounds: heads were found to be inside.
    let byte = unsafe list[start + column]
    return Int(column == 0 ? byte & ~PostingList.hasCounts : byte)
  }

  private var broken: IndexError {
    owner.damaged(.postings, "a posting list reaches past its end")
  }
}
