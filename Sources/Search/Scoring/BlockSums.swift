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
  /// The other ones: all where there is no kernel.
  private var others: [BoundedList] = []
  private let lanes: Lanes
  /// The class of length of each document, and the bounds of impacts by class and code.
  private let classes: UnsafePointer<UInt8>
  private let bounds: UnsafePointer<UInt8>
  /// Whether the kernel is used: it is so fast that few documents of a block are not worth more
  /// thought.
  let isWide: Bool

  init(_ lists: [BoundedList], in store: ListStore, wide: Bool = Lanes.canBeWide) {
    isWide = wide && Lanes.canBeWide
    lanes = Lanes(wide: isWide)
    unsafe classes = store.classes
    unsafe bounds = store.bounds
    var rows: [impacts_list] = unsafe []
    for list in lists {
      if isWide, let arrays = list.list.rankedArrays {
        unsafe rows.append(
          impacts_list(
            maxima: arrays.maxima, bits: arrays.bits, groups: arrays.groups,
            blocks: arrays.blocks, codes: arrays.codes, last_start: arrays.lastStart,
            factor: list.factor))
      } else {
        others.append(list)
      }
    }
    unsafe rows.sort { unsafe $0.factor > $1.factor }
    rankedCount = unsafe rows.count
    unsafe ranked = .allocate(capacity: max(1, rankedCount))
    for index in 0..<rankedCount { unsafe (ranked + index).initialize(to: rows[index]) }
  }

  deinit { unsafe ranked.deallocate() }

  /// The wanted documents of a block whose sum is `least` or more.
  func documents(of block: Int, reaching least: UInt16, among wanted: UInt64) -> UInt64 {
    lanes.clear()
    for list in others { list.list.addImpacts(of: block, list.factor, to: lanes) }
    if rankedCount == 0 { return lanes.reaching(least) & wanted }
    // In bounds: lists, classes and bounds are of one segment, which has this block.
    return unsafe impacts_of_lists(
      ranked, rankedCount, block, classes + block &* 64, bounds, lanes.lanes, least, wanted)
  }
}
