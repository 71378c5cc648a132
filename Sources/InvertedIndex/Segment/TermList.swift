/// The postings of a term as they lie in the file, for the kernels of a search.
///
/// Pointers are into verified bytes of the segment, which `owner` keeps. Whoever reads through them
/// stays below the counts given.
package enum TermList: Sendable {
  case dense(DenseList)
  case blocked(BlockedList)
  case packed(PackedPostings)
}

/// A list with a place for every document; see `BlockedPostings` for the layout.
@safe package struct DenseList: @unchecked Sendable {
  // Immutable memory, kept by `owner`.
  package let blockCount: Int
  /// The largest impact of each block.
  package let maxima: UnsafePointer<UInt8>
  /// The documents that have the term, a word a block.
  package let bits: UnsafePointer<UInt64>
  /// The impact of every document, 0 where it lacks the term.
  package let impacts: UnsafePointer<UInt8>
  /// Two codes a byte, the even document in the low half.
  package let codes: UnsafePointer<UInt8>
  package let exceptions: PostingExceptions
  private let owner: SectionReader

  init(
    _ raw: UnsafeRawBufferPointer, documents: Int, owner: SectionReader
  ) throws(IndexError) {
    blockCount = PostingLayout.blockCount(documents: documents)
    let maximaEnd = BlockedPostings.padded(blockCount)
    let bitsEnd = BlockedPostings.padded(maximaEnd + blockCount * 8)
    let impactsEnd = bitsEnd + blockCount * PostingLayout.blockSize
    let codesEnd = impactsEnd + blockCount * PostingLayout.blockSize / 2
    guard let base = raw.baseAddress, codesEnd + 4 <= raw.count,
      Int(bitPattern: base) % BlockedPostings.alignment == 0
    else { throw owner.damaged(.postings, "a dense list is cut") }
    unsafe maxima = base.assumingMemoryBound(to: UInt8.self)
    unsafe bits = (base + maximaEnd).assumingMemoryBound(to: UInt64.self)
    unsafe impacts = (base + bitsEnd).assumingMemoryBound(to: UInt8.self)
    unsafe codes = (base + impactsEnd).assumingMemoryBound(to: UInt8.self)
    exceptions = try unsafe PostingExceptions(
      UnsafeRawBufferPointer(rebasing: raw[codesEnd...]), owner: owner)
    self.owner = owner
  }

  /// The code of a document below `64 · blockCount`.
  @inline(__always)
  package func code(of document: DocID) -> UInt8 {
    let pair = unsafe codes[Int(document) &>> 1]
    return document & 1 == 0 ? pair & 15 : pair &>> 4
  }
}

/// A list that is addressed by block; see `BlockedPostings` for the layout.
@safe package struct BlockedList: @unchecked Sendable {
  // Immutable memory, kept by `owner`.
  package let blockCount: Int
  package let count: Int
  package let maxima: UnsafePointer<UInt8>
  /// Postings of each block.
  package let sizes: UnsafePointer<UInt8>
  /// Document numbers in their block, below 64.
  package let offsets: UnsafePointer<UInt8>
  package let impacts: UnsafePointer<UInt8>
  package let codes: UnsafePointer<UInt8>
  package let exceptions: PostingExceptions
  private let starts: UnsafeRawPointer
  private let owner: SectionReader

  init(
    _ raw: UnsafeRawBufferPointer, count: Int, documents: Int, owner: SectionReader
  ) throws(IndexError) {
    blockCount = PostingLayout.blockCount(documents: documents)
    self.count = count
    let startsAt = (2 * blockCount + 3) / 4 * 4
    let interval = BlockedPostings.startInterval
    let offsetsAt = startsAt + (blockCount + interval - 1) / interval * 4
    guard let base = raw.baseAddress, offsetsAt + 3 * count + 4 <= raw.count else {
      throw owner.damaged(.postings, "a blocked list is cut")
    }
    unsafe maxima = base.assumingMemoryBound(to: UInt8.self)
    unsafe sizes = (base + blockCount).assumingMemoryBound(to: UInt8.self)
    unsafe starts = base + startsAt
    unsafe offsets = (base + offsetsAt).assumingMemoryBound(to: UInt8.self)
    unsafe impacts = (base + offsetsAt + count).assumingMemoryBound(to: UInt8.self)
    unsafe codes = (base + offsetsAt + 2 * count).assumingMemoryBound(to: UInt8.self)
    exceptions = try unsafe PostingExceptions(
      UnsafeRawBufferPointer(rebasing: raw[(offsetsAt + 3 * count)...]), owner: owner)
    self.owner = owner
    guard agrees else { throw owner.damaged(.postings, "a blocked list does not add up") }
  }

  /// Whether sizes and starts lead to `count` postings with offsets inside their block, so that no
  /// kernel reads or writes past an end.
  private var agrees: Bool {
    var total = 0
    var largest: UInt8 = 0
    for block in 0..<blockCount {
      if block % BlockedPostings.startInterval == 0, start(ofGroup: block) != total { return false }
      unsafe total += Int(sizes[block])
    }
    guard total == count else { return false }
    for index in 0..<count { unsafe largest = max(largest, offsets[index]) }
    return largest < PostingLayout.blockSize
  }

  private func start(ofGroup block: Int) -> Int {
    let group = block / BlockedPostings.startInterval
    return Int(
      UInt32(littleEndian: unsafe starts.loadUnaligned(fromByteOffset: group * 4, as: UInt32.self)))
  }

  /// The postings of a block below `blockCount`.
  @inline(__always)
  package func postings(of block: Int) -> Range<Int> {
    var start = start(ofGroup: block)
    var before = block & ~(BlockedPostings.startInterval - 1)
    while before < block {
      unsafe start &+= Int(sizes[before])
      before &+= 1
    }
    return unsafe start..<(start &+ Int(sizes[block]))
  }
}

