internal import CCodes

/// Documents of a list whose counts have no code of four bits, rising.
///
/// ```
/// exceptions = count:u32 starts:u32[D] documents:u16[count] codes:u8[count] { place:u32 counts:u64 }*
/// ```
/// `starts` says for each 4,096 documents of the segment, `D` times, how many exceptions are before
/// them; `documents` are the low halves of their numbers. A code names counts as `CountCodes` says;
/// those with the code 255 are written out behind their places among the exceptions.
@safe package struct PostingExceptions: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  private let count: Int
  private let groupCount: Int
  private let base: UnsafeRawPointer?
  /// Bytes behind the codes.
  private let rest: Int
  /// The counts of each code, those of `RareCounts`.
  private let rare: UnsafePointer<UInt64>

  private static let groupSize = 1 << 12
  /// A place and counts.
  private static let rowSize = 12
  /// A search begins with so many documents at a time.
  private static let step = 8

  private static func groups(documents: Int) -> Int {
    (documents + groupSize - 1) / groupSize
  }

  init(
    _ raw: UnsafeRawBufferPointer, documents: Int, _ rare: RareCounts, owner: SectionReader
  ) throws(IndexError) {
    unsafe self.rare = unsafe rare.values
    groupCount = Self.groups(documents: documents)
    guard raw.count >= 4 else { throw owner.damaged(.postings, "a list is cut") }
    count = Int(UInt32(littleEndian: unsafe raw.loadUnaligned(as: UInt32.self)))
    rest = raw.count - 4 - groupCount * 4 - count * 3
    guard rest >= 0 else { throw owner.damaged(.postings, "a list of exceptions is cut") }
    unsafe base = raw.baseAddress.map { unsafe $0 + 4 }
  }

  /// The weighted frequency of a document whose counts have no code.
  package func frequency(of document: DocID, _ table: FrequencyTable) -> Float {
    // A document that is missing among the exceptions lost its counts: it has at least one.
    guard let place = place(of: document), let names = unsafe names else { return 1 }
    // In bounds: the list was found to hold a code for each; a table has a place for each code.
    let code = unsafe names.load(fromByteOffset: place, as: UInt8.self)
    if code != CountCodes.rareEscape { return unsafe table.rare[Int(code)] }
    return unsafe writtenCounts(at: place, names + count).map { table.weights.frequency($0) } ?? 1
  }

  /// The counts of a document, nil when it is not among the exceptions.
  func counts(of document: DocID) -> PostingCounts? {
    guard let place = place(of: document), let names = unsafe names else { return nil }
    // In bounds: as above.
    let code = unsafe names.load(fromByteOffset: place, as: UInt8.self)
    if code != CountCodes.rareEscape { return PostingCounts(packed: unsafe rare[Int(code)]) }
    return unsafe writtenCounts(at: place, names + count)
  }

  /// The codes of all exceptions.
  private var names: UnsafeRawPointer? {
    unsafe base.map { unsafe $0 + groupCount * 4 + count * 2 }
  }

  /// The place of a document among the exceptions, nil when it is none.
  private func place(of document: DocID) -> Int? {
    guard let base = unsafe base else { return nil }
    let group = Int(document) / Self.groupSize
    guard group < groupCount else { return nil }
    let wanted = UInt16(truncatingIfNeeded: document)
    let first = min(unsafe start(base, group), count)
    let end = group + 1 < groupCount ? min(unsafe start(base, group + 1), count) : count
    let place = unsafe place(of: wanted, base, first..<max(first, end))
    return unsafe place < end && number(base, place) == wanted ? place : nil
  }

  /// Has the processor fetch what a document's counts will be read from.
  package func expect(_ document: DocID) {
    let group = Int(document) / Self.groupSize
    guard let base = unsafe base, let names = unsafe names, group < groupCount else { return }
    let first = unsafe start(base, group)
    let end = group + 1 < groupCount ? unsafe start(base, group + 1) : count
    let wanted = UInt16(truncatingIfNeeded: document)
    let place = min(count, Self.guess(of: wanted, first..<max(first, end)))
    unsafe codes_expect(base + groupCount * 4 + place * 2)
    unsafe codes_expect(names + place)
  }

  /// Where a document would be if those of a group were spread evenly over its range.
  private static func guess(of wanted: UInt16, _ range: Range<Int>) -> Int {
    range.lowerBound &+ range.count &* (Int(wanted) & (groupSize &- 1)) / groupSize
  }

  /// The counts that are written out for the exception at a place.
  private func writtenCounts(at place: Int, _ rows: UnsafeRawPointer) -> PostingCounts? {
    var low = 0
    var high = rest / Self.rowSize
    while low < high {
      let middle = (low + high) / 2
      // In bounds: `rest` bytes are behind the codes.
      let row = unsafe rows + middle * Self.rowSize
      let found = Int(UInt32(littleEndian: unsafe row.loadUnaligned(as: UInt32.self)))
      if found == place {
        let packed = unsafe row.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
        return PostingCounts(packed: UInt64(littleEndian: packed))
      }
      if found < place { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// The first place in a range whose document is not less.
  ///
  /// The search begins where the document would be if those of a group were spread evenly over it,
  /// goes back or forth in steps that double, and halves the last one (Bentley and Yao 1976,
  /// doi:10.1016/0020-0190(76)90071-5).
  @inline(__always)
  private func place(
    of wanted: UInt16, _ base: UnsafeRawPointer, _ range: Range<Int>
  ) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    let guess = Self.guess(of: wanted, range)
    var step = Self.step
    // In bounds: all places are in the range, which the list was found to hold.
    if guess < high, unsafe number(base, guess) < wanted {
      low = guess &+ 1
      while low &+ step < high, unsafe number(base, low &+ step) < wanted {
        low = low &+ step &+ 1
        step &*= 2
      }
      high = min(high, low &+ step)
    } else {
      high = guess
      while high &- step >= low, unsafe number(base, high &- step) >= wanted {
        high &-= step
        step &*= 2
      }
      low = max(low, high &- step)
    }
    while low < high {
      let middle = (low &+ high) / 2
      if unsafe number(base, middle) < wanted { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  private func start(_ base: UnsafeRawPointer, _ group: Int) -> Int {
    // In bounds: group < groupCount.
    Int(UInt32(littleEndian: unsafe base.loadUnaligned(fromByteOffset: group * 4, as: UInt32.self)))
  }

  private func number(_ base: UnsafeRawPointer, _ index: Int) -> UInt16 {
    // In bounds: index < count, and the list was found to hold so many.
    UInt16(
      littleEndian: unsafe base.loadUnaligned(
        fromByteOffset: groupCount * 4 + index * 2, as: UInt16.self))
  }

  /// An exception to be written.
  struct Row {
    var document: DocID
    var counts: PostingCounts
  }

  /// - Parameter documents: of the segment.
  static func encode(
    _ rows: [Row], documents: Int, codes: CountCodes, into buffer: inout ByteBuffer
  ) {
    buffer.write(UInt32(rows.count))
    var next = 0
    for group in 0..<groups(documents: documents) {
      while next < rows.count, Int(rows[next].document) / groupSize < group { next += 1 }
      buffer.write(UInt32(next))
    }
    for row in rows { buffer.write(UInt16(truncatingIfNeeded: row.document)) }
    var uncoded = 0
    for row in rows {
      let code = codes.rareCode(of: row.counts)
      buffer.write(code)
      if code == CountCodes.rareEscape { uncoded += 1 }
    }
    guard uncoded > 0 else { return }
    for (place, row) in rows.enumerated()
    where codes.rareCode(of: row.counts) == CountCodes.rareEscape {
      buffer.write(UInt32(place))
      buffer.write(row.counts.packed)
    }
  }
}

/// The counts that exceptions name by codes, in memory that lives as long as the segment.
@safe final class RareCounts: @unchecked Sendable {
  // Written once.
  /// Packed counts, one for each of 256 codes; 1 for codes that name none.
  let values: UnsafePointer<UInt64>
  private let owned: UnsafeMutablePointer<UInt64>

  init(_ codes: CountCodes) {
    let one = PostingCounts(frequency: 1, title: 0, low: 0)
    unsafe owned = .allocate(capacity: 256)
    for code in 0..<256 {
      let counts = code < codes.rare.count ? codes.rare[code] : one
      unsafe (owned + code).initialize(to: counts.packed)
    }
    unsafe values = UnsafePointer(owned)
  }

  deinit { unsafe owned.deallocate() }
}
