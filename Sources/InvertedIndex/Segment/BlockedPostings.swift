/// How the postings of a term are laid out, by how many documents have it.
///
/// Vietnamese text has few and frequent syllables: some hundred terms hold most postings. Those are
/// addressed by the rank of a bit, the middling ones by block of 64 documents, the rare ones are
/// packed lists (`PostingList`).
enum PostingLayout: UInt16 {
  case packed = 0
  case blocked = 1
  case ranked = 2

  /// Documents of a block.
  static let blockSize = 64
  /// Zeros behind all lists: kernels may load so many bytes past the end of one.
  static let overread = 40
  /// Segments below this size have packed lists only: blocks would be longer than the lists.
  static let smallestSegment = 64

  /// - Parameter documents: of the segment.
  static func of(documentFrequency: Int, documents: Int) -> PostingLayout {
    if documents < smallestSegment || documentFrequency * 64 < documents { return .packed }
    return documentFrequency * 16 < documents ? .blocked : .ranked
  }

  /// The same for neighbours. There are so many lists of middling length that room counts more than
  /// finding a block at once.
  static func ofNeighbours(documentFrequency: Int, documents: Int) -> PostingLayout {
    documentFrequency * 32 < documents
      ? .packed : of(documentFrequency: documentFrequency, documents: documents)
  }

  static func blockCount(documents: Int) -> Int { (documents + blockSize - 1) / blockSize }
}

/// Writes the lists that are addressed by block, `B` blocks of 64 documents.
///
/// ```
/// ranked     = maxima:u8[B] ·8 bits:u64[B] starts codes ·4 best exceptions
/// blocked    = maxima:u8[B] ·4 starts offsets:u8[n] codes ·4 best exceptions
/// starts     = groups:u32[B/1024 + 1] blocks:u16[B + 1] ·4
/// best       = document:u32[min(n, 128)]
/// ```
/// `exceptions` are those of `PostingExceptions`.
/// `·8` pads with zeros to a multiple of 8 from the start of the list, which is at such a multiple
/// itself. `maxima` are the largest impacts of each block, `bits` say which documents have the term,
/// `offsets` are document numbers in the block. `codes` are four bits each, the even one of a byte in
/// its low half; in a ranked list those of a block begin with a byte. Before block b come
/// `groups[b / 1024] + blocks[b]` postings, in a ranked list bytes of codes.
struct BlockedPostings {
  private let blockCount: Int
  private let documents: ArraySlice<DocID>
  private let counts: ArraySlice<PostingCounts>
  private let model: ImpactModel
  private let norms: [Float]
  private let codes: CountCodes
  private var bytes = ByteWriter()
  private var best = BestPostings()

  static let alignment = 8
  /// Blocks that share a number of postings before them.
  static let groupSize = 1024

  /// - Parameters:
  ///   - norms: the length part of BM25 of every document of the segment.
  init(
    documents: ArraySlice<DocID>, counts: ArraySlice<PostingCounts>, model: ImpactModel,
    norms: [Float], codes: CountCodes
  ) {
    blockCount = PostingLayout.blockCount(documents: norms.count)
    self.documents = documents
    self.counts = counts
    self.model = model
    self.norms = norms
    self.codes = codes
  }

  func encode(_ layout: PostingLayout) -> [UInt8] {
    var copy = self
    copy.writeMaxima()
    if layout == .ranked { copy.writeRanked() } else { copy.writeBlocked() }
    copy.bytes.pad(to: 4)
    copy.bytes.write(array: copy.best.documents)
    copy.writeExceptions()
    return copy.bytes.bytes
  }

  private mutating func writeMaxima() {
    var maxima = [UInt8](repeating: 0, count: blockCount)
    for (document, counts) in zip(documents, counts) {
      let share = ImpactModel.share(
        frequency: model.weights.frequency(counts), norm: norms[Int(document)])
      best.add(document, share: share)
      let block = Int(document) / PostingLayout.blockSize
      maxima[block] = max(maxima[block], ImpactModel.impact(share: share))
    }
    bytes.write(maxima)
  }

  private mutating func writeRanked() {
    var bits = [UInt64](repeating: 0, count: blockCount)
    for document in documents { bits[Int(document) / 64] |= 1 << UInt64(document % 64) }
    bytes.pad(to: Self.alignment)
    bytes.write(array: bits)
    let sizes = bits.map { ($0.nonzeroBitCount + 1) / 2 }
    writeStarts(sizes)
    var packed = [UInt8](repeating: 0, count: sizes.reduce(0, +))
    var start = 0
    var block = 0
    var rank = 0
    for (document, counts) in zip(documents, counts) {
      while Int(document) / PostingLayout.blockSize > block {
        start += sizes[block]
        block += 1
        rank = 0
      }
      packed[start + rank / 2] |= codes.code(of: counts) << UInt8(rank % 2 * 4)
      rank += 1
    }
    bytes.write(packed)
  }

  private mutating func writeBlocked() {
    var sizes = [Int](repeating: 0, count: blockCount)
    for document in documents { sizes[Int(document) / PostingLayout.blockSize] += 1 }
    bytes.pad(to: 4)
    writeStarts(sizes)
    bytes.write(documents.lazy.map { UInt8($0 % UInt32(PostingLayout.blockSize)) })
    var packed = [UInt8](repeating: 0, count: (counts.count + 1) / 2)
    for (index, counts) in counts.enumerated() {
      packed[index / 2] |= codes.code(of: counts) << UInt8(index % 2 * 4)
    }
    bytes.write(packed)
  }

  /// - Parameter sizes: of each block.
  private mutating func writeStarts(_ sizes: [Int]) {
    var blocks: [UInt16] = []
    blocks.reserveCapacity(blockCount + 1)
    var total = 0
    var group = 0
    for block in 0...blockCount {
      if block % Self.groupSize == 0 {
        bytes.write(UInt32(total))
        group = total
      }
      blocks.append(UInt16(total - group))
      if block < blockCount { total += sizes[block] }
    }
    bytes.write(array: blocks)
    bytes.pad(to: 4)
  }

  private mutating func writeExceptions() {
    var rows: [(document: DocID, counts: PostingCounts)] = []
    for (document, counts) in zip(documents, counts)
    where codes.code(of: counts) == CountCodes.escape {
      rows.append((document, counts))
    }
    bytes.write(PostingExceptions.encode(rows, documents: norms.count, codes: codes))
  }
}
