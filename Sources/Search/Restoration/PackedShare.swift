/// A share in 12 bits, which are at most 0.4 % off: five of exponent and seven behind the binary
/// point, what a Float has behind its sign, counted from the least share on, 2^-31.
enum ShareCode {
  static let bits: UInt32 = 12
  /// Stands for a share of 0, which has no code.
  static let none = UInt16.max

  private static let droppedBits: UInt32 = 16
  private static let least: UInt32 = (127 - 31) << 7

  static func code(of share: Double) -> UInt32 {
    let rounded = (Float(share).bitPattern + 1 << (droppedBits - 1)) >> droppedBits
    return min(max(rounded, least) - least, 1 << bits - 1)
  }

  @inline(__always)
  static func share(of code: UInt32) -> Double {
    Double(Float(bitPattern: (code + least) << droppedBits))
  }
}

/// A word and its share of what follows a context, in 32 bits: 20 of the word's number, which
/// entries sort by, and 12 of the share.
struct PackedShare: Sendable, Equatable {
  private var bits: UInt32

  /// The greatest number of a word.
  static let lastWord: UInt32 = 1 << (32 - ShareCode.bits) - 1

  init(_ word: UInt32, share: Double) {
    bits = word << ShareCode.bits | ShareCode.code(of: share)
  }

  var word: UInt32 { bits >> ShareCode.bits }
  var share: Double { ShareCode.share(of: bits & (1 << ShareCode.bits - 1)) }
}
