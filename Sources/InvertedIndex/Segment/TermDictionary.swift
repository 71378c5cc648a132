/// One term of a segment and where its postings are.
package struct TermInfo: Sendable, Equatable {
  /// The term's place in its dictionary.
  package var ordinal: UInt32
  /// In how many documents it occurs, deleted ones included until they are merged away.
  package var documentFrequency: Int
  /// How often it occurs in all of them.
  package var collectionFrequency: Int
  var offset: Int
  var length: Int
  var layout: PostingLayout
}

/// The sorted terms of one space (canonical or folded) of a segment.
///
/// ```
/// keys  = the key bytes of all terms, one after another
/// entry = keyOffset:u32 keyLength:u16 layout:u16 documentFrequency:u32 listLength:u32
///         collectionFrequency:u64 listOffset:u64
/// ```
struct TermDictionary: Sendable {
  static let entrySize = 32

  private let keys: FileArray<UInt8>
  /// Entries as 32-bit words, eight a term.
  private let words: FileArray<UInt32>

  init(keys: FileArray<UInt8>, entries: FileArray<UInt32>) {
    self.keys = keys
    words = entries
  }

  var count: Int { words.count / 8 }

  func info(at ordinal: Int) -> TermInfo {
    let base = ordinal * 8
    return TermInfo(
      ordinal: UInt32(ordinal),
      documentFrequency: Int(words[base + 2]),
      collectionFrequency: Int(truncatingIfNeeded: wide(base + 4)),
      offset: Int(truncatingIfNeeded: wide(base + 6)),
      length: Int(words[base + 3]),
      layout: PostingLayout(rawValue: UInt16(words[base + 1] >> 16)) ?? .packed)
  }

  func key(at ordinal: Int) -> [UInt8] {
    keyRange(ordinal).map { keys[$0] }
  }

  /// The place of a key among `range`, or nil.
  func find(_ key: [UInt8], in range: Range<Int>) -> Int? {
    let place = lowerBound(key, in: range)
    guard place < range.upperBound else { return nil }
    return unsafe key.withUnsafeBytes { unsafe compare(place, $0) } == 0 ? place : nil
  }

  /// The first place in `range` whose key is not less than `key`, by bytes.
  func lowerBound(_ key: [UInt8], in range: Range<Int>) -> Int {
    unsafe key.withUnsafeBytes { key in
      var low = range.lowerBound
      var high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if unsafe compare(middle, key) < 0 { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Negative, zero or positive as the key at `ordinal` is before, equal to or after `key`.
  @inline(__always)
  private func compare(_ ordinal: Int, _ key: UnsafeRawBufferPointer) -> Int {
    let own = unsafe keys.bytes(keyRange(ordinal))
    let shared = min(own.count, key.count)
    for index in 0..<shared {
      // In bounds: both have so many bytes.
      let difference =
        unsafe Int(own.load(fromByteOffset: index, as: UInt8.self))
        - Int(key.load(fromByteOffset: index, as: UInt8.self))
      if difference != 0 { return difference }
    }
    return own.count - key.count
  }

  @inline(__always)
  private func keyRange(_ ordinal: Int) -> Range<Int> {
    let start = min(Int(words[ordinal * 8]), keys.count)
    return start..<min(start + Int(words[ordinal * 8 + 1] & 0xFFFF), keys.count)
  }

  private func wide(_ index: Int) -> UInt64 {
    UInt64(words[index]) | UInt64(words[index + 1]) << 32
  }
}