/// Documents whose counts have no code, rising.
@safe package struct PostingExceptions: @unchecked Sendable {
  // Immutable memory, kept by the list that holds this.
  private let count: Int
  private let base: UnsafeRawPointer?

  fileprivate init(_ raw: UnsafeRawBufferPointer, owner: SectionReader) throws(IndexError) {
    let count = Int(UInt32(littleEndian: unsafe raw.loadUnaligned(as: UInt32.self)))
    guard 4 + count * 12 <= raw.count else {
      throw owner.damaged(.postings, "a list of exceptions is cut")
    }
    self.count = count
    unsafe base = raw.baseAddress.map { unsafe $0 + 4 }
  }

  /// The counts of a document, nil when it is not among the exceptions.
  func counts(of document: DocID) -> PostingCounts? {
    guard let base = unsafe base else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if unsafe number(base, middle) < document { low = middle + 1 } else { high = middle }
    }
    guard low < count, unsafe number(base, low) == document else { return nil }
    let packed = unsafe base.loadUnaligned(
      fromByteOffset: count * 4 + low * 8, as: UInt64.self)
    return PostingCounts(packed: UInt64(littleEndian: packed))
  }

  private func number(_ base: UnsafeRawPointer, _ index: Int) -> DocID {
    // In bounds: index < count, and the list was found to hold so many.
    UInt32(littleEndian: unsafe base.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
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

extension BlockedPostings {
  static func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
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
          owner: sections))
    case .dense:
      return .dense(
        try unsafe DenseList(try bytes(of: term), documents: documentCount, owner: sections))
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

  /// The weighted frequency behind each of the 256 codes; that of an escape is 0.
  package func frequencies(_ weights: ImpactWeights) -> [Float] {
    var table = [Float](repeating: 0, count: 256)
    for (code, counts) in countCodes.counts.enumerated() {
      table[code] = weights.frequency(counts)
    }
    return table
  }

  /// The weighted frequency of a document whose counts have no code.
  package func exception(
    _ exceptions: PostingExceptions, _ document: DocID, _ weights: ImpactWeights
  ) -> Float {
    // A document that is missing among the exceptions lost its counts: it has at least one.
    exceptions.counts(of: document).map { weights.frequency($0) } ?? 1
  }

  /// The postings of a term in order, the plain way: for tests, checks and merges.
  func forEachPosting(
    of term: TermInfo, _ body: (DocID, PostingCounts) -> Void
  ) throws(IndexError) {
    switch try list(of: term) {
    case .packed(let list):
      for (document, counts) in zip(list.documents, list.counts) { body(document, counts) }
    case .dense(let list):
      for document in 0..<DocID(documentCount) {
        let code = list.code(of: document)
        if code > 0 {
          body(document, counts(code, CountCodes.narrowEscape, list.exceptions, document))
        }
      }
    case .blocked(let list):
      for block in 0..<list.blockCount {
        for index in list.postings(of: block) {
          let document = unsafe DocID(block * PostingLayout.blockSize + Int(list.offsets[index]))
          let code = unsafe list.codes[index]
          body(document, counts(code, CountCodes.wideEscape, list.exceptions, document))
        }
      }
    }
  }

  private func counts(
    _ code: UInt8, _ escape: UInt8, _ exceptions: PostingExceptions, _ document: DocID
  ) -> PostingCounts {
    if code != escape { return countCodes.counts[min(Int(code), countCodes.counts.count - 1)] }
    return exceptions.counts(of: document) ?? PostingCounts(frequency: 1, title: 0, low: 0)
  }
}
