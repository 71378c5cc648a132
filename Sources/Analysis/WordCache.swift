/// From the raw bytes of a word to what is known of it.
///
/// A word of up to eight bytes is one integer, so a look-up is a multiplication, one probe and one
/// comparison; most Vietnamese syllables are that short. Words of up to 16 bytes are two integers.
/// Few are longer, and those are normalized each time.
///
/// The tables of all words are looked into only for words that are not among the hot ones. They are
/// kept rather full: a look-up waits for memory anyway, and the less there is the more of it is
/// near.
struct WordCache {
  /// A raw word of at most 16 bytes, zero-padded: bytes 0–7 and 8–15, first byte lowest.
  struct Key: Equatable {
    var low: UInt64
    var high: UInt64
  }

  /// What is known of a word.
  struct Entry {
    var form: FormID
    var traits: WordTraits
  }

  /// A slot for words of up to eight bytes; 0 in `low` where it is free, as no word has a NUL.
  struct ShortSlot {
    var low: UInt64 = 0
    var entry = Entry(form: 0, traits: [])
  }

  struct LongSlot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var entry = Entry(form: 0, traits: [])
  }

  private(set) var hot = HotWords()
  /// A power of two of slots, at most seven in eight of them taken.
  private var short = [ShortSlot](repeating: ShortSlot(), count: 1 << 8)
  private var long = [LongSlot](repeating: LongSlot(), count: 1 << 8)
  /// What a hash is shifted by to number a slot.
  private var shortShift: UInt64 = 64 - 8
  private var longShift: UInt64 = 64 - 8
  private var shortCount = 0
  private var longCount = 0

  /// The entry of a word, or nil where it was not met before.
  @inline(__always)
  mutating func find(_ key: Key) -> Entry? {
    if key.high == 0, let entry = HotWords.find(key.low, in: hot.lines, hot.shift) { return entry }
    return findAmongAll(key)
  }

  /// The entry of a word that is not hot; it becomes so.
  @inline(never)
  private mutating func findAmongAll(_ key: Key) -> Entry? {
    guard key.high == 0 else {
      let slot = long[Self.find(key, in: long.span, longShift)]
      return slot.low == 0 ? nil : slot.entry
    }
    let slot = short[Self.find(key.low, in: short.span, shortShift)]
    guard slot.low != 0 else { return nil }
    hot.insert(key.low, slot.entry)
    return slot.entry
  }

  /// The index of the word's slot, or of a free one.
  private static func find(_ low: UInt64, in slots: Span<ShortSlot>, _ shift: UInt64) -> Int {
    // Multiplicative hashing: the product's high bits depend on all bits below.
    var index = Int(truncatingIfNeeded: (low &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    while slots[index].low != low, slots[index].low != 0 {
      index = (index &+ 1) & (slots.count &- 1)
    }
    return index
  }

  private static func find(_ key: Key, in slots: Span<LongSlot>, _ shift: UInt64) -> Int {
    let mixed = (key.low ^ (key.high &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
    var index = Int(truncatingIfNeeded: mixed &>> shift)
    while slots[index].low != key.low || slots[index].high != key.high, slots[index].low != 0 {
      index = (index &+ 1) & (slots.count &- 1)
    }
    return index
  }

  /// Remembers a word that `find` did not know.
  mutating func insert(_ key: Key, form: FormID, traits: WordTraits) {
    let entry = Entry(form: form, traits: traits)
    if key.high == 0 {
      if shortCount * 8 >= short.count * 7 { growShort() }
      shortCount += 1
      let index = Self.find(key.low, in: short.span, shortShift)
      short[index] = ShortSlot(low: key.low, entry: entry)
    } else {
      if longCount * 8 >= long.count * 7 { growLong() }
      longCount += 1
      let index = Self.find(key, in: long.span, longShift)
      long[index] = LongSlot(low: key.low, high: key.high, entry: entry)
    }
  }

  mutating func removeAll() {
    self = WordCache()
  }

  private mutating func growShort() {
    let old = short
    short = Array(repeating: ShortSlot(), count: old.count * 2)
    shortShift -= 1
    for slot in old where slot.low != 0 {
      let index = Self.find(slot.low, in: short.span, shortShift)
      short[index] = slot
    }
  }

  private mutating func growLong() {
    let old = long
    long = Array(repeating: LongSlot(), count: old.count * 2)
    longShift -= 1
    for slot in old where slot.low != 0 {
      let index = Self.find(Key(low: slot.low, high: slot.high), in: long.span, longShift)
      long[index] = slot
    }
  }
}
