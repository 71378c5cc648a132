package import Documents

/// A few bytes that stand for a text: the share of places at which two sketches agree is about the
/// share of three-word runs that the texts have in common.
///
/// One permutation of all runs, parted into bins of which each keeps its smallest (Li, Owen and Zhang
/// 2012, arXiv:1208.1259); an empty bin borrows from another, chosen by its number (Shrivastava 2017,
/// arXiv:1703.04664). Of each smallest only 16 bits are kept (Li and König 2010,
/// doi:10.1145/1772690.1772759).
package struct TextSketch: Sendable, Equatable {
  package static let binCount = 128
  /// Shorter texts are too much like others by chance: dates, greetings, tables of results.
  static let leastRuns = 40

  /// A value of each bin.
  package let bins: [UInt16]

  /// nil for texts too short to tell.
  package init?(_ document: Document) {
    var runs = WordRuns()
    for block in document.blocks where Self.isOwn(block.kind) { runs.add(block.text) }
    guard runs.hashes.count >= Self.leastRuns else { return nil }
    var smallest = [UInt64](repeating: .max, count: Self.binCount)
    for hash in runs.hashes {
      let bin = Int(hash >> 57)
      smallest[bin] = min(smallest[bin], hash & (.max >> 7))
    }
    bins = (0..<Self.binCount).map { bin in
      UInt16(truncatingIfNeeded: smallest[Self.lender(of: bin, in: smallest)])
    }
  }

  /// - Parameter bins: `binCount` of them; nil for any other number.
  package init?(bins: [UInt16]) {
    guard bins.count == Self.binCount else { return nil }
    self.bins = bins
  }

  /// About the share of three-word runs of both texts that both have: its standard error is 0.04.
  package func resemblance(_ other: TextSketch) -> Double { resemblance(other.bins[...]) }

  func resemblance(_ other: ArraySlice<UInt16>) -> Double {
    var equal = 0
    for (bin, theirs) in zip(bins, other) where bin == theirs { equal += 1 }
    return Double(equal) / Double(Self.binCount)
  }

  /// Headlines, captions and names change from paper to paper, and menus are no text of the
  /// document's own.
  private static func isOwn(_ kind: Block.Kind) -> Bool {
    switch kind {
    case .paragraph, .lead, .subheading, .list, .table, .quote: true
    case .caption, .byline, .titleRepeat, .related, .boilerplate: false
    }
  }

  /// The bin itself, or the one that it borrows from where nothing fell into it.
  private static func lender(of bin: Int, in smallest: [UInt64]) -> Int {
    var place = bin
    var attempt: UInt64 = 0
    while smallest[place] == .max {
      attempt += 1
      place = Int(WordRuns.mix(UInt64(bin) << 32 | attempt) >> 57)
    }
    return place
  }
}

/// Hashes of all runs of three words, a block at a time, some of them several times.
private struct WordRuns {
  private(set) var hashes: [UInt64] = []

  /// Words are what stands between blanks, without case and without marks around them.
  mutating func add(_ text: String) {
    var bytes = Array(text.utf8)
    if !lowerCase(&bytes) { bytes = Array(text.lowercased().utf8) }
    var words: [UInt64] = []
    var start = 0
    var index = 0
    while index <= bytes.count {
      let blank = index < bytes.count ? Self.blankLength(bytes, at: index) : 1
      if blank == 0 {
        index += 1
        continue
      }
      let word = trimmedOfMarks(bytes[start..<index])
      if !word.isEmpty { words.append(Self.hash(word)) }
      index += blank
      start = index
    }
    guard words.count >= 3 else { return }
    hashes.reserveCapacity(hashes.count + words.count)
    for start in 0...(words.count - 3) {
      hashes.append(words[start..<(start + 3)].reduce(0) { Self.mix($0 ^ $1) })
    }
  }

  /// The bytes of the blank that begins here, 0 where none does: ASCII's, U+00A0, those of the block
  /// U+2000, U+3000.
  private static func blankLength(_ bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case ...0x20: return 1
    case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: return 2
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
      let last = bytes[index + 2]
      return last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0
    case 0xE3 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
      return bytes[index + 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// FNV-1a.
  private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
    word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// As splitmix64 mixes (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
