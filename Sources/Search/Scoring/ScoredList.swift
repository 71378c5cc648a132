import InvertedIndex

/// A posting list as scores are made from it: who is in it, what bounds it, how often the term is
/// in a document.
///
/// A plain value that points into the memory of its `ListStore` and segment: valid while the store
/// is held.
@safe struct ScoredList {
  /// What an occurrence is worth, at most 1.
  let weight: Float
  /// Its documents are all in another list of the same leaf that bounds both.
  let isPart: Bool
  private let postings: Postings
  /// The frequencies behind codes, and those by the weights of places.
  let table: FrequencyTable
  private let weighted: FrequencyTable
  /// The steps of each document, and the bounds of impacts by steps.
  private let steps: UnsafePointer<UInt8>
  private let tables: ImpactTables
  /// A bit for each document that counts; nil where all of the list do.
  private(set) var only: UnsafePointer<UInt64>?

  private enum Postings {
    case ranked(RankedList)
    case blocked(BlockedList)
    case counted(CountedPostings)
  }

  /// - Parameter plain: whether every place counts the same.
  init(
    _ term: WeightedTerm, in store: ListStore, plain: Bool = false
  ) throws(IndexError) {
    let postings: Postings =
      switch try store.segment.list(of: term.term) {
      case .ranked(let list): .ranked(list)
      case .blocked(let list): .blocked(list)
      case .packed(let list): .counted(store.keep(list, plain ? store.plain : store.weighted))
      }
    self.init(postings, weight: term.weight, isPart: term.isPart, in: store, plain: plain)
  }

  private init(
    _ postings: Postings, weight: Float, isPart: Bool, in store: ListStore, plain: Bool = false
  ) {
    self.weight = weight
    self.isPart = isPart
    self.postings = postings
    table = plain ? store.plain : store.weighted
    weighted = store.weighted
    unsafe steps = store.steps
    tables = store.bounds
  }

  /// A list of neighbours.
  init(
    _ bigram: Bigram, in store: ListStore, plain: Bool = false
  ) throws(IndexError) {
    switch bigram {
    case .single(let document, _):
      self.init(CountedList(documents: [document], frequencies: [1]), in: store)
    case .list(let list):
      try self.init(WeightedTerm(term: list.term, weight: 1), in: store, plain: plain)
    }
  }

  /// A list that was found out for the query: where a phrase stands.
  ///
  /// - Parameter isPart: see the property.
  init(_ list: CountedList, weight: Float = 1, isPart: Bool = false, in store: ListStore) {
    self.init(.counted(store.keep(list)), weight: weight, isPart: isPart, in: store)
  }

  /// Scores of documents, `largest` at most.
  init(scores: CountedList, largest: Float, in store: ListStore) {
    self.init(
      .counted(store.keep(scores: scores, largest: largest)), weight: 1, isPart: false, in: store)
  }

  /// Adds the documents of the list to a set.
  func insert(into words: inout [UInt64]) {
    switch postings {
    // In bounds: a list has a word for each block.
    case .ranked(let list):
      for block in 0..<list.blockCount { unsafe words[block] |= list.bits[block] }
    case .blocked(let list):
      for block in 0..<list.blockCount {
        var word: UInt64 = 0
        for index in list.postings(of: block) { unsafe word |= 1 &<< UInt64(list.offsets[index]) }
        words[block] |= word
      }
    case .counted(let list):
      for index in 0..<list.count {
        let document = unsafe list.documents[index]
        words[Int(document) / 64] |= 1 << UInt64(document % 64)
      }
    }
  }

  /// This list for some of its documents. Bounds stay those of all.
  func among(_ documents: DocumentSet, in store: ListStore) -> ScoredList {
    var list = self
    unsafe list.only = store.keep(documents)
    return list
  }

  /// How often the term is in a document, weighted by place; 0 where it is not.
  func frequency(_ document: DocID) -> Float {
    // In bounds: a word for each block.
    if let only = unsafe only,
      unsafe only[Int(document &>> 6)] &>> UInt64(document & 63) & 1 == 0
    {
      return 0
    }
    if case .counted(let list) = postings { return list.frequency(document) }
    return frequency(document, table)
  }

  /// The same by the weights of places, of a list on disk.
  func modelFrequency(_ document: DocID) -> Float {
    frequency(document, weighted)
  }

