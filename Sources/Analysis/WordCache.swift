/// From the raw bytes of a word to what is known of it.
///
/// Words of up to 16 bytes are two integers, so a look-up is one multiplication, one probe and one
/// comparison. Few words are longer, and those are normalized each time.
struct WordCache {
  /// A raw word of at most 16 bytes, zero-padded: bytes 0–7 and 8–15, first byte lowest.
  struct Key: Equatable {
    var low: UInt64
    var high: UInt64
  }

  struct Entry {
    var low: UInt64
    var high: UInt64
    var form: FormID
    var traits: WordTraits
  }

  private var entries = [Entry](repeating: Self.free, count: 1 << 12)
  private var count = 0
  private var shift: UInt64 = 64 - 12

  /// No word begins with NUL.
  private static let free = Entry(low: 0, high: 0, form: 0, traits: [])

  /// The entry of a word, or nil where it was not met before.
  @inline(__always)
  func find(_ key: Key) -> Entry? {
    var slot = slot(of: key)
    while true {
      let entry = entries[slot]
      if entry.low == key.low, entry.high == key.high { return entry }
      if entry.low == 0 { return nil }
      slot = (slot &+ 1) & (entries.count &- 1)
    }
  }

  /// Remembers a word that `find` did not know.
  mutating func insert(_ key: Key, form: FormID, traits: WordTraits) {
    if count * 2 >= entries.count { grow() }
    place(Entry(low: key.low, high: key.high, form: form, traits: traits))
    count += 1
  }

  mutating func removeAll() {
    self = WordCache()
  }

  private mutating func place(_ entry: Entry) {
    var slot = slot(of: Key(low: entry.low, high: entry.high))
    while entries[slot].low != 0 { slot = (slot + 1) & (entries.count - 1) }
    entries[slot] = entry
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Self.free, count: old.count * 2)
    shift -= 1
    for entry in old where entry.low != 0 { place(entry) }
  }

  @inline(__always)
  private func slot(of key: Key) -> Int {
    let mixed = (key.low ^ key.high &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: ((mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
