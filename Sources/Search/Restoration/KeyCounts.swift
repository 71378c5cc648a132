/// How often each key was met: open addressing over 12 bytes a slot.
///
/// When `limit` keys are there, the rarest go: those counted once, then twice, … until at least
/// half of the room is free. What comes again is counted from 0 (after the lossy counting of Manku
/// and Motwani 2002, doi:10.1016/B978-155860869-6/50038-X, which clears at fixed distances).
struct KeyCounts {
  private let limit: Int
  private var keys: [UInt64]
  private var counts: [UInt32]
  private(set) var count = 0

  /// Stands in `keys` where nothing is.
  private static let free = UInt64.max

  init(limit: Int) {
    precondition(limit > 0, "a table of counts has room for one")
    self.limit = limit
    keys = Array(repeating: Self.free, count: 1 << 10)
    counts = Array(repeating: 0, count: 1 << 10)
  }

  /// Counts a key, which is not `UInt64.max`.
  mutating func add(_ key: UInt64) {
    let slot = slot(of: key)
    if keys[slot] == key {
      counts[slot] += counts[slot] == .max ? 0 : 1
      return
    }
    keys[slot] = key
    counts[slot] = 1
    count += 1
    if count * 4 > keys.count * 3 { rebuild(slotCount: keys.count * 2, above: 0) }
    if count >= limit { dropRarest() }
  }

  /// Calls with every key, in no order.
  func visit(_ body: (_ key: UInt64, _ count: UInt32) -> Void) {
    for (key, count) in zip(keys, counts) where key != Self.free { body(key, count) }
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    // Fibonacci hashing: the high bits are the mixed ones.
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
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