  /// Whether a document is in the list.
  func contains(_ document: DocID) -> Bool {
    switch postings {
    // In bounds: a list has a word for each block.
    case .ranked(let list):
      unsafe list.bits[Int(document &>> 6)] &>> UInt64(document & 63) & 1 == 1
    case .blocked(let list): list.rank(of: document) != nil
    case .counted(let list): list.contains(document)
    }
  }

  @inline(__always)
  private func frequency(_ document: DocID, _ table: FrequencyTable) -> Float {
    let code: UInt8
    let exceptions: PostingExceptions
    switch postings {
    case .ranked(let list):
      code = list.code(of: document)
      exceptions = list.exceptions
    case .blocked(let list):
      guard let rank = list.rank(of: document) else { return 0 }
      code = list.code(at: rank)
      exceptions = list.exceptions
    case .counted: return 0
    }
    // In bounds: a code has four bits.
    return code >= Segment.firstEscapedCode
      ? exceptions.frequency(of: document, table) : unsafe table.values[Int(code)]
  }

  /// The arrays of the list, for `FrequencyReader`.
  var arrays: FrequencyReader.Postings {
    switch postings {
    case .ranked(let list): .ranked(list.arrays, list.exceptions)
    case .blocked(let list): .blocked(list.arrays, list.exceptions)
    case .counted(let list): .counted(list)
    }
  }

  /// The documents with the largest impacts, where a list on disk names them.
  var best: BestDocuments? {
    switch postings {
    case .ranked(let list): list.best
    case .blocked(let list): list.best
    case .counted: nil
    }
  }
}

// MARK: - Bounds

extension ScoredList {
  /// Makes the impacts of a list that has none on disk, once. To be called before those below.
  func prepareBounds(_ norms: EffectiveLengths) {
    if case .counted(let list) = postings { list.makeImpacts(norms) }
  }

  /// The postings as arrays, where they are that.
  var counted: CountedPostings? {
    if case .counted(let list) = postings { list } else { nil }
  }

  /// The documents of the list, where it has a bit for each.
  var bits: RankedList.Bits? {
    if case .ranked(let list) = postings { list.set } else { nil }
  }

  /// Adds `factor` times the largest impact of each block.
  func addBounds(_ factor: UInt16, to bounds: UnsafeMutablePointer<UInt16>) {
    switch postings {
    case .ranked(let list): unsafe Self.add(list.maxima, list.blockCount, factor, bounds)
    case .blocked(let list): unsafe Self.add(list.maxima, list.blockCount, factor, bounds)
    case .counted(let list):
      var index = 0
      while index < list.count {
        let block = unsafe Int(list.documents[index]) / 64
        var largest: UInt8 = 0
        while index < list.count, unsafe Int(list.documents[index]) / 64 == block {
          unsafe largest = max(largest, list.impacts[index])
          index += 1
        }
        unsafe bounds[block] &+= UInt16(largest) &* factor
      }
    }
  }

  private static func add(
    _ maxima: UnsafePointer<UInt8>, _ count: Int, _ factor: UInt16,
    _ bounds: UnsafeMutablePointer<UInt16>
  ) {
    // &+ and &*: factors of a query add up to 257 at most, so that sums stay below 65,536.
    for block in 0..<count { unsafe bounds[block] &+= UInt16(maxima[block]) &* factor }
  }

  /// Adds `factor` times the impact of each document of a block to its lane: the plain way.
  func addImpacts(of block: Int, _ factor: UInt16, to lanes: borrowing Lanes) {
    switch postings {
    case .ranked(let list):
      unsafe lanes.add(
        list.bits[block], list.codes(of: block), documents: steps + block &* 64,
        bounds: tables, largest: list.maxima[block], factor)
    case .blocked(let list):
      let largest = unsafe list.maxima[block]
      for index in list.postings(of: block) {
        let offset = unsafe Int(list.offsets[index]) & 63
        let impact = unsafe tables.bound(
          code: list.code(at: index), document: steps[block &* 64 &+ offset])
        lanes.add(UInt16(min(impact, largest)) &* factor, at: offset)
      }
    case .counted(let list): list.addImpacts(of: block, factor, to: lanes)
    }
  }
}

extension CountedPostings {
  @inline(__always)
  func addImpacts(of block: Int, _ factor: UInt16, to lanes: borrowing Lanes) {
    guard var index = blocks.start(of: block) else { return }
    // In bounds: below the count.
    while unsafe index < count && Int(documents[index] &>> 6) == block {
      unsafe lanes.add(UInt16(impacts[index]) &* factor, at: Int(documents[index] & 63))
      index &+= 1
    }
  }
}

