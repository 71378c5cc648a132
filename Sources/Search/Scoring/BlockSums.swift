internal import CImpacts
import InvertedIndex

/// The sums of the bounds of all lists of a query, a block of 64 documents at a time.
///
/// Lists with a bit for each document are most of the work: `CImpacts` adds all of them in registers
/// and leaves a block as soon as none of its documents can be of interest. The plain way adds every
/// posting of every list.
@safe struct BlockSums: ~Copyable {
  /// The lists that the kernel adds, those with the largest factors first.
  private let ranked: UnsafeMutablePointer<impacts_list>
  private let rankedCount: Int
  private let isRankedOnly: Bool
  // The other ones, apart by kind: small values, since they are copied for each block. All lists are
  // `plain` where there is no kernel.
  private let blocked: [BlockedSum]
  /// The lists in memory, added up beforehand.
  let sparse: SparseSums?
  private let plain: [BoundedList]
  private let lanes: Lanes
  /// The steps of each document, and the bounds of impacts by steps.
  private let steps: UnsafePointer<UInt8>
  private let tables: ImpactTables
  /// Whether the kernel is used: it is so fast that few documents of a block are not worth more
  /// thought.
  let isWide: Bool

  @safe private struct BlockedSum {
    let arrays: BlockedList.Arrays
    let maxima: UnsafePointer<UInt8>
    let factor: UInt16
  }

  init(_ lists: [BoundedList], in store: ListStore, wide: Bool = Lanes.canBeWide) {
    let isWide = wide && Lanes.canBeWide
    let ranked = UnsafeMutablePointer<impacts_list>.allocate(capacity: max(1, lists.count))
    var rankedCount = 0
    var blocked: [BlockedSum] = []
    var plain: [BoundedList] = []
    var sparse: SparseSums?
    for list in lists {
      if !isWide {
        plain.append(list)
        continue
      }
      switch list.list.arrays {
      case .ranked(let arrays, _):
        // In bounds: there is room for all lists.
        unsafe (ranked + rankedCount).initialize(
          to: impacts_list(
            maxima: arrays.maxima, bits: arrays.bits, groups: arrays.groups,
            blocks: arrays.blocks, codes: arrays.codes, last_start: arrays.lastStart,
            factor: list.factor))
        rankedCount += 1
      case .blocked(let arrays, _):
        unsafe blocked.append(
          BlockedSum(arrays: arrays, maxima: arrays.maxima, factor: list.factor))
      case .counted(let postings):
        let sums =
          sparse ?? SparseSums.take(blockCount: (store.segment.documentCount + 63) / 64)
        sums.add(postings, factor: list.factor)
        sparse = sums
      }
    }
    var rows = unsafe UnsafeMutableBufferPointer(start: ranked, count: rankedCount)
    unsafe rows.sort { unsafe $0.factor > $1.factor }
    self.isWide = isWide
    self.rankedCount = rankedCount
    isRankedOnly = rankedCount > 0 && blocked.isEmpty && plain.isEmpty
    unsafe self.ranked = unsafe ranked
    self.blocked = blocked
    self.plain = plain
    self.sparse = sparse
    lanes = Lanes(wide: isWide)
    unsafe steps = store.steps
    tables = store.bounds
  }

  deinit {
    unsafe ranked.deallocate()
    sparse?.putBack()
  }

  /// The wanted documents of a block whose sum is `least` or more.
  ///
  /// - Parameter bound: that of the block, over all lists.
  func documents(
    of block: Int, bound: UInt16, reaching least: UInt16, among wanted: UInt64
  ) -> UInt64 {
    if isRankedOnly {
      // In bounds: lists, steps and tables are of one segment, which has this block.
      return unsafe impacts_of_lists(
        ranked, rankedCount, block, steps + block &* 64, tables.ofCounts, tables.bounds,
        sparse?.sums(of: block), UInt32(bound), least, wanted)
    }
    if let sums = unsafe sparse?.sums(of: block) { unsafe lanes.set(sums) } else { lanes.clear() }
    for list in plain { list.list.addImpacts(of: block, list.factor, to: lanes) }
    var rest = UInt32(bound)
    for index in blocked.indices { rest &-= add(blocked[index], of: block) }
    if rankedCount == 0 { return lanes.reaching(least) & wanted }
    // In bounds: as above.
    return unsafe impacts_of_lists(
      ranked, rankedCount, block, steps + block &* 64, tables.ofCounts, tables.bounds, lanes.lanes,
      rest, least, wanted)
  }

  /// Mostly the first lists tell that a block is of no interest.
  private static let expected = 4

  /// Has the processor fetch a block that is asked for soon.
  @inline(__always)
  func expect(_ block: Int) {
    if isWide {
      unsafe impacts_expect(
        ranked, min(rankedCount, Self.expected), block, steps + block &* 64)
    }
  }

  /// - Returns: the bound of the list in the block.
  @inline(__always)
  private func add(_ list: BlockedSum, of block: Int) -> UInt32 {
    // In bounds: a list has a largest impact, and a start, for each block and one more.
    let largest = unsafe list.maxima[block]
    if largest == 0 { return 0 }
    let arrays = list.arrays
    var index = arrays.start(of: block)
    let end = arrays.start(of: block &+ 1)
    while index < end {
      let offset = unsafe Int(arrays.offsets[index]) & 63
      let pair = unsafe arrays.codes[index &>> 1]
      let code = index & 1 == 0 ? pair & 15 : pair &>> 4
      let impact = unsafe tables.bound(code: code, document: steps[block &* 64 &+ offset])
      lanes.add(UInt16(min(impact, largest)) &* list.factor, at: offset)
      index &+= 1
    }
    return UInt32(largest) &* UInt32(list.factor)
  }
}

extension BlockedList.Arrays {
  /// The first posting of a block, of the one behind the last the end; inside whatever the file says.
  @inline(__always)
  func start(of block: Int) -> Int {
    unsafe min(count, Int(groups[block &>> 10]) &+ Int(blocks[block]))
  }
}
