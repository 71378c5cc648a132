/// The words a reading model knows, numbered from 0 by folded key, then by canonical key.
///
/// So the readings of one folded key have consecutive numbers.
struct ReadingVocabulary: Sendable, Equatable {
  private var canonicalKeys = KeyList()
  private var foldedKeys = KeyList()
  /// The first word of each folded key, and the end of the last.
  private var firstWords: [UInt32] = []

  var count: Int { canonicalKeys.count }
  /// Bytes of memory.
  var byteCount: Int { canonicalKeys.byteCount + foldedKeys.byteCount + 4 * firstWords.count }

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
  }

  /// The canonical key of a word.
  func canonical(_ word: UInt32) -> [UInt8] { Array(canonicalKeys[Int(word)]) }

  /// The words with a folded key; none if it is unknown.
  func words(foldedAs key: [UInt8]) -> Range<UInt32> {
    var low = 0
    var high = foldedKeys.count
    while low < high {
      let middle = (low + high) / 2
      if foldedKeys.precedes(middle, key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < foldedKeys.count, foldedKeys[low].elementsEqual(key) else { return 0..<0 }
    return firstWords[low]..<firstWords[low + 1]
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

  /// Whether a key comes before another one in the order of bytes.
  func precedes(_ index: Int, _ key: [UInt8]) -> Bool {
    let range = range(of: index)
    for place in 0..<min(range.count, key.count) {
      let own = bytes[range.lowerBound + place]
      if own != key[place] { return own < key[place] }
    }
    return range.count < key.count
  }
}
