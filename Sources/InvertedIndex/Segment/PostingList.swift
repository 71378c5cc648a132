/// Writes one posting list.
///
/// ```
/// list  = skips block*         skips only with more than one block
/// skips = { lastDocument:u32 end:u32 } a block; end counts from the first block
/// block = gapBits:u8 frequencyBits:u8 titleBits:u8 lowBits:u8
///         gaps frequencies-1 titles lows, each an array of up to 128 packed numbers
/// gap   = document - previous document - 1, the first from document -1
/// ```
enum PostingList {
  static let blockSize = 128

  /// - Parameters:
  ///   - documents: rising document numbers.
  ///   - counts: the counts of each of them.
  static func encode(documents: ArraySlice<DocID>, counts: ArraySlice<PostingCounts>) -> [UInt8] {
    var skips = ByteWriter()
    var blocks = ByteWriter(capacity: documents.count * 3)
    var previous: Int64 = -1
    var rest = documents
    var restCounts = counts
    while let last = rest.prefix(blockSize).last {
      encode(
        rest.prefix(blockSize), restCounts.prefix(blockSize), after: previous, into: &blocks)
      rest = rest.dropFirst(blockSize)
      restCounts = restCounts.dropFirst(blockSize)
      previous = Int64(last)
      skips.write(last)
      skips.write(UInt32(blocks.count))
    }
    return documents.count > blockSize ? skips.bytes + blocks.bytes : blocks.bytes
  }

  private static func encode(
    _ documents: ArraySlice<DocID>, _ counts: ArraySlice<PostingCounts>, after last: Int64,
    into writer: inout ByteWriter
  ) {
    var previous = last
    let gaps = documents.map { document in
      defer { previous = Int64(document) }
      return UInt32(Int64(document) - previous - 1)
    }
    let columns = [
      gaps, counts.map { $0.frequency - 1 }, counts.map(\.title), counts.map(\.low),
    ]
    let widths = columns.map { BitPacking.width($0) }
    writer.write(widths.map { UInt8($0) })
    for (column, bits) in zip(columns, widths) {
      BitPacking.pack(column, bits: bits, into: &writer)
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
    guard unsafe start + 4 + BitPacking.overread <= list.count else { throw broken }
    var bytes = 0
    var widest = 0
    for column in 0..<4 {
      let bits = unsafe Int(list[start + column])
      bytes += BitPacking.byteCount(size, bits: bits)
      widest = max(widest, bits)
    }
    guard widest <= 32,
      unsafe start + 4 + bytes + BitPacking.overread <= list.count,
      let base = unsafe list.baseAddress
    else { throw broken }
    var source = unsafe base + start + 4
    for column in 0..<4 {
      let bits = unsafe Int(list[start + column])
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

  private var broken: IndexError {
    owner.damaged(.postings, "a posting list reaches past its end")
  }
}