/// Documents with their frequencies, in memory.
struct CountedList {
  /// Rising.
  let documents: [DocID]
  let frequencies: [Float]

  /// This list with `times` the frequencies of another added.
  func adding(_ other: CountedList, times: Float) -> CountedList {
    var documents: [DocID] = []
    var frequencies: [Float] = []
    var (left, right) = (0, 0)
    while left < self.documents.count || right < other.documents.count {
      let own = left < self.documents.count ? self.documents[left] : .max
      let next = right < other.documents.count ? other.documents[right] : .max
      var frequency: Float = 0
      if own <= next {
        frequency += self.frequencies[left]
        left += 1
      }
      if next <= own {
        frequency += times * other.frequencies[right]
        right += 1
      }
      documents.append(min(own, next))
      frequencies.append(frequency)
    }
    return CountedList(documents: documents, frequencies: frequencies)
  }

  /// This list with a frequency of 1 for those of a set that it lacks.
  func atLeastOnce(in set: DocumentSet) -> CountedList {
    var missing = set
    for document in documents { missing.remove(Int(document)) }
    var others: [DocID] = []
    missing.visit { others.append(DocID($0)) }
    return adding(
      CountedList(documents: others, frequencies: others.map { _ in 1 }), times: 1)
  }
}

extension CountedList {
  /// The candidates that have something, and how often; of those looked at before time runs out.
  init(
    among candidates: DocumentSet, _ deadline: Deadline?,
    _ frequency: (DocID) throws(IndexError) -> Float
  ) throws(IndexError) {
    var documents: [DocID] = []
    var frequencies: [Float] = []
    var looked = 0
    var isLate = false
    try candidates.visit { document throws(IndexError) in
      looked += 1
      if looked % 256 == 0, let deadline, deadline.hasPassed { isLate = true }
      if isLate { return }
      let count = try frequency(DocID(document))
      if count > 0 {
        documents.append(DocID(document))
        frequencies.append(count)
      }
    }
    self.init(documents: documents, frequencies: frequencies)
  }
}

/// The same as arrays that a store keeps.
@safe struct CountedPostings {
  let count: Int
  /// Rising.
  let documents: UnsafePointer<DocID>
  let frequencies: UnsafePointer<Float>
  /// Filled by `makeImpacts`: most of these lists are short and never bounded.
  let impacts: UnsafeMutablePointer<UInt8>
  private let hasImpacts: UnsafeMutablePointer<Bool>
  /// Filled with the impacts.
  let blocks: BlockIndex

  init(
    count: Int, documents: UnsafePointer<DocID>, frequencies: UnsafePointer<Float>,
    impacts: UnsafeMutablePointer<UInt8>, hasImpacts: UnsafeMutablePointer<Bool>,
    blocks: BlockIndex
  ) {
    self.blocks = blocks
    self.count = count
    unsafe self.documents = documents
    unsafe self.frequencies = frequencies
    unsafe self.impacts = impacts
    unsafe self.hasImpacts = hasImpacts
  }

  fileprivate func makeImpacts(_ norms: EffectiveLengths) {
    if unsafe hasImpacts.pointee { return }
    // In bounds: all arrays have `count` values.
    for index in 0..<count {
      unsafe impacts[index] = norms.impact(frequencies[index], documents[index])
    }
    markBlocks()
    unsafe hasImpacts.pointee = true
  }

  func markBlocks() { unsafe blocks.fill(documents, count: count) }

  /// The frequency of a document, 0 where it is not in the list.
  func frequency(_ document: DocID) -> Float {
    if unsafe hasImpacts.pointee {
      guard var index = blocks.start(of: Int(document &>> 6)) else { return 0 }
      // In bounds: below the count.
      while unsafe index < count && documents[index] < document { index &+= 1 }
      return unsafe index < count && documents[index] == document ? frequencies[index] : 0
    }
    let index = firstIndex(from: document)
    return unsafe index < count && documents[index] == document ? frequencies[index] : 0
  }

  fileprivate func contains(_ document: DocID) -> Bool {
    let index = firstIndex(from: document)
    return unsafe index < count && documents[index] == document
  }

  /// The first posting of `document` or a later one.
  func firstIndex(from document: DocID) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low &+ high) / 2
      if unsafe documents[middle] < document { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
