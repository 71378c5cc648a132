/// A section of numbers that take only as many bits as the largest of them needs.
///
/// ```
/// numbers = width:u8 zeros:u8[7] packed zeros:u8[8]
/// ```
/// `packed` are `width` bits a number, lowest bit first, without gaps; 57 bits at most.
@safe struct PackedNumbers: @unchecked Sendable {
  // Immutable memory of the file, kept by `owner`.
  let count: Int
  private let width: Int
  private let mask: UInt64
  private let base: UnsafeRawPointer?
  private let owner: SectionReader

  private static let headSize = 8
  private static let widest = 57

  /// Bytes of all.
  private let size: Int

  init(_ sections: SectionReader, _ section: Section, count: Int) throws(IndexError) {
    let raw = unsafe try sections.bytes(section)
    try unsafe self.init(raw, count: count, sections, section)
    guard raw.count == size else {
      throw sections.damaged(section, "it does not hold \(count) numbers")
    }
  }

  /// Several arrays of numbers that follow each other in a section.
  static func columns(
    _ sections: SectionReader, _ section: Section, counts: [Int]
  ) throws(IndexError) -> [PackedNumbers] {
    let raw = unsafe try sections.bytes(section)
    let (result, end) = try unsafe columns(of: raw, counts: counts, sections, section)
    guard end == raw.count else {
      throw sections.damaged(section, "it does not hold \(counts) numbers")
    }
    return result
  }

  /// Several arrays of numbers that follow each other in a part of a section, and where they end.
  static func columns(
    of raw: UnsafeRawBufferPointer, counts: [Int], _ sections: SectionReader, _ section: Section
  ) throws(IndexError) -> (arrays: [PackedNumbers], end: Int) {
    var offset = 0
    var result: [PackedNumbers] = []
    for count in counts {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: raw[min(offset, raw.count)...])
      let numbers = try unsafe PackedNumbers(rest, count: count, sections, section)
      offset += numbers.size
      result.append(numbers)
    }
    return (result, offset)
  }

  private init(
    _ raw: UnsafeRawBufferPointer, count: Int, _ sections: SectionReader, _ section: Section
  ) throws(IndexError) {
    let head = unsafe raw.first ?? UInt8.max
    size = Self.headSize + (count * Int(head) + 7) / 8 + BitPacking.overread
    guard Int(head) <= Self.widest, raw.count >= size else {
      throw sections.damaged(section, "it does not hold \(count) numbers")
    }
    self.count = count
    width = Int(head)
    mask = 1 << UInt64(head) &- 1
    unsafe base = raw.baseAddress.map { unsafe $0 + Self.headSize }
    owner = sections
  }

  /// - Precondition: `index` is below `count`.
  subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "a number past the end")
    guard let base = unsafe base else { return 0 }
    let bit = index &* width
    // In bounds: eight bytes behind any number are there.
    let word = unsafe base.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
    return Int(UInt64(littleEndian: word) &>> UInt64(bit & 7) & mask)
  }

  static func encode<Number: FixedWidthInteger & UnsignedInteger>(
    _ values: [Number], into buffer: inout ByteBuffer
  ) {
    var all: Number = 0
    for value in values { all |= value }
    let width = Number.bitWidth - all.leadingZeroBitCount
    precondition(width <= widest, "a number of more than 57 bits")
    buffer.write(UInt64(width))
    buffer.pack(count: values.count, bits: width) { UInt64(truncatingIfNeeded: values[$0]) }
    buffer.write(UInt64(0))
  }
}
