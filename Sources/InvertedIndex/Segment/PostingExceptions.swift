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
  private let documentCount: Int
  private let base: UnsafeRawPointer?
  /// Bytes behind the codes.
  private let rest: Int
  /// The counts of each code, those of `RareCounts`.
  private let rare: UnsafePointer<UInt64>

  private static let groupSize = 1 << 12
  /// A place and counts.
  private static let rowSize = 12
  /// A search goes so many documents at a time.
  private static let step = 16

  private static func groups(documents: Int) -> Int {
    (documents + groupSize - 1) / groupSize
  }

  init(
    _ raw: UnsafeRawBufferPointer, documents: Int, _ rare: RareCounts, owner: SectionReader
  ) throws(IndexError) {
    unsafe self.rare = unsafe rare.values
    groupCount = Self.groups(documents: documents)
    documentCount = documents
    guard raw.count >= 4 else { throw owner.damaged(.postings, "a list is cut") }
    count = Int(UInt32(littleEndian: unsafe raw.loadUnaligned(as: UInt32.self)))
    rest = raw.count - 4 - groupCount * 4 - count * 3
    guard rest >= 0 else { throw owner.damaged(.postings, "a list of exceptions is cut") }
    unsafe base = raw.baseAddress.map { unsafe $0 + 4 }
  }

  /// The weighted frequency of a document whose counts have no code.
  package func frequency(of document: DocID, _ weights: ImpactWeights) -> Float {
    // A document that is missing among the exceptions lost its counts: it has at least one.
    counts(of: document).map { weights.frequency($0) } ?? 1
  }

  /// The counts of a document, nil when it is not among the exceptions.
  func counts(of document: DocID) -> PostingCounts? {
    guard let base = unsafe base else { return nil }
    let group = Int(document) / Self.groupSize
    guard group < groupCount else { return nil }
    let wanted = UInt16(truncatingIfNeeded: document)
    let first = min(unsafe start(base, group), count)
    let end = group + 1 < groupCount ? min(unsafe start(base, group + 1), count) : count
    let low = unsafe place(
      of: wanted, base, first..<max(first, end),
      documents: min(Self.groupSize, documentCount - group * Self.groupSize))
    guard low < end, unsafe number(base, low) == wanted else { return nil }
    let names = unsafe base + groupCount * 4 + count * 2
    // In bounds: the list was found to hold a code for each.
    let code = unsafe names.load(fromByteOffset: low, as: UInt8.self)
    if code != CountCodes.rareEscape {
      // In bounds: a table has a place for each code.
      return PostingCounts(packed: unsafe rare[Int(code)])
    }
    return unsafe writtenCounts(at: low, names + count)
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
  /// Documents are spread about evenly over the `documents` of a group: the search begins near where
  /// that would put this one, goes back and forth in steps, and walks the last one.
  @inline(__always)
  private func place(
    of wanted: UInt16, _ base: UnsafeRawPointer, _ range: Range<Int>, documents: Int
  ) -> Int {
    let offset = Int(wanted) & (Self.groupSize &- 1)
    var place =
      range.lowerBound &+ range.count &* offset / max(1, documents) &- Self.step / 2
    place = max(range.lowerBound, min(place, range.upperBound &- Self.step))
    // In bounds: all places are in the range, which the list was found to hold.
    while place > range.lowerBound, unsafe number(base, place) > wanted {
      place = max(range.lowerBound, place &- Self.step)
    }
    while place &+ Self.step < range.upperBound,
      unsafe number(base, place &+ Self.step) <= wanted
    {
      place &+= Self.step
    }
    while place < range.upperBound, unsafe number(base, place) < wanted { place &+= 1 }
    return place
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
