/// The postings of a term as they lie in the file, for the kernels of a search.
///
/// Pointers are into verified bytes of the segment and valid while it is held: the lists are plain
/// values, so that copying one in a hot loop counts no references. Whoever reads through the
/// pointers stays below the counts given.
package enum TermList: Sendable {
  case ranked(RankedList)
  case blocked(BlockedList)
  case packed(PackedPostings)
}

/// A list with a bit for every document and its postings by the rank of their bits.
@safe package struct RankedList: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  package let blockCount: Int
  package let maxima: UnsafePointer<UInt8>
  /// The documents that have the term, a word a block.
  package let bits: UnsafePointer<UInt64>
  package let exceptions: PostingExceptions
  package let best: BestDocuments
  private let starts: BlockStarts
  private let codes: UnsafePointer<UInt8>
  /// No block begins behind this byte of the codes, so that damaged starts stay inside: behind it
  /// the file goes on for longer than the codes of a block are.
  private let lastStart: Int

  init(
    _ raw: UnsafeRawBufferPointer, count: Int, documents: Int, _ rare: RareCounts,
    owner: SectionReader
  ) throws(IndexError) {
    blockCount = PostingLayout.blockCount(documents: documents)
    var area = unsafe ListArea(raw, owner)
    unsafe maxima = try area.take(blockCount)
    try area.align(to: BlockedPostings.alignment)
    unsafe bits = try area.take(blockCount)
    starts = try BlockStarts(&area, blockCount: blockCount)
    let size = starts[blockCount]
    guard size >= (count + 1) / 2, size <= (count + blockCount + 1) / 2 else { throw area.broken }
    lastStart = size
    unsafe codes = try area.take(size)
    best = try BestDocuments(&area, count: count, documents: documents)
    exceptions = try area.takeExceptions(documents: documents, rare)
  }

  /// Where the arrays of a list are, for kernels that are not written in Swift.
  @safe package struct Arrays {
    package let maxima: UnsafePointer<UInt8>
    package let bits: UnsafePointer<UInt64>
    /// Bytes of codes before each group of blocks, and before each block in its group.
    package let groups: UnsafePointer<UInt32>
    package let blocks: UnsafePointer<UInt16>
    package let codes: UnsafePointer<UInt8>
    /// No block's codes begin behind this byte.
    package let lastStart: Int
  }

  /// The documents that have the term, a word a block. Valid while the segment is held.
  @safe package struct Bits {
    package let words: UnsafeBufferPointer<UInt64>
  }

  package var set: Bits { unsafe Bits(words: UnsafeBufferPointer(start: bits, count: blockCount)) }

  package var arrays: Arrays {
    unsafe Arrays(
      maxima: maxima, bits: bits, groups: starts.groups, blocks: starts.blocks, codes: codes,
      lastStart: lastStart)
  }

  /// The codes of a block below `blockCount`, two a byte, for each bit of its word.
  @inline(__always)
  package func codes(of block: Int) -> UnsafePointer<UInt8> {
    unsafe codes + min(starts[block], lastStart)
  }

  /// The code of a document, 0 where it lacks the term.
  @inline(__always)
  package func code(of document: DocID) -> UInt8 {
    let block = Int(document &>> 6)
    let word = unsafe bits[block]
    let bit = UInt64(1) &<< UInt64(document & 63)
    guard word & bit != 0 else { return 0 }
    let rank = (word & (bit &- 1)).nonzeroBitCount
    let pair = unsafe codes(of: block)[rank &>> 1]
    return rank & 1 == 0 ? pair & 15 : pair &>> 4
  }
}

