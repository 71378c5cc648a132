import InvertedIndex

/// Keeps what the lists of a query on one segment point to.
@safe final class ListStore {
  let segment: Segment
  let norms: EffectiveLengths
  /// The frequencies behind codes, by the weights of places and with every place the same.
  let weighted: FrequencyTable
  let plain: FrequencyTable
  /// The steps of each document, and the bounds of impacts by steps.
  let steps: UnsafePointer<UInt8>
  let bounds: ImpactTables
  /// Keeps the memory of the frequencies.
  private let tables: ScoringTables
  private var buffers: [UnsafeMutableRawPointer] = unsafe []

  init(_ segment: Segment, _ weights: RankingWeights, _ norms: EffectiveLengths) {
    self.segment = segment
    self.norms = norms
    tables = segment.scoringTables(weights.impact)
    weighted = tables.weighted
    plain = tables.plain
    unsafe steps = segment.impactBounds.ofDocuments
    unsafe bounds = ImpactTables(
      ofCounts: segment.impactBounds.ofCounts, bounds: segment.impactBounds.bounds)
  }

  deinit {
    for index in unsafe buffers.indices { unsafe buffers[index].deallocate() }
  }

  /// Copies a set to memory that lives as long as the store.
  func keep(_ set: DocumentSet) -> UnsafePointer<UInt64> {
    let count = set.words.count
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: max(8, count * 8), alignment: 8)
    unsafe buffers.append(buffer)
    let words = unsafe buffer.bindMemory(to: UInt64.self, capacity: count)
    // In bounds: there is room for all.
    for (index, word) in set.words.enumerated() { unsafe words[index] = word }
    return unsafe UnsafePointer(words)
  }

  /// Copies a list to memory that lives as long as the store.
  func keep(_ list: CountedList) -> CountedPostings {
    let kept = room(for: list.documents.count)
    for index in 0..<kept.count {
      // In bounds: there is room for all.
      unsafe kept.documents[index] = list.documents[index]
      unsafe kept.frequencies[index] = list.frequencies[index]
    }
    return kept.postings
  }

  /// The same of scores, which are their own frequencies, and bounds as shares of the largest.
  func keep(scores: CountedList, largest: Float) -> CountedPostings {
    let kept = room(for: scores.documents.count)
    for index in 0..<kept.count {
      // In bounds: there is room for all.
      unsafe kept.documents[index] = scores.documents[index]
      unsafe kept.frequencies[index] = scores.frequencies[index]
      let share = (scores.frequencies[index] / largest * 255.001).rounded(.up)
      unsafe kept.impacts[index] = UInt8(min(255, share))
    }
    unsafe kept.hasImpacts.pointee = true
    let postings = kept.postings
    postings.markBlocks()
    return postings
  }

  /// The same of a rare term's postings.
  func keep(_ list: PackedPostings, _ table: FrequencyTable) -> CountedPostings {
    let kept = room(for: list.documents.count)
    for index in 0..<kept.count {
      // In bounds: there is room for all.
      unsafe kept.documents[index] = list.documents[index]
      unsafe kept.frequencies[index] = list.frequency(at: index, table.weights)
    }
    return kept.postings
  }

  /// Memory for a list, not yet filled.
  @safe private struct Room {
    let count: Int
    let documents: UnsafeMutablePointer<DocID>
    let frequencies: UnsafeMutablePointer<Float>
    let impacts: UnsafeMutablePointer<UInt8>
    let hasImpacts: UnsafeMutablePointer<Bool>
    let blocks: BlockIndex

    var postings: CountedPostings {
      unsafe CountedPostings(
        count: count, documents: UnsafePointer(documents),
        frequencies: UnsafePointer(frequencies), impacts: impacts, hasImpacts: hasImpacts,
        blocks: blocks)
    }
  }

  private func room(for count: Int) -> Room {
    let documentBytes = count * MemoryLayout<DocID>.stride
    let frequencyBytes = count * MemoryLayout<Float>.stride
    let index = BlockIndex.byteCount(postings: count, documents: segment.documentCount)
    let buffer = UnsafeMutableRawPointer.allocate(
      byteCount: index + documentBytes + frequencyBytes + count + 1, alignment: 8)
    unsafe buffers.append(buffer)
    let documents = unsafe buffer + index
    let frequencies = unsafe documents + documentBytes
    let impacts = unsafe frequencies + frequencyBytes
    let hasImpacts = unsafe (impacts + count).initializeMemory(as: Bool.self, to: false)
    return unsafe Room(
      count: count, documents: documents.bindMemory(to: DocID.self, capacity: count),
      frequencies: frequencies.bindMemory(to: Float.self, capacity: count),
      impacts: impacts.bindMemory(to: UInt8.self, capacity: count), hasImpacts: hasImpacts,
      blocks: BlockIndex(buffer, postings: count, documents: segment.documentCount))
  }
}

/// Where the postings of each block begin in a list in memory.
///
/// Most blocks have none of a rare pair, and blocks are asked for in the order of their bounds: each
/// would be searched for. Instead a bit for each block says whether it has any, and the number of
/// bits before it where its first one is.
@safe struct BlockIndex {
  // Memory of the store that made it.
  private let bits: UnsafeMutablePointer<UInt64>
  /// Blocks with postings before each word of bits.
  private let ranks: UnsafeMutablePointer<UInt32>
  /// The first posting of each block that has any.
  private let starts: UnsafeMutablePointer<UInt32>
  private let wordCount: Int

  private static func wordCount(documents: Int) -> Int { documents / 64 / 64 + 1 }

  /// The bytes it needs.
  static func byteCount(postings: Int, documents: Int) -> Int {
    let words = wordCount(documents: documents)
    return words * 8 + (words + min(postings, words * 64)) * 4 + 4
  }

  init(_ memory: UnsafeMutableRawPointer, postings: Int, documents: Int) {
    wordCount = Self.wordCount(documents: documents)
    unsafe bits = memory.initializeMemory(as: UInt64.self, repeating: 0, count: wordCount)
    unsafe ranks = (memory + wordCount * 8).bindMemory(to: UInt32.self, capacity: wordCount)
    unsafe starts = (memory + wordCount * 12).bindMemory(
      to: UInt32.self, capacity: min(postings, wordCount * 64))
  }

  /// Says where the blocks of a list begin.
  func fill(_ documents: UnsafePointer<DocID>, count: Int) {
    var found = 0
    var last = -1
    // In bounds: there is a bit for each block and a start for each that has postings.
    for index in 0..<count {
      let block = unsafe Int(documents[index] &>> 6)
      if block == last { continue }
      unsafe bits[block &>> 6] |= 1 &<< UInt64(block & 63)
      unsafe starts[found] = UInt32(truncatingIfNeeded: index)
      found &+= 1
      last = block
    }
    var rank = 0
    for word in 0..<wordCount {
      unsafe ranks[word] = UInt32(truncatingIfNeeded: rank)
      unsafe rank &+= bits[word].nonzeroBitCount
    }
  }

  /// The first posting of a block, nil where it has none.
  @inline(__always)
  func start(of block: Int) -> Int? {
    let word = unsafe bits[block &>> 6]
    let bit = UInt64(1) &<< UInt64(block & 63)
    if word & bit == 0 { return nil }
    let rank = unsafe Int(ranks[block &>> 6]) &+ (word & (bit &- 1)).nonzeroBitCount
    return unsafe Int(starts[rank])
  }
}
