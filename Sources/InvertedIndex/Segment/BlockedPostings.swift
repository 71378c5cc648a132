/// How the postings of a term are laid out, by how many documents have it.
///
/// Vietnamese text has few and frequent syllables: some hundred terms hold most postings. Those are
/// addressed by document or by the rank of a bit, the middling ones by block of 64 documents, the
/// rare ones are packed lists (`PostingList`).
enum PostingLayout: UInt16 {
  case packed = 0
  case blocked = 1
  case ranked = 2
  case dense = 3

  /// Documents of a block.
  static let blockSize = 64
  /// Segments below this size have packed lists only: blocks would be longer than the lists.
  static let smallestSegment = 64

  /// - Parameter documents: of the segment.
  static func of(documentFrequency: Int, documents: Int) -> PostingLayout {
    if documents < smallestSegment || documentFrequency * 64 < documents { return .packed }
    if documentFrequency * 16 < documents { return .blocked }
    return documentFrequency * 2 < documents ? .ranked : .dense
  }

  static func blockCount(documents: Int) -> Int { (documents + blockSize - 1) / blockSize }
}

/// Writes the lists that are addressed by block, `B` blocks of 64 documents.
///
/// ```
/// dense      = maxima:u8[B] ·64 bits:u64[B] ·64 impacts:u8[64·B] codes:u4[64·B] exceptions
/// ranked     = maxima:u8[B] ·64 bits:u64[B] starts impacts:u8[n] codes:u4[n] exceptions
/// blocked    = maxima:u8[B] ·4 starts offsets:u8[n] impacts:u8[n] codes:u4[n] exceptions
/// starts     = groups:u32[B/1024 + 1] blocks:u16[B + 1] ·4
/// exceptions = count:u32 documents:u32[count] counts:u64[count]
/// ```
/// `·64` pads with zeros to a multiple of 64 from the start of the list, which is at such a
/// multiple itself. `maxima` are the largest impacts of each block, `bits` say which documents have
/// the term, `offsets` are document numbers in the block. The postings before block b are
/// `groups[b / 1024] + blocks[b]`.
struct BlockedPostings {
  private let blockCount: Int
  private let documents: ArraySlice<DocID>
  private let counts: ArraySlice<PostingCounts>
  private let impacts: [UInt8]
  private let codes: CountCodes
  private var bytes = ByteWriter()

  static let alignment = 64
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
    self.codes = codes
    impacts = zip(documents, counts).map { document, counts in
      ImpactModel.impact(
        frequency: model.weights.frequency(counts), norm: norms[Int(document)])
    }
  }

  func encode(_ layout: PostingLayout) -> [UInt8] {
    var copy = self
    copy.writeMaxima()
    switch layout {
    case .dense: copy.writeDense()
    case .ranked: copy.writeRanked()
    case .blocked, .packed: copy.writeBlocked()
    }
    copy.writeExceptions()
    return copy.bytes.bytes
  }

  private mutating func writeMaxima() {
    var maxima = [UInt8](repeating: 0, count: blockCount)
    for (document, impact) in zip(documents, impacts) {
      let block = Int(document) / PostingLayout.blockSize
      maxima[block] = max(maxima[block], impact)
    }
    bytes.write(maxima)
  }

  private mutating func writeBits() {
    bytes.pad(to: Self.alignment)
    var bits = [UInt64](repeating: 0, count: blockCount)
    for document in documents { bits[Int(document) / 64] |= 1 << UInt64(document % 64) }
    for word in bits { bytes.write(word) }
  }

  private mutating func writeDense() {
    writeBits()
    bytes.pad(to: Self.alignment)
    var all = [UInt8](repeating: 0, count: blockCount * PostingLayout.blockSize)
    var nibbles = [UInt8](repeating: 0, count: all.count / 2)
    for ((document, counts), impact) in zip(zip(documents, counts), impacts) {
      let document = Int(document)
      all[document] = impact
      let code = codes.code(of: counts)
      nibbles[document / 2] |= document % 2 == 0 ? code : code << 4
    }
    bytes.write(all)
    bytes.write(nibbles)
  }

  private mutating func writeRanked() {
    writeBits()
    writeStarts()
    bytes.write(impacts)
    writeCodes()
  }

  private mutating func writeBlocked() {
    bytes.pad(to: 4)
    writeStarts()
    bytes.write(documents.map { UInt8($0 % UInt32(PostingLayout.blockSize)) })
    bytes.write(impacts)
    writeCodes()
  }

  private mutating func writeStarts() {
    var sizes = [Int](repeating: 0, count: blockCount)
    for document in documents { sizes[Int(document) / PostingLayout.blockSize] += 1 }
    var blocks: [UInt16] = []
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
    for block in blocks { bytes.write(block) }
    bytes.pad(to: 4)
  }

  private mutating func writeCodes() {
    var nibbles = [UInt8](repeating: 0, count: (counts.count + 1) / 2)
    for (index, counts) in counts.enumerated() {
      let code = codes.code(of: counts)
      nibbles[index / 2] |= index % 2 == 0 ? code : code << 4
    }
    bytes.write(nibbles)
  }

  private mutating func writeExceptions() {
    let rows = zip(documents, counts).filter { codes.code(of: $0.1) == CountCodes.escape }
    bytes.write(UInt32(rows.count))
    for row in rows { bytes.write(row.0) }
    for row in rows { bytes.write(row.1.packed) }
  }
}
