/// How the postings of a term are laid out, by how many documents have it.
///
/// Vietnamese text has few and frequent syllables: some hundred terms hold most postings. Those are
/// addressed by document, the middling ones by block of 64 documents, the rare ones are packed
/// lists (`PostingList`).
enum PostingLayout: UInt16 {
  case packed = 0
  case blocked = 1
  case dense = 2

  /// Documents of a block.
  static let blockSize = 64
  /// Segments below this size have packed lists only: blocks would be longer than the lists.
  static let smallestSegment = 64

  /// - Parameter documents: of the segment.
  static func of(documentFrequency: Int, documents: Int) -> PostingLayout {
    if documents < smallestSegment || documentFrequency * 64 < documents { return .packed }
    return documentFrequency * 8 < documents ? .blocked : .dense
  }

  static func blockCount(documents: Int) -> Int { (documents + blockSize - 1) / blockSize }
}

/// Writes the lists that are addressed by block, `B` blocks of 64 documents.
///
/// ```
/// dense      = maxima:u8[B] ·64 bits:u64[B] ·64 impacts:u8[64·B] codes:u4[64·B] exceptions
/// blocked    = maxima:u8[B] counts:u8[B] ·4 starts:u32[⌈B/16⌉] offsets:u8[n] impacts:u8[n]
///              codes:u8[n] exceptions
/// exceptions = count:u32 documents:u32[count] counts:u64[count]
/// ```
/// `·64` pads with zeros to a multiple of 64 from the start of the list, which is at such a
/// multiple itself. `maxima` are the largest impacts of each block, `bits` say which documents have
/// the term, `offsets` are document numbers in the block, `starts` the postings before every
/// sixteenth block.
struct BlockedPostings {
  private let blockCount: Int
  private let documents: ArraySlice<DocID>
  private let counts: ArraySlice<PostingCounts>
  private let impacts: [UInt8]
  private let codes: CountCodes
  private var bytes = ByteWriter()

  static let alignment = 64
  /// Blocks between two `starts`.
  static let startInterval = 16

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
      model.impact(frequency: model.weights.frequency(counts), norm: norms[Int(document)])
    }
  }

  func encode(_ layout: PostingLayout) -> [UInt8] {
    var copy = self
    copy.writeMaxima()
    if layout == .dense { copy.writeDense() } else { copy.writeBlocked() }
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

  private mutating func writeDense() {
    bytes.pad(to: Self.alignment)
    var bits = [UInt64](repeating: 0, count: blockCount)
    var all = [UInt8](repeating: 0, count: blockCount * PostingLayout.blockSize)
    var nibbles = [UInt8](repeating: 0, count: all.count / 2)
    for ((document, counts), impact) in zip(zip(documents, counts), impacts) {
      let document = Int(document)
      bits[document / 64] |= 1 << UInt64(document % 64)
      all[document] = impact
      let code = codes.code(of: counts, escape: CountCodes.narrowEscape)
      nibbles[document / 2] |= document % 2 == 0 ? code : code << 4
    }
    for word in bits { bytes.write(word) }
    bytes.pad(to: Self.alignment)
    bytes.write(all)
    bytes.write(nibbles)
    writeExceptions(escape: CountCodes.narrowEscape)
  }

  private mutating func writeBlocked() {
    var sizes = [UInt8](repeating: 0, count: blockCount)
    for document in documents { sizes[Int(document) / PostingLayout.blockSize] += 1 }
    bytes.write(sizes)
    bytes.pad(to: 4)
    var start: UInt32 = 0
    for (block, size) in sizes.enumerated() {
      if block % Self.startInterval == 0 { bytes.write(start) }
      start += UInt32(size)
    }
    bytes.write(documents.map { UInt8($0 % UInt32(PostingLayout.blockSize)) })
    bytes.write(impacts)
    bytes.write(counts.map { codes.code(of: $0, escape: CountCodes.wideEscape) })
    writeExceptions(escape: CountCodes.wideEscape)
  }

  private mutating func writeExceptions(escape: UInt8) {
    let rows = zip(documents, counts).filter { codes.code(of: $0.1, escape: escape) == escape }
    bytes.write(UInt32(rows.count))
    for row in rows { bytes.write(row.0) }
    for row in rows { bytes.write(row.1.packed) }
  }
}
