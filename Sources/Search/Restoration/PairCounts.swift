/// How often one word follows another: counts under packed pairs, by open addressing.
///
/// When `limit` pairs are there, the rarest go: those counted once, then twice, … until at least
/// half of the room is free. What goes is counted from 0 when it comes again (lossy counting, Manku
/// and Motwani 2002, doi:10.1016/B978-155860869-6/50038-X, with one window for all).
struct PairCounts {
  private let limit: Int
  private var keys: [UInt64]
  private var counts: [UInt32]
  private(set) var count = 0

  /// Frees a slot of `keys`; no pair of words has this key.
  private static let free = UInt64.max

  init(limit: Int) {
    precondition(limit > 0, "a pair table holds pairs")
    self.limit = limit
    keys = Array(repeating: Self.free, count: 1 << 10)
    counts = Array(repeating: 0, count: 1 << 10)
  }

  static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  mutating func add(_ first: UInt32, _ second: UInt32) {
    let key = Self.key(first, second)
    let slot = slot(of: key)
    if keys[slot] == key {
      counts[slot] += counts[slot] == .max ? 0 : 1
      return
    }
    insert(key, 1, at: slot)
    if count >= limit { dropRarest() }
  }

  /// The pairs counted, in no order.
  func visit(_ body: (_ first: UInt32, _ second: UInt32, _ count: UInt32) -> Void) {
    for (key, count) in zip(keys, counts) where key != Self.free {
      body(UInt32(key >> 32), UInt32(truncatingIfNeeded: key), count)
    }
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    // Fibonacci hashing; the high bits are the mixed ones.
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func insert(_ key: UInt64, _ value: UInt32, at slot: Int) {
    keys[slot] = key
    counts[slot] = value
    count += 1
    if count * 4 > keys.count * 3 { rebuild(slotCount: keys.count * 2, above: 0) }
  }

  private mutating func dropRarest() {
    var rarest: UInt32 = 0
    while count > limit / 2 {
      rarest += 1
      rebuild(slotCount: keys.count, above: rarest)
    }
  }

  private mutating func rebuild(slotCount: Int, above least: UInt32) {
    let old = (keys, counts)
    keys = Array(repeating: Self.free, count: slotCount)
    counts = Array(repeating: 0, count: slotCount)
    count = 0
    for (key, value) in zip(old.0, old.1) where key != Self.free && value > least {
      let slot = slot(of: key)
      keys[slot] = key
      counts[slot] = value
      count += 1
    }
  }
}
