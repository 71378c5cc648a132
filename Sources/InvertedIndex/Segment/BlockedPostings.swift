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
/// best       = document:u32[min(n, 16)]
/// ```
/// `exceptions` are those of `PostingExceptions`.
/// `·8` pads with zeros to a multiple of 8 from the start of the list, which is at such a multiple
/// itself. `maxima` are the largest impacts of each block, `bits` say which documents have the term,
/// `offsets` are document numbers in the block. `codes` are four bits each, the even one of a byte in
/// its low half; in a ranked list those of a block begin with a byte. Before block b come
/// `groups[b / 1024] + blocks[b]` postings, in a ranked list bytes of codes.
struct BlockedPostings: ~Copyable {
  private let blockCount: Int
  private let model: ImpactModel
  private let norms: [Float]
  private let codes: CountCodes
  /// The weighted frequency behind each of the 16 codes.
  private let frequencies: [Float]
  // Of the list at hand; kept so that no list takes memory of its own.
  /// The code of each posting.
  private var names = FlatArray<UInt8>()
  /// Of each block: the largest share that its postings have of an impact, and its postings.
  private var shares: [Float]
  private var sizes: [UInt8]
  private var exceptions: [PostingExceptions.Row] = []
  private var best = BestPostings()

  static let alignment = 8
  /// Blocks that share a number of postings before them.
  static let groupSize = 1024

  /// - Parameter norms: the length part of BM25 of every document of the segment.
  init(model: ImpactModel, norms: [Float], codes: CountCodes) {
    blockCount = PostingLayout.blockCount(documents: norms.count)
    self.model = model
    self.norms = norms
    self.codes = codes
    frequencies = (0..<16).map { code in
      code < codes.counts.count ? model.weights.frequency(codes.counts[code]) : 0
    }
    shares = Array(repeating: 0, count: blockCount)
    sizes = Array(repeating: 0, count: blockCount)
  }

  /// Appends a list; it begins at a multiple of `alignment`.
  ///
  /// - Parameters:
  ///   - documents: rising document numbers.
  ///   - counts: the counts of each of them.
  mutating func encode(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>, _ layout: PostingLayout,
    into buffer: inout ByteBuffer
  ) {
    let start = buffer.count
    prepare(documents, counts)
    for share in shares { buffer.write(ImpactModel.impact(share: share)) }
    if layout == .ranked {
      buffer.pad(to: Self.alignment, from: start)
      writeBits(documents, into: &buffer)
      writeStarts(sizes.map { (Int($0) + 1) / 2 }, from: start, into: &buffer)
      writeRankedCodes(documents, into: &buffer)
    } else {
      buffer.pad(to: 4, from: start)
      writeStarts(sizes.map { Int($0) }, from: start, into: &buffer)
      for index in documents.indices { buffer.write(UInt8(documents[index] & 63)) }
      writeCodes(into: &buffer)
    }
    buffer.pad(to: 4, from: start)
    for document in best.documents { buffer.write(document) }
    PostingExceptions.encode(exceptions, documents: norms.count, codes: codes, into: &buffer)
  }

  /// Finds the codes of all postings, and what is largest in each block.
  private mutating func prepare(_ documents: Span<DocID>, _ counts: Span<PostingCounts>) {
    names.removeAll()
    exceptions.removeAll(keepingCapacity: true)
    best.removeAll()
    for block in shares.indices {
      shares[block] = 0
      sizes[block] = 0
    }
    var block = 0
    var share: Float = 0
    var size: UInt8 = 0
    for index in documents.indices {
      let document = Int(documents[index])
      if document / PostingLayout.blockSize != block {
        shares[block] = share
        sizes[block] = size
        block = document / PostingLayout.blockSize
        share = 0
        size = 0
      }
      let code = codes.code(of: counts[index])
      var frequency = frequencies[Int(code)]
      if code >= CountCodes.firstEscape {
        frequency = model.weights.frequency(counts[index])
        exceptions.append(.init(document: documents[index], counts: counts[index]))
      }
      names.append(code)
      let own = ImpactModel.share(frequency: frequency, norm: norms[document])
      best.add(documents[index], share: own)
      // Rounding to an impact keeps the order, so that one of them is rounded.
      share = max(share, own)
      size &+= 1
    }
    if blockCount > 0 {
      shares[block] = share
      sizes[block] = size
    }
  }

  private func writeBits(_ documents: Span<DocID>, into buffer: inout ByteBuffer) {
    var word: UInt64 = 0
    var block = 0
    for index in documents.indices {
      let document = Int(documents[index])
      while document / PostingLayout.blockSize > block {
        buffer.write(word)
        word = 0
        block += 1
      }
      word |= 1 &<< UInt64(document)
    }
    while block < blockCount {
      buffer.write(word)
      word = 0
      block += 1
    }
  }

  /// Codes two a byte; those of a block begin with a byte.
  private func writeRankedCodes(_ documents: Span<DocID>, into buffer: inout ByteBuffer) {
    var index = 0
    for size in sizes {
      let end = index + Int(size)
      while index + 1 < end {
        buffer.write(names[index] | names[index + 1] << 4)
        index += 2
      }
      if index < end {
        buffer.write(names[index])
        index += 1
      }
    }
  }

  private func writeCodes(into buffer: inout ByteBuffer) {
    var index = 0
    while index + 1 < names.count {
      buffer.write(names[index] | names[index + 1] << 4)
      index += 2
    }
    if index < names.count { buffer.write(names[index]) }
  }

  /// - Parameters:
  ///   - sizes: of each block.
  ///   - start: where the list begins.
  private func writeStarts(_ sizes: [Int], from start: Int, into buffer: inout ByteBuffer) {
    var total = 0
    let groups = buffer.count
    buffer.write(zeros: (blockCount / Self.groupSize + 1) * 4)
    var group = 0
    for block in 0...blockCount {
      if block % Self.groupSize == 0 {
        buffer.patch(UInt32(total), at: groups + block / Self.groupSize * 4)
        group = total
      }
      buffer.write(UInt16(total - group))
      if block < blockCount { total += sizes[block] }
    }
    buffer.pad(to: 4, from: start)
  }
}
