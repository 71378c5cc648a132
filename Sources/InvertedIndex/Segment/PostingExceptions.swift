/// Documents of a list whose counts have no code of four bits, rising.
///
/// ```
/// exceptions = count:u32 starts:u32[D] documents:u16[count] codes:u8[count] counts:u64*
/// ```
/// `starts` says for each 65,536 documents of the segment, `D` times, how many exceptions are before
/// them; `documents` are the low halves of their numbers. A code names counts as `CountCodes` says;
/// those with the code 255 are written out in `counts`, in order.
@safe package struct PostingExceptions: @unchecked Sendable {
  // Immutable memory, kept by the segment.
  private let count: Int
  private let groupCount: Int
  private let base: UnsafeRawPointer?
  /// Bytes behind the codes.
  private let rest: Int
  /// The counts of each code, those of `RareCounts`.
  private let rare: UnsafePointer<UInt64>

  private static let groupSize = 1 << 16

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
    let low = unsafe place(of: wanted, base, first..<max(first, end))
    guard low < end, unsafe number(base, low) == wanted else { return nil }
    let names = unsafe base + groupCount * 4 + count * 2
    // In bounds: the list was found to hold a code for each.
    let code = unsafe names.load(fromByteOffset: low, as: UInt8.self)
    if code != CountCodes.rareEscape {
      // In bounds: a table has a place for each code.
      return PostingCounts(packed: unsafe rare[Int(code)])
    }
    var place = 0
    for index in 0..<low
    where unsafe names.load(fromByteOffset: index, as: UInt8.self) == CountCodes.rareEscape {
      place += 1
    }
    guard place * 8 + 8 <= rest else { return nil }
    let packed = unsafe names.loadUnaligned(fromByteOffset: count + place * 8, as: UInt64.self)
    return PostingCounts(packed: UInt64(littleEndian: packed))
  }

  /// The first place in a range whose document is not less.
  ///
  /// Documents are spread over a group about evenly: the search begins where that would put this
  /// one, and goes on in steps that double until it is between two.
  @inline(__always)
  private func place(
    of wanted: UInt16, _ base: UnsafeRawPointer, _ range: Range<Int>
  ) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    if low == high { return low }
    let guess = low &+ (high &- low) &* Int(wanted) &>> 16
    var step = 2
    // In bounds: all places are in the range, which the list was found to hold.
    if unsafe number(base, guess) < wanted {
      low = guess &+ 1
      while low < high {
        let next = min(high &- 1, low &+ step)
        if unsafe number(base, next) >= wanted {
          high = next
          break
        }
        low = next &+ 1
        step &*= 2
      }
    } else {
      high = guess
      while low < high {
        let next = max(low, high &- step)
        if unsafe number(base, next) < wanted {
          low = next &+ 1
          break
        }
        high = next
        step &*= 2
      }
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

  /// - Parameter documents: of the segment.
  static func encode(
    _ rows: [(document: DocID, counts: PostingCounts)], documents: Int, codes: CountCodes
  ) -> [UInt8] {
    var writer = ByteWriter(capacity: 8 + rows.count * 4)
    writer.write(UInt32(rows.count))
    var next = 0
    for group in 0..<groups(documents: documents) {
      while next < rows.count, Int(rows[next].document) / groupSize < group { next += 1 }
      writer.write(UInt32(next))
    }
    for row in rows { writer.write(UInt16(truncatingIfNeeded: row.document)) }
    for row in rows { writer.write(codes.rareCode(of: row.counts)) }
    for row in rows where codes.rareCode(of: row.counts) == CountCodes.rareEscape {
      writer.write(row.counts.packed)
    }
    return writer.bytes
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
