/// A number for every document, cut into its bits: of each block of 64 documents a word for each
/// bit, the lowest first.
///
/// ```
/// slices = { word:u64[width] }[⌈documents/64⌉]
/// ```
/// As many bits as packed numbers take, and a comparison is a few instructions a bit for 64 documents
/// at once, most often for the highest bits only (O'Neil and Quass 1997, "Improved query performance
/// with variant indexes", doi:10.1145/253260.253268; there a slice is the bit of all rows).
@safe struct BitSlices: @unchecked Sendable {
  // Immutable memory of the file, kept by `owner`.
  private let words: UnsafeRawBufferPointer
  private let width: Int
  private let blockCount: Int
  private let owner: SectionReader

  /// - Precondition: `bytes` has `byteCount(documents, largest:)` bytes.
  init(_ bytes: UnsafeRawBufferPointer, documents: Int, largest: Int, _ owner: SectionReader) {
    precondition(
      bytes.count == Self.byteCount(documents, largest: largest), "slices of another length")
    unsafe words = bytes
    width = Self.width(largest)
    blockCount = (documents + 63) / 64
    self.owner = owner
  }

  static func byteCount(_ documents: Int, largest: Int) -> Int {
    (documents + 63) / 64 * width(largest) * 8
  }

  private static func width(_ largest: Int) -> Int {
    Int.bitWidth - largest.leadingZeroBitCount
  }

  static func encode(_ numbers: [Int], largest: Int) -> [UInt8] {
    let width = width(largest)
    var writer = ByteWriter(capacity: byteCount(numbers.count, largest: largest))
    for start in stride(from: 0, to: numbers.count, by: 64) {
      for bit in 0..<width {
        var word: UInt64 = 0
        for (lane, number) in numbers[start..<min(start + 64, numbers.count)].enumerated() {
          word |= UInt64(number >> bit & 1) << UInt64(lane)
        }
        writer.write(word)
      }
    }
    return writer.bytes
  }

  @inline(__always)
  private func word(_ block: Int, _ bit: Int) -> UInt64 {
    // In bounds: blocks and bits are below their numbers, for which there are bytes.
    UInt64(
      littleEndian: unsafe words.loadUnaligned(
        fromByteOffset: (block &* width &+ bit) &* 8, as: UInt64.self))
  }

  subscript(document: Int) -> Int {
    precondition(document >= 0 && document / 64 < blockCount, "a document past the end")
    var number = 0
    for bit in 0..<width {
      number |= Int(word(document / 64, bit) &>> UInt64(document & 63) & 1) &<< bit
    }
    return number
  }

  /// Adds the documents whose number is in a range to a set of bits.
  ///
  /// - Parameter range: from 1 on: behind the last document the numbers are 0.
  func insertDocuments(with range: Range<Int>, into words: inout [UInt64]) {
    precondition(range.lowerBound > 0 && words.count == blockCount, "sets of different segments")
    let low = range.lowerBound
    // All numbers are below what has more bits.
    let high = range.upperBound < 1 << width ? range.upperBound : nil
    for block in 0..<blockCount {
      // Not known to be above, or below, by the bits so far.
      var equalLow = UInt64.max
      var equalHigh = high == nil ? 0 : UInt64.max
      var above: UInt64 = 0
      var below: UInt64 = high == nil ? .max : 0
      var bit = width - 1
      while bit >= 0, equalLow | equalHigh != 0 {
        let word = word(block, bit)
        if low &>> bit & 1 == 1 {
          equalLow &= word
        } else {
          above |= equalLow & word
          equalLow &= ~word
        }
        if (high ?? 0) &>> bit & 1 == 1 {
          below |= equalHigh & ~word
          equalHigh &= word
        } else {
          equalHigh &= ~word
        }
        bit -= 1
      }
      words[block] |= (above | equalLow) & below
    }
  }
}
