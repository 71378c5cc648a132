import InvertedIndex

/// The set of all three words that stand one behind the other in a text: two texts that share most of
/// theirs are nearly the same (Broder 1997, doi:10.1109/SEQUEN.1997.666900).
struct WordShingles: Equatable {
  /// A hash of each, rising.
  let hashes: [UInt64]

  /// Words of a shingle.
  static let width = 3

  /// - Parameter hashes: in any order, some of them several times.
  init(hashes: [UInt64]) {
    var different: [UInt64] = []
    different.reserveCapacity(hashes.count)
    for hash in hashes.sorted() where hash != different.last { different.append(hash) }
    self.hashes = different
  }

  /// The share of the shingles of both that both have; 1 for two empty sets.
  func resemblance(_ other: WordShingles) -> Double {
    var common = 0
    var (left, right) = (0, 0)
    while left < hashes.count, right < other.hashes.count {
      if hashes[left] == other.hashes[right] {
        common += 1
        left += 1
        right += 1
      } else if hashes[left] < other.hashes[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let all = hashes.count + other.hashes.count - common
    return all == 0 ? 1 : Double(common) / Double(all)
  }
}

/// Reads the shingles of documents of a segment.
struct ShingleReader {
  private let segment: Segment
  /// A hash of each canonical term, once it was asked for; never 0 then.
  private var hashOfTerm: [UInt64]
  private var forward = ForwardDocument()
  /// The hashes of the words of a block.
  private var words: [UInt64] = []

  init(_ segment: Segment) {
    self.segment = segment
    hashOfTerm = Array(repeating: 0, count: segment.canonicalTermCount)
  }

  /// The shingles of what a document says itself: navigation and headlines of others are left out.
  /// A text of one or two words is one shingle.
  mutating func shingles(of document: DocID) throws(IndexError) -> WordShingles {
    try segment.readForward(document, into: &forward)
    var hashes: [UInt64] = []
    hashes.reserveCapacity(forward.slots.count)
    var start = 0
    for block in forward.blocks {
      let end = min(start + block.slotCount, forward.slots.count)
      if RankingWeights().weight(of: block.kind) >= 1 {
        words.removeAll(keepingCapacity: true)
        for slot in forward.slots[min(start, end)..<end] where slot < ForwardDocument.block {
          words.append(hash(of: slot))
        }
        Self.add(words, to: &hashes)
      }
      start = end + 1
    }
    return WordShingles(hashes: hashes)
  }

  private static func add(_ words: [UInt64], to hashes: inout [UInt64]) {
    if words.isEmpty { return }
    guard words.count >= WordShingles.width else {
      hashes.append(words.reduce(0, mix))
      return
    }
    for start in 0...(words.count - WordShingles.width) {
      hashes.append(words[start..<(start + WordShingles.width)].reduce(0, mix))
    }
  }

  private mutating func hash(of term: UInt32) -> UInt64 {
    let known = hashOfTerm[Int(term)]
    if known != 0 { return known }
    // FNV-1a: the same key has the same hash in all segments.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in segment.canonicalKey(at: term) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = max(hash, 1)
    hashOfTerm[Int(term)] = hash
    return hash
  }

  /// As splitmix64 mixes: order counts.
  private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    var mixed = (state &+ 0x9E37_79B9_7F4A_7C15) ^ word
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
