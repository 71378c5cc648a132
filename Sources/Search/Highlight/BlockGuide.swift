import Documents
import InvertedIndex

/// Tells from the forward stream which text blocks of a document are worth reading for a snippet.
///
/// A block without words of the query has no passage, and one that can have no better passage than
/// those that were found need not be read. Looking at the codes of a document takes a hundredth of
/// what analyzing its text takes.
struct BlockGuide {
  private let segment: Segment
  /// The leaves of codes whose terms match any, and how rare the rarest is.
  private var matches: [UInt16: Match] = [:]
  /// A bit for each code in `matches`, for that of all terms without one where such a term matches,
  /// and for those that part sentences and blocks.
  private var bits = [UInt64](repeating: 0, count: 1 << 10)
  private var rarities: [Float] = []

  private static let sentence = Segment.sentenceCode
  private static let block = Segment.blockCode

  private struct Match {
    var leaves = LeafSet()
    var rarity: Float = 0
  }

  /// Terms that a beginning may stand for; with more, all blocks are read.
  private static let prefixLimit: UInt32 = 1_000

  /// - Returns: nil where looking ahead costs more than it saves.
  init?(_ plan: Plan, in segment: Segment) {
    self.segment = segment
    for code in [Self.sentence, Self.block] { bits[Int(code / 64)] |= 1 << UInt64(code % 64) }
    for (leaf, word) in plan.leaves.enumerated() {
      rarities.append(Highlighter.rarity(of: leaf, in: plan))
      for key in word.foldedKeys {
        guard let folded = segment.foldedTerm(key) else { continue }
        for ordinal in segment.variants(of: folded)
        where word.worth(canonical: segment.canonicalKey(at: ordinal), folded: key) > 0 {
          add(leaf, ordinal)
        }
      }
    }
    for (number, prefix) in plan.prefixes.enumerated() {
      let leaf = plan.leaves.count + number
      rarities.append(Highlighter.rarity(of: leaf, in: plan))
      if !prefix.isShown { continue }
      // To find the terms again costs more than to read the blocks.
      if prefix.form != .beginning { return nil }
      let range = segment.foldedTerms(withPrefix: prefix.word.folded)
      if range.count > Self.prefixLimit { return nil }
      for folded in range {
        for ordinal in segment.variants(of: segment.foldedTerm(at: folded)) { add(leaf, ordinal) }
      }
    }
  }

  private mutating func add(_ leaf: Int, _ ordinal: UInt32) {
    let code = segment.code(of: ordinal) ?? Segment.escapeCode
    matches[code, default: Match()].leaves.insert(leaf)
    matches[code, default: Match()].rarity = max(matches[code]?.rarity ?? 0, rarities[leaf])
    bits[Int(code / 64)] |= 1 << UInt64(code % 64)
  }

  /// For each block of a document the most that a passage in it can be worth, 0 where no word
  /// matches; nil where its blocks cannot be told apart in the stream.
  func bounds(
    of document: DocID, _ stored: StoredDocument
  ) throws(IndexError) -> [Float]? {
    let indexed = stored.blocks.indices.filter {
      stored.blocks[$0].kind != .titleRepeat && !stored.blocks[$0].isEmpty
    }
    let first = stored.head.title.isEmpty ? 0 : 1
    let codes = unsafe try segment.codes(of: document)
    let (sentence, block) = (Self.sentence, Self.block)
    var sums: [Float] = []
    var sum: Float = 0
    var seen = LeafSet()
    // Where a word would stand beside the last one that matched.
    var next = -1
    for place in 0..<(codes.count / 2) {
      // In bounds: two bytes are left, and there is a bit for each code.
      let code = UInt16(
        littleEndian: unsafe codes.loadUnaligned(fromByteOffset: 2 &* place, as: UInt16.self))
      guard bits[Int(code &>> 6)] &>> UInt64(code & 63) & 1 == 1 else { continue }
      if code == block {
        sums.append(sum)
        sum = 0
        seen = LeafSet()
        next = -1
      } else if code == sentence {
        if place == next { next += 1 }
      } else if let match = matches[code] {
        // The worth of a word that is met first, again, and beside another.
        sum += (place == next ? 0.6 : 0.1) * match.rarity
        match.leaves.subtracting(seen).visit { sum += rarities[$0] }
        seen.formUnion(match.leaves)
        next = place + 1
      }
    }
    sums.append(sum)
    // A text without words has no place in the stream.
    guard sums.count == indexed.count + first else { return nil }
    var bounds = [Float](repeating: 0, count: stored.blocks.count)
    // Sums are rounded in another order than worths.
    for (place, block) in indexed.enumerated() { bounds[block] = 1.001 * sums[place + first] }
    return bounds
  }
}