/// A list that names the documents of each block.
@safe package struct BlockedList: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  package let blockCount: Int
  package let maxima: UnsafePointer<UInt8>
  /// Document numbers in their block, rising.
  package let offsets: UnsafePointer<UInt8>
  private let count: Int
  package let exceptions: PostingExceptions
  package let best: BestDocuments
  private let starts: BlockStarts
  private let codes: PostingCodes

  init(
    _ raw: UnsafeRawBufferPointer, count: Int, documents: Int, _ rare: RareCounts,
    owner: SectionReader
  ) throws(IndexError) {
    self.count = count
    blockCount = PostingLayout.blockCount(documents: documents)
    var area = unsafe ListArea(raw, owner)
    unsafe maxima = try area.take(blockCount)
    try area.align(to: 4)
    starts = try BlockStarts(&area, blockCount: blockCount)
    unsafe offsets = try area.take(count)
    codes = unsafe PostingCodes(try area.take((count + 1) / 2))
    best = try BestDocuments(&area, count: count, documents: documents)
    exceptions = try area.takeExceptions(documents: documents, rare)
  }

  /// Where the arrays of a list are, for loops that a call to another room would slow down.
  @safe package struct Arrays {
    package let maxima: UnsafePointer<UInt8>
    /// Postings before each group of blocks, and before each block in its group.
    package let groups: UnsafePointer<UInt32>
    package let blocks: UnsafePointer<UInt16>
    package let offsets: UnsafePointer<UInt8>
    package let codes: UnsafePointer<UInt8>
    package let count: Int
  }

  package var arrays: Arrays {
    unsafe Arrays(
      maxima: maxima, groups: starts.groups, blocks: starts.blocks, offsets: offsets,
      codes: codes.bytes, count: count)
  }

  /// The postings of a block below `blockCount`.
  @inline(__always)
  package func postings(of block: Int) -> Range<Int> {
    // Kept inside whatever the file says.
    let start = min(starts[block], count)
    return unsafe Range(uncheckedBounds: (start, max(start, min(starts[block &+ 1], count))))
  }

  /// The place of a document among the postings, nil where it lacks the term.
  package func rank(of document: DocID) -> Int? {
    let offset = UInt8(document & 63)
    for index in postings(of: Int(document &>> 6)) where unsafe offsets[index] == offset {
      return index
    }
    return nil
  }

  /// The code of a posting.
  @inline(__always)
  package func code(at rank: Int) -> UInt8 { codes[rank] }
}

/// Takes the arrays of a list one after another, each checked to be inside.
@safe struct ListArea {
  private let raw: UnsafeRawBufferPointer
  private let owner: SectionReader
  private var offset = 0

  init(_ raw: UnsafeRawBufferPointer, _ owner: SectionReader) {
    unsafe self.raw = unsafe raw
    self.owner = owner
  }

  var broken: IndexError { owner.damaged(.postings, "a list does not add up") }

  mutating func align(to alignment: Int) throws(IndexError) {
    offset = (offset + alignment - 1) / alignment * alignment
  }

  /// The next `count` values. They are aligned: lists begin at a multiple of 8.
  mutating func take<Value: FixedWidthInteger>(
    _ count: Int
  ) throws(IndexError) -> UnsafePointer<Value> {
    let size = count * MemoryLayout<Value>.stride
    guard count >= 0, unsafe size <= raw.count - offset, let base = unsafe raw.baseAddress else {
      throw broken
    }
    let start = unsafe base + offset
    guard Int(bitPattern: start) % MemoryLayout<Value>.alignment == 0 else { throw broken }
    offset += size
    return unsafe start.assumingMemoryBound(to: Value.self)
  }

  mutating func takeExceptions(
    documents: Int, _ rare: RareCounts
  ) throws(IndexError) -> PostingExceptions {
    try unsafe PostingExceptions(
      UnsafeRawBufferPointer(rebasing: raw[min(offset, raw.count)...]), documents: documents,
      rare, owner: owner)
  }
}

/// The documents of a list with the largest shares by the segment's model, the largest first; all
/// others have no larger ones than the last.
@safe package struct BestDocuments: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  package let count: Int
  private let base: UnsafePointer<DocID>
  private let documentCount: Int

  init(_ area: inout ListArea, count: Int, documents: Int) throws(IndexError) {
    self.count = min(count, BestPostings.limit)
    documentCount = documents
    try area.align(to: 4)
    unsafe base = try area.take(self.count)
  }

  /// The document at a place below `count`.
  package subscript(place: Int) -> DocID {
    precondition(place >= 0 && place < count, "past the best documents")
    // Kept inside whatever the file says.
    return unsafe min(DocID(littleEndian: base[place]), DocID(documentCount - 1))
  }
}

