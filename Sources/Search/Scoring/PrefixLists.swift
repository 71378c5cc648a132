import InvertedIndex
import Synchronization

/// The postings of all terms of a prefix on one segment, as few clauses.
///
/// A beginning of two letters stands for hundreds of terms, most of them in one or two documents.
/// The few frequent ones are clauses like words; the scores of all others are computed at once,
/// posting by posting, and summed by document: one more clause, whose list holds scores.
struct PrefixLists {
  /// What adds to the score.
  private(set) var clauses: [Clause] = []
  /// Lists of documents that match: those of the clauses and the terms that are not scored.
  private var found: [ScoredList] = []

  /// So many terms of all prefixes are clauses of their own: bounds are sums of 64 lists at most,
  /// and other words of the query need some.
  static let frequentLimit = 40
  /// So many rare terms are added up between two looks at the deadline.
  private static let packedAtOnce = 256

  /// - Parameters:
  ///   - frequentLimit: so many terms may be clauses.
  ///   - saturation: `k1 + 1`, nil where the prefix adds nothing to the score.
  ///   - deadline: when it has passed the rest is left out.
  init(
    _ terms: [PrefixTerm], in store: ListStore, frequentLimit: Int, saturation: Float?,
    deadline: Deadline?
  ) throws(IndexError) {
    let segment = store.segment
    var frequent = terms.filter { !segment.isPacked($0.info) }
    frequent.sort { $0.info.documentFrequency > $1.info.documentFrequency }
    let sums = SumPool.shared.take(segment.documentCount)
    // An error in between leaves sums behind: they are not put back then.
    var scored = 0
    for term in frequent {
      if let deadline, deadline.hasPassed { break }
      let list = try ScoredList(WeightedTerm(term: term.info, weight: term.weight), in: store)
      found.append(list)
      guard let rarity = term.rarity, let saturation else { continue }
      if scored < frequentLimit {
        clauses.append(Clause(lists: [list], scale: rarity * saturation))
        scored += 1
      } else {
        sums.add(list, scale: rarity * saturation, store.norms)
      }
    }
    let packed = terms.filter { segment.isPacked($0.info) }
    var next = 0
    while next < packed.count {
      if let deadline, deadline.hasPassed { break }
      let end = min(packed.count, next + Self.packedAtOnce)
      try sums.add(packed: Array(packed[next..<end]), saturation: saturation, store)
      next = end
    }
    let rare = sums.list()
    SumPool.shared.putBack(sums)
    if rare.documents.isEmpty { return }
    let largest = rare.frequencies.reduce(0, max)
    let list = ScoredList(scores: rare, largest: max(largest, .leastNormalMagnitude), in: store)
    found.append(list)
    if largest > 0 { clauses.append(Clause(lists: [list], scale: largest, isSum: true)) }
  }

  /// Terms that count as one word, each for its worth.
  ///
  /// - Parameter scale: the rarity times `k1 + 1`; nil where nothing is scored.
  init(
    oneWord terms: [PrefixTerm], scale: Float?, in store: ListStore
  ) throws(IndexError) {
    let sums = SumPool.shared.take(store.segment.documentCount)
    for term in terms {
      sums.add(
        frequenciesOf: try ScoredList(WeightedTerm(term: term.info, weight: term.weight), in: store)
      )
    }
    let list = ScoredList(sums.list(), in: store)
    SumPool.shared.putBack(sums)
    found = [list]
    if let scale { clauses = [Clause(lists: [list], scale: scale)] }
  }

  /// The documents that have any of the terms.
  func documents(blockCount: Int) -> DocumentSet {
    var words = [UInt64](repeating: 0, count: blockCount)
    for list in found { list.insert(into: &words) }
    return DocumentSet(words: words)
  }
}

/// A number and a bit for every document of a segment, for sums over many lists.
///
/// Kept from query to query, so that a query pays for the documents it touches only. All numbers
/// are 0 between two uses. `@unchecked Sendable`: it is either in the pool, where nobody uses it,
/// or with the one caller that took it out.
@safe final class DocumentSums: @unchecked Sendable {
  let count: Int
  // Owned by this object, `count` numbers and a word for each 64 of them. No arrays: fields of
  // classes are checked for exclusive access at every touch, a third of the time of all this.
  private let sums: UnsafeMutablePointer<Float>
  private let touched: UnsafeMutablePointer<UInt64>
  private let wordCount: Int

