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

  /// A power of two of them.
  private(set) var entries = [Entry](repeating: Self.free, count: 1 << 12)
  private var count = 0
  /// What a hash is shifted by to number an entry.
  private(set) var shift: UInt64 = 64 - 12

  /// No word begins with NUL.
  private static let free = Entry(low: 0, high: 0, form: 0, traits: [])

  /// The entry of a word, or nil where it was not met before.
  func find(_ key: Key) -> Entry? {
    let slot = Self.find(key, in: entries.span, shift)
    return entries[slot].low == 0 ? nil : entries[slot]
  }

  /// The index of the word's entry, or of a free one.
  ///
  /// Takes the entries as a span, so that a loop over many words borrows them once.
  @inline(__always)
  static func find(_ key: Key, in entries: Span<Entry>, _ shift: UInt64) -> Int {
    var slot = slot(of: key, shift)
    while true {
      if entries[slot].low == key.low, entries[slot].high == key.high { return slot }
      if entries[slot].low == 0 { return slot }
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
    let slot = Self.find(Key(low: entry.low, high: entry.high), in: entries.span, shift)
    entries[slot] = entry
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Self.free, count: old.count * 2)
    shift -= 1
    for entry in old where entry.low != 0 { place(entry) }
  }

  /// Multiplicative hashing: the product's high bits depend on all bits below.
  @inline(__always)
  private static func slot(of key: Key, _ shift: UInt64) -> Int {
    let mixed = key.low ^ (key.high &* 0xC2B2_AE3D_27D4_EB4F)
    return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
