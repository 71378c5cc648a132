/// A run of ASCII letters and bytes beyond ASCII.
struct WordRun {
  /// Its bytes; 17 stands for "more than 16".
  var count: Int
  /// Its first 16 bytes.
  var key: WordCache.Key
}

/// The run that begins at `index`, possibly empty.
@inline(__always)
func wordRun(_ text: Span<UInt8>, at index: Int) -> WordRun {
  var low = text.bytes(at: index)
  let stop = nonWordBits(low)
  if stop != 0 {
    low &= bytesBelow(stop)
    return WordRun(count: stop.trailingZeroBitCount >> 3, key: .init(low: low, high: 0))
  }
  var high = text.bytes(at: index + 8)
  let highStop = nonWordBits(high)
  guard highStop != 0 else {
    let isLonger = nonWordBits(text.bytes(at: index + 16)) & 0x80 == 0
    return WordRun(count: isLonger ? 17 : 16, key: .init(low: low, high: high))
  }
  high &= bytesBelow(highStop)
  return WordRun(
    count: 8 + highStop.trailingZeroBitCount >> 3, key: .init(low: low, high: high))
}

/// The high bit of each byte that is neither an ASCII letter nor beyond ASCII.
@inline(__always)
func nonWordBits(_ bytes: UInt64) -> UInt64 {
  let highBits: UInt64 = 0x8080_8080_8080_8080
  // Without the high bit and the one of case no byte is beyond 5F, so that none borrows or carries.
  let capital = bytes & 0x5F5F_5F5F_5F5F_5F5F
  let beforeA = 0xC0C0_C0C0_C0C0_C0C0 &- capital  // has the high bit up to `@`
  let pastZ = capital &+ 0x2525_2525_2525_2525  // and here past `Z`
  // The next word waits for this, so that few steps from the bytes on are better than few in all.
  return (beforeA | pastZ) & (~bytes & highBits)
}

/// All bits of the bytes below the first one whose high bit is set.
@inline(__always)
func bytesBelow(_ highBits: UInt64) -> UInt64 {
  (highBits & (0 &- highBits)) &>> 7 &- 1
}

extension Span<UInt8> {
  /// Eight bytes from `index` on, the first one lowest; zeros past the end.
  @inline(__always)
  func bytes(at index: Int) -> UInt64 {
    if index <= count - 8 {
      // In bounds by the line above; any eight bytes are a UInt64.
      return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        .littleEndian
    }
    return lastBytes(at: index)
  }

  @inline(never)
  private func lastBytes(at index: Int) -> UInt64 {
    guard index < count else { return 0 }
    if count >= 8 {
      // The last eight bytes, shifted so that those before `index` fall out. In bounds: count ≥ 8.
      let last = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: count - 8, as: UInt64.self
      ).littleEndian
      return last >> UInt64(truncatingIfNeeded: (index - (count - 8)) * 8)
    }
    var result: UInt64 = 0
    for place in stride(from: count - 1, through: index, by: -1) {
      result = result << 8 | UInt64(self[place])
    }
    return result
  }

  /// The cache key of a range of at most 16 bytes.
  func key(_ range: Range<Int>) -> WordCache.Key {
    let low = bytes(at: range.lowerBound)
    let size = UInt64(truncatingIfNeeded: range.count &* 8)
    if size < 64 { return WordCache.Key(low: low & (1 &<< size &- 1), high: 0) }
    if size == 64 { return WordCache.Key(low: low, high: 0) }
    let high = bytes(at: range.lowerBound &+ 8)
    return WordCache.Key(low: low, high: size == 128 ? high : high & (1 &<< (size &- 64) &- 1))
  }
}
