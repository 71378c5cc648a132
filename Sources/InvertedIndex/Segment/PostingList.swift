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

  /// - Parameters:
  ///   - documents: rising document numbers.
  ///   - counts: the counts of each of them.
  static func encode(documents: ArraySlice<DocID>, counts: ArraySlice<PostingCounts>) -> [UInt8] {
    var skips = ByteWriter()
    var blocks = ByteWriter(capacity: documents.count * 3)
    var columns = Columns()
    var previous = DocID.max
    let offset = counts.startIndex - documents.startIndex
    var start = documents.startIndex
    while start < documents.endIndex {
      let end = min(start + blockSize, documents.endIndex)
      columns.fill(documents[start..<end], counts[(start + offset)..<(end + offset)], &previous)
      columns.write(to: &blocks)
      skips.write(previous)
      skips.write(UInt32(blocks.count))
      start = end
    }
    return documents.count > blockSize ? skips.bytes + blocks.bytes : blocks.bytes
  }

  /// The four columns of a block.
  private struct Columns {
    private var gaps: [UInt32] = []
    private var frequencies: [UInt32] = []
    private var titles: [UInt32] = []
    private var lows: [UInt32] = []

    /// - Parameter previous: the document before the first one, all ones where there is none.
    mutating func fill(
      _ documents: ArraySlice<DocID>, _ counts: ArraySlice<PostingCounts>, _ previous: inout DocID
    ) {
      gaps.removeAll(keepingCapacity: true)
      frequencies.removeAll(keepingCapacity: true)
      titles.removeAll(keepingCapacity: true)
      lows.removeAll(keepingCapacity: true)
      for document in documents {
        // Wraps for the first one.
        gaps.append(document &- previous &- 1)
        previous = document
      }
      for counts in counts {
        frequencies.append(counts.frequency - 1)
        titles.append(counts.title)
        lows.append(counts.low)
      }
    }

    func write(to writer: inout ByteWriter) {
      let widths = (
        BitPacking.width(gaps), BitPacking.width(frequencies), BitPacking.width(titles),
        BitPacking.width(lows)
      )
      guard widths.1 | widths.2 | widths.3 > 0 else {
        writer.write(UInt8(widths.0))
        BitPacking.pack(gaps, bits: widths.0, into: &writer)
        return
      }
      writer.write(UInt8(widths.0) | PostingList.hasCounts)
      writer.write(UInt8(widths.1))
      writer.write(UInt8(widths.2))
      writer.write(UInt8(widths.3))
      BitPacking.pack(gaps, bits: widths.0, into: &writer)
      BitPacking.pack(frequencies, bits: widths.1, into: &writer)
      BitPacking.pack(titles, bits: widths.2, into: &writer)
      BitPacking.pack(lows, bits: widths.3, into: &writer)
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
