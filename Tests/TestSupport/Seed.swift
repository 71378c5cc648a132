/// A seeded source of random numbers: the same seed gives the same test on every machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
package struct Seed: RandomNumberGenerator, Sendable, CustomStringConvertible {
  package let value: UInt64
  private var state: UInt64

  package init(_ value: UInt64) {
    self.value = value
    state = value
  }

  package var description: String { "seed \(value)" }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// So many seeds, for `@Test(arguments:)`.
  package static func some(_ count: Int) -> [Seed] { (1...count).map { Seed(UInt64($0)) } }
}
