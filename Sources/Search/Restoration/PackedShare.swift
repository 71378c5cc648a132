/// A word and its share of what follows a context, in 32 bits: 20 of the word's number, which
/// entries sort by, and 12 of the share, which is at most 0.4 % off.
struct PackedShare: Sendable, Equatable {
  private var bits: UInt32

  private static let shareBits: UInt32 = 12
  /// The greatest number of a word.
  static let lastWord: UInt32 = 1 << (32 - shareBits) - 1

  /// Five bits of exponent and seven behind the binary point: what a Float has behind its sign,
  /// counted from the least share on, 2^-31.
  private static let droppedBits: UInt32 = 16
  private static let leastShare: UInt32 = (127 - 31) << 7

  init(_ word: UInt32, share: Double) {
    let rounded = (Float(share).bitPattern + 1 << (Self.droppedBits - 1)) >> Self.droppedBits
    let code = min(max(rounded, Self.leastShare) - Self.leastShare, 1 << Self.shareBits - 1)
    bits = word << Self.shareBits | code
  }

  var word: UInt32 { bits >> Self.shareBits }

  var share: Double {
    let code = bits & (1 << Self.shareBits - 1)
    return Double(Float(bitPattern: (code + Self.leastShare) << Self.droppedBits))
  }
}
