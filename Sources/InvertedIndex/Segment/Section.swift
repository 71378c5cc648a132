/// The parts of a segment file. Raw values are on disk: four ASCII letters.
enum Section: String, CaseIterable {
  /// Counts of the whole segment.
  case meta = "META"
  /// Canonical terms: key bytes, entries, the folded term of each.
  case canonicalKeys = "CKEY"
  case canonicalEntries = "CENT"
  case canonicalFolded = "CFOL"
  /// Folded terms: key bytes, entries, the first canonical term of each.
  case foldedKeys = "FKEY"
  case foldedEntries = "FENT"
  case foldedVariants = "FVAR"
  /// Posting lists.
  case postings = "POST"
  /// What impacts were made with, and the counts behind their codes.
  case impactModel = "IMPM"
  case countCodes = "CODE"
  /// Bounds of shares: the tables, and the steps of each document.
  case shareSteps = "STEP"
  case norms = "NORM"
  /// Neighbours that stand once in the index, and the others.
  case bigramSingleStarts = "BSGO"
  case bigramSingles = "BSGL"
  case bigramSingleDocuments = "BSGD"
  case bigramSingleForms = "BSGF"
  case bigramStarts = "BPRO"
  case bigramBases = "BPRB"
  case bigrams = "BPRS"
  case bigramOffsets = "BPRE"
  /// Words in the title, in all, and of low weight, of each document.
  case lengths = "LENS"
  /// Forward stream: 16-bit slots, where each document starts, escapes, ranks.
  case forward = "FWDS"
  case forwardStarts = "FWDO"
  case escapes = "FESC"
  case ranks = "RANK"
  case rankOfTerm = "CRNK"
  /// Text blocks and whole forms of each document.
  case blocks = "BLKS"
  case blockStarts = "BLKO"
  /// Document keys in document order, and the table sorted by key hash.
  case keys = "DKEY"
  case keyStarts = "DKEO"
  case keyHashes = "KHSH"
  case keyDocuments = "KDOC"
  /// Content hash and sequence number of each document.
  case hashes = "HASH"
  case sequences = "SEQS"
  /// Values that filters and orders are made with: names of columns, and the columns.
  case columnNames = "COLN"
  case columns = "COLD"
  /// Short forms that documents explain.
  case acronyms = "ACRO"
  /// Stored documents in compressed groups, the directory of the groups, the place of each document
  /// where they are in another order, and what groups were compressed with.
  case stored = "STOR"
  case storedGroups = "STOG"
  case storedPlaces = "STOP"
  case storedDictionaries = "STOD"

  /// The tag on disk.
  var tag: UInt32 {
    rawValue.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// ```
/// segment = header section* pageTable toc footer
/// header  = "MLSEG\0\0\1" version:u32 analyzer:u32 id:u64, zeros to 64 bytes
/// section = bytes, starting at a multiple of 64
/// pageTable = checksum:u32 of each 64 KiB page of everything before it
/// toc     = count:u32 { tag:u32 reserved:u32 offset:u64 length:u64 }
/// footer  = dataEnd:u64 tocOffset:u64 tocLength:u64 tocChecksum:u32 footerChecksum:u32
///           "MLSEGEND"
/// ```
/// The checksum of the table of contents covers the page table and the table of contents.
enum SegmentLayout {
  static let magic: [UInt8] = Array("MLSEG\0\0".utf8) + [1]
  static let endMagic: [UInt8] = Array("MLSEGEND".utf8)
  static let version: UInt32 = 5
  static let headerSize = 64
  static let footerSize = 40
  static let alignment = 64
  static let pageSize = 1 << 16

  static func fileName(_ id: UInt64) -> String { "segment-\(id).seg" }
}