/// The number of postings before each block.
@safe struct BlockStarts: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  fileprivate let groups: UnsafePointer<UInt32>
  fileprivate let blocks: UnsafePointer<UInt16>

  init(_ area: inout ListArea, blockCount: Int) throws(IndexError) {
    unsafe groups = try area.take(blockCount / BlockedPostings.groupSize + 1)
    unsafe blocks = try area.take(blockCount + 1)
    try area.align(to: 4)
  }

  /// - Parameter block: up to and with the number of blocks.
  @inline(__always)
  subscript(block: Int) -> Int {
    unsafe Int(groups[block / BlockedPostings.groupSize]) &+ Int(blocks[block])
  }
}

/// Codes of four bits, the even one of a byte in its low half.
@safe struct PostingCodes: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  fileprivate let bytes: UnsafePointer<UInt8>

  init(_ bytes: UnsafePointer<UInt8>) { unsafe self.bytes = unsafe bytes }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    let pair = unsafe bytes[index &>> 1]
    return index & 1 == 0 ? pair & 15 : pair &>> 4
  }
}

/// A rare term's postings, unpacked.
package struct PackedPostings: Sendable {
  /// Rising.
  package let documents: [DocID]
  let counts: [PostingCounts]

  package func frequency(at index: Int, _ weights: ImpactWeights) -> Float {
    weights.frequency(counts[index])
  }
}

extension Segment {
  /// Opens the postings of a term.
  package func list(of term: TermInfo) throws(IndexError) -> TermList {
    switch term.layout {
    case .packed: return .packed(try unpack(term))
    case .blocked:
      return .blocked(
        try unsafe BlockedList(
          try bytes(of: term), count: term.documentFrequency, documents: documentCount,
          rareCounts, owner: sections))
    case .ranked:
      return .ranked(
        try unsafe RankedList(
          try bytes(of: term), count: term.documentFrequency, documents: documentCount,
          rareCounts, owner: sections))
    }
  }

  private func unpack(_ term: TermInfo) throws(IndexError) -> PackedPostings {
    var documents: [DocID] = []
    var counts: [PostingCounts] = []
    documents.reserveCapacity(term.documentFrequency)
    counts.reserveCapacity(term.documentFrequency)
    var cursor = try postings(of: term)
    while try cursor.advance() {
      for index in 0..<cursor.count {
        // In bounds: the cursor's arrays hold `count` values.
        unsafe documents.append(cursor.documents[index])
        unsafe counts.append(
          PostingCounts(
            frequency: cursor.frequencies[index], title: cursor.titles[index],
            low: cursor.lows[index]))
      }
    }
    guard documents.last.map({ Int($0) < documentCount }) ?? true else {
      throw sections.damaged(.postings, at: term.offset, "a list names a document past the end")
    }
    return PackedPostings(documents: documents, counts: counts)
  }

  /// Codes from this one on have no frequency: their postings are among the exceptions.
  package static var firstEscapedCode: UInt8 { CountCodes.firstEscape }

  /// The postings of a term in order, the plain way: for tests, checks and merges.
  func forEachPosting(
    of term: TermInfo, _ body: (DocID, PostingCounts) -> Void
  ) throws(IndexError) {
    switch try list(of: term) {
    case .packed(let list):
      for (document, counts) in zip(list.documents, list.counts) { body(document, counts) }
    case .ranked(let list):
      for block in 0..<list.blockCount {
        let codes = unsafe list.codes(of: block)
        var word = unsafe list.bits[block]
        var rank = 0
        while word != 0 {
          let document = DocID(block * PostingLayout.blockSize + word.trailingZeroBitCount)
          let code = unsafe codes[rank / 2] >> UInt8(rank % 2 * 4) & 15
          body(document, counts(code, list.exceptions, document))
          word &= word &- 1
          rank += 1
        }
      }
    case .blocked(let list):
      for block in 0..<list.blockCount {
        for index in list.postings(of: block) {
          let document = unsafe DocID(
            block * PostingLayout.blockSize + Int(list.offsets[index] & 63))
          body(document, counts(list.code(at: index), list.exceptions, document))
        }
      }
    }
  }

  private func counts(
    _ code: UInt8, _ exceptions: PostingExceptions, _ document: DocID
  ) -> PostingCounts {
    if code < CountCodes.firstEscape {
      return countCodes.counts[min(Int(code), countCodes.counts.count - 1)]
    }
    return exceptions.counts(of: document) ?? PostingCounts(frequency: 1, title: 0, low: 0)
  }
}
