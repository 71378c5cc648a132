/// The words a reading model knows, numbered from 0 by folded key, then by canonical key.
///
/// So the readings of one folded key have consecutive numbers.
struct ReadingVocabulary: Sendable, Equatable {
  private var canonicalKeys = KeyList()
  private var foldedKeys = KeyList()
  /// The first word of each folded key, and the end of the last.
  private(set) var firstWords: [UInt32] = []
  /// The places of folded keys by their hashes: open addressing, one more than the place, 0 where
  /// nothing is.
  private var slots: [UInt32] = []

  var count: Int { canonicalKeys.count }
  /// Bytes of memory.
  var byteCount: Int {
    canonicalKeys.byteCount + foldedKeys.byteCount + 4 * (firstWords.count + slots.count)
  }

  /// Words in order of (folded, canonical), each once.
  init(ordered words: some Sequence<(folded: [UInt8], canonical: [UInt8])>) {
    var last: [UInt8]?
    for word in words {
      if word.folded != last {
        firstWords.append(UInt32(canonicalKeys.count))
        foldedKeys.append(word.folded)
        last = word.folded
      }
      canonicalKeys.append(word.canonical)
    }
    firstWords.append(UInt32(canonicalKeys.count))
    fillSlots()
  }

  /// The canonical key of a word.
  func canonical(_ word: UInt32) -> [UInt8] { Array(canonicalKeys[Int(word)]) }

  /// Whether a word has this canonical key.
  func isWord(_ word: UInt32, _ canonical: [UInt8]) -> Bool {
    canonicalKeys.isEqual(Int(word), canonical)
  }

  /// The words with a folded key; none if it is unknown.
  func words(foldedAs key: [UInt8]) -> Range<UInt32> {
    let found = slots[slot(of: key)]
    return found == 0 ? 0..<0 : firstWords[Int(found) - 1]..<firstWords[Int(found)]
  }

  private mutating func fillSlots() {
    var count = 16
    while count < 2 * foldedKeys.count { count *= 2 }
    slots = Array(repeating: 0, count: count)
    for place in 0..<foldedKeys.count {
      slots[slot(of: Array(foldedKeys[place]))] = UInt32(place + 1)
    }
  }

  /// Where a folded key is, or would be.
  private func slot(of key: [UInt8]) -> Int {
    // FNV-1a, with the high bits mixed in, since the low ones choose the slot.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while slots[slot] != 0, !foldedKeys.isEqual(Int(slots[slot]) - 1, key) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }
}

/// Keys one behind the other.
private struct KeyList: Sendable, Equatable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  var count: Int { ends.count }
  var byteCount: Int { bytes.count + 4 * ends.count }

  mutating func append(_ key: [UInt8]) {
    bytes.append(contentsOf: key)
    ends.append(UInt32(bytes.count))
  }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(of: index)] }

  private func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  func isEqual(_ index: Int, _ key: [UInt8]) -> Bool {
    let range = range(of: index)
    guard range.count == key.count else { return false }
    for place in key.indices where bytes[range.lowerBound + place] != key[place] { return false }
    return true
  }
}
