/// Two or three word numbers packed into one key, which sorts as they do.
enum PackedRun {
  /// Words with greater numbers are in no run of three.
  static let widest: UInt32 = (1 << 21) - 1

  static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  static func words(ofPair key: UInt64) -> (UInt32, UInt32) {
    (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
  }

  static func triple(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
    UInt64(first) << 42 | UInt64(second) << 21 | UInt64(third)
  }

  /// The pair that a run of three begins with.
  static func context(ofTriple key: UInt64) -> UInt64 {
    let (first, second, _) = words(ofTriple: key)
    return pair(first, second)
  }

  static func words(ofTriple key: UInt64) -> (UInt32, UInt32, UInt32) {
    (
      UInt32(key >> 42), UInt32(truncatingIfNeeded: key >> 21) & widest,
      UInt32(truncatingIfNeeded: key) & widest
    )
  }
}
