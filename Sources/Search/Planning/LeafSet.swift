/// A set of leaves of a plan, by their index.
///
/// Holds the first 128: words beyond are found and scored like all others, but make no pairs and
/// get no marks.
struct LeafSet: Hashable {
  private var bits: UInt128 = 0

  /// So many leaves have a bit.
  static let capacity = 128

  init() {}

  var isEmpty: Bool { bits == 0 }

  func contains(_ leaf: Int) -> Bool { leaf < Self.capacity && bits >> UInt128(leaf) & 1 == 1 }

  mutating func insert(_ leaf: Int) {
    if leaf < Self.capacity { bits |= 1 << UInt128(leaf) }
  }

  mutating func formUnion(_ other: LeafSet) { bits |= other.bits }

  func subtracting(_ other: LeafSet) -> LeafSet {
    var result = self
    result.bits &= ~other.bits
    return result
  }

  func intersection(_ other: LeafSet) -> LeafSet {
    var result = self
    result.bits &= other.bits
    return result
  }

  /// Calls `body` with each leaf, rising.
  @inline(__always)
  func visit(_ body: (Int) -> Void) {
    var rest = bits
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }
}
