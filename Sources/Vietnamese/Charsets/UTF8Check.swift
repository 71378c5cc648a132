/// What one look at all bytes says of them as UTF-8.
///
/// Sixteen bytes at a time and without branches: each byte is compared with what the two before it
/// ask for, the idea of Keiser and Lemire, “Validating UTF-8 in less than one instruction per byte”
/// (2021, arXiv:2010.03090). They look each nibble up in a table, which the processors of 2003
/// we compile for cannot do; we compare, and send the few blocks with a lead byte that asks for
/// more (E0, ED–FF) the plain way, scalar by scalar.
struct UTF8Check {
  /// Strict UTF-8, as `UTF8Decoding.sequenceLength` has it.
  private(set) var isValid = true
  private(set) var isASCII = true
  /// True where a byte is zero; only told of valid bytes.
  private(set) var hasNul = false

  private static let blockSize = 512

  init(_ bytes: Span<UInt8>) {
    // A block looks back at two bytes.
    var index = readScalars(bytes, from: 0, to: min(2, bytes.count))
    while isValid, index < bytes.count {
      let end = min(index + Self.blockSize, bytes.count)
      let block = UTF8Block(bytes, index..<end)
      isASCII = isASCII && block.greatest < 0x80
      hasNul = hasNul || block.least == 0
      if block.isPlain {
        index = end
      } else {
        index = readScalars(bytes, from: Self.scalarStart(bytes, before: index), to: end)
      }
    }
    if Self.endsInside(bytes) { isValid = false }
  }

  /// Checks one scalar after the other until `end` is reached; answers where the last one ends.
  private mutating func readScalars(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte == 0 { hasNul = true }
      if byte >= 0x80 { isASCII = false }
      let length = UTF8Decoding.sequenceLength(bytes, at: index)
      guard length > 0 else {
        isValid = false
        return end
      }
      index += length
    }
    return index
  }

  /// The start of the scalar before `index`, or of the one that goes on there: a lead byte at the
  /// end of a block may lack what should follow.
  private static func scalarStart(_ bytes: Span<UInt8>, before index: Int) -> Int {
    var start = index - 1
    while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// True where the last scalar is cut short: a block does not look behind its end.
  private static func endsInside(_ bytes: Span<UInt8>) -> Bool {
    let count = bytes.count
    if count >= 1, bytes[count - 1] >= 0xC0 { return true }
    return count >= 2 && bytes[count - 2] >= 0xE0
  }
}

/// What the bytes of a block say, gathered without a branch.
private struct UTF8Block {
  /// All is valid and nothing is rare, as far as leads and trailing bytes are in their places.
  private(set) var isPlain: Bool
  private(set) var least: UInt8
  private(set) var greatest: UInt8

  /// - Parameter range: begins at 2 or later, so that there are two bytes before it
  @inline(__always)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    precondition(range.lowerBound >= 2 && range.upperBound <= bytes.count)
    var wrong: UInt8 = 0
    var nearestToRare: UInt8 = 0xFF
    var least: UInt8 = 0xFF
    var greatest: UInt8 = 0
    for index in range {
      // In bounds by the check above; a bounds check in it would keep the compiler from reading
      // sixteen bytes at a time. So would an `or` of conditions, hence only minima and maxima:
      // 1.5 instructions a byte instead of 30.
      let byte = unsafe bytes[unchecked: index]
      let before = unsafe bytes[unchecked: index &- 1]
      let second = unsafe bytes[unchecked: index &- 2]
      // The high bit says that a trailing byte is here; that a lead before it asks for one.
      let isTrailing: UInt8 = Int8(bitPattern: byte) < -64 ? 0xFF : 0
      let isWanted = (max(before, 0x40) &- 0x40) | (max(second, 0x60) &- 0x60)
      wrong = max(wrong, isTrailing ^ isWanted)
      // C0 and C1 begin nothing; E0 begins some overlong forms.
      nearestToRare = min(nearestToRare, min((byte ^ 0xC0) & 0xDF, byte ^ 0xC1))
      least = min(least, byte)
      greatest = max(greatest, byte)
    }
    self.least = least
    self.greatest = greatest
    isPlain = wrong < 0x80 && nearestToRare > 0 && greatest < 0xED
  }
}