  init(count: Int) {
    self.count = count
    wordCount = (count + 63) / 64
    unsafe sums = .allocate(capacity: count)
    unsafe sums.initialize(repeating: 0, count: count)
    unsafe touched = .allocate(capacity: wordCount)
    unsafe touched.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    unsafe sums.deallocate()
    unsafe touched.deallocate()
  }

  /// Adds the scores of all postings of a list.
  func add(_ list: ScoredList, scale: Float, _ norms: EffectiveLengths) {
    var words = [UInt64](repeating: 0, count: wordCount)
    list.insert(into: &words)
    DocumentSet(words: words).visit { document in
      precondition(document < count, "a list of another segment")
      let frequency = list.weight * list.frequency(DocID(document))
      // In bounds: checked above.
      unsafe sums[document] += scale * frequency / (frequency + norms.norm(DocID(document)))
      unsafe touched[document / 64] |= 1 << UInt64(document % 64)
    }
  }

  /// Adds the weighted frequencies of all postings of a list.
  func add(frequenciesOf list: ScoredList) {
    var words = [UInt64](repeating: 0, count: wordCount)
    list.insert(into: &words)
    DocumentSet(words: words).visit { document in
      precondition(document < count, "a list of another segment")
      // In bounds: checked above.
      unsafe sums[document] += list.weight * list.frequency(DocID(document))
      unsafe touched[document / 64] |= 1 << UInt64(document % 64)
    }
  }

  /// Adds those of rare terms; terms without rarity are touched only.
  ///
  /// - Parameter saturation: nil where nothing is scored.
  func add(
    packed terms: [PrefixTerm], saturation: Float?, _ store: ListStore
  ) throws(IndexError) {
    precondition(store.segment.documentCount == count, "a list of another segment")
    let norms = store.norms
    let (sums, touched) = unsafe (self.sums, self.touched)
    try store.segment.forEachBlock(ofPacked: terms.map(\.info), store.weighted.weights) {
      place, block in
      // In bounds: a block holds `count` documents of the segment.
      for index in 0..<block.count {
        let document = unsafe Int(block.documents[index])
        unsafe touched[document &>> 6] |= 1 &<< UInt64(document & 63)
      }
      guard let saturation, let rarity = terms[place].rarity else { return }
      let scale = rarity * saturation
      let weight = terms[place].weight
      for index in 0..<block.count {
        let document = unsafe block.documents[index]
        let frequency = unsafe weight * block.frequencies[index]
        unsafe sums[Int(document)] += scale * frequency / (frequency + norms.norm(document))
      }
    }
  }

  /// The documents touched and their sums, which are forgotten.
  func list() -> CountedList {
    var total = 0
    for word in 0..<wordCount { unsafe total += touched[word].nonzeroBitCount }
    var documents: [DocID] = []
    var scores: [Float] = []
    documents.reserveCapacity(total)
    scores.reserveCapacity(total)
    for word in 0..<wordCount {
      var rest = unsafe touched[word]
      unsafe touched[word] = 0
      while rest != 0 {
        // In bounds: bits are set for documents only.
        let document = word &* 64 &+ rest.trailingZeroBitCount
        documents.append(DocID(document))
        unsafe scores.append(sums[document])
        unsafe sums[document] = 0
        rest &= rest &- 1
      }
    }
    return CountedList(documents: documents, frequencies: scores)
  }
}

/// Sums that were used before, by number of documents.
private final class SumPool: Sendable {
  static let shared = SumPool()

  /// So many are kept.
  private static let limit = 8

  private let idle = Mutex<[DocumentSums]>([])

  func take(_ count: Int) -> DocumentSums {
    let known = idle.withLock { idle in
      idle.lastIndex { $0.count == count }.map { idle.remove(at: $0) }
    }
    return known ?? DocumentSums(count: count)
  }

  func putBack(_ sums: DocumentSums) {
    idle.withLock { idle in
      if idle.count == Self.limit { idle.removeFirst() }
      idle.append(sums)
    }
  }
}
