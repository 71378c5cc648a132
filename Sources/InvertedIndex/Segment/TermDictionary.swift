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
/// keys    = the key bytes of all terms, one after another
/// entries = keyStarts[T + 1] documentFrequencies[T] collectionFrequencies[T] listOffsets[T]
///           listLengths[T]                                            PackedNumbers, T terms
/// ```
struct TermDictionary: Sendable {
  let count: Int
  private let keys: FileArray<UInt8>
  private let starts: PackedNumbers
  private let documentFrequencies: PackedNumbers
  private let collectionFrequencies: PackedNumbers
  private let offsets: PackedNumbers
  private let lengths: PackedNumbers
  /// Of the segment: it decides about the layout of lists.
  private let documentCount: Int
  /// The heads of some keys, rising: look-ups begin in these few, which stay in the nearest caches.
  private let samples: [UInt64]

  /// One key in so many is a sample.
  private static let sampleStride = 32

  init(
    _ sections: SectionReader, keys: Section, entries: Section, count: Int, documentCount: Int
  ) throws(IndexError) {
    self.keys = try sections.array(keys, of: UInt8.self)
    self.count = count
    self.documentCount = documentCount
    let columns = try PackedNumbers.columns(
      sections, entries, counts: [count + 1, count, count, count, count])
    starts = columns[0]
    documentFrequencies = columns[1]
    collectionFrequencies = columns[2]
    offsets = columns[3]
    lengths = columns[4]
    let (starts, own) = (columns[0], self.keys)
    samples = stride(from: 0, to: count, by: Self.sampleStride).map {
      let range = Self.keyRange($0, starts, keyBytes: own.count)
      return unsafe Self.head(own.bytes(range))
    }
  }

  func info(at ordinal: Int) -> TermInfo {
    let frequency = documentFrequencies[ordinal]
    return TermInfo(
      ordinal: UInt32(ordinal), documentFrequency: frequency,
      collectionFrequency: collectionFrequencies[ordinal], offset: offsets[ordinal],
      length: lengths[ordinal],
      layout: PostingLayout.of(documentFrequency: frequency, documents: documentCount))
  }

  func key(at ordinal: Int) -> [UInt8] {
    keyRange(ordinal).map { keys[$0] }
  }

  /// Calls `body` with the places and keys of `range` in order.
  ///
  /// - Parameter body: answers with so many first bytes of the key that all further keys with them
  ///   are passed over; 0 goes on with the next one.
  func walk(_ range: Range<Int>, _ body: (Int, Span<UInt8>) -> Int) {
    var place = range.lowerBound
    while place < range.upperBound {
      let key = unsafe keys.bytes(keyRange(place))
      let passed = unsafe body(
        place, Span(_unsafeElements: key.assumingMemoryBound(to: UInt8.self)))
      place += 1
      guard passed > 0 else { continue }
      let prefix = unsafe UnsafeRawBufferPointer(rebasing: key.prefix(passed))
      unsafe place = end(of: prefix, in: place..<range.upperBound)
    }
  }

  /// Behind the keys with a prefix that `range` begins with: steps that double, for most often there
  /// are few, then halves.
  private func end(of prefix: UnsafeRawBufferPointer, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var step = 1
    while low + step <= range.upperBound, unsafe hasPrefix(low + step - 1, prefix) {
      low += step
      step *= 2
    }
    var high = min(low + step - 1, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if unsafe hasPrefix(middle, prefix) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func hasPrefix(_ place: Int, _ prefix: UnsafeRawBufferPointer) -> Bool {
    unsafe keys.bytes(keyRange(place)).starts(with: prefix)
  }

  /// The place of a key among `range`, or nil.
  func find(_ key: [UInt8], in range: Range<Int>) -> Int? {
    let place = lowerBound(key, in: range)
    guard place < range.upperBound else { return nil }
    return unsafe key.withUnsafeBytes { unsafe compare(place, $0, Self.head($0)) } == 0
      ? place : nil
  }

  /// The first place in `range` whose key is not less than `key`, by bytes.
  func lowerBound(_ key: [UInt8], in range: Range<Int>) -> Int {
    unsafe key.withUnsafeBytes { key in
      var low = range.lowerBound
      var high = range.upperBound
      let head = unsafe Self.head(key)
      if high - low > 2 * Self.sampleStride {
        let near = placesNear(head)
        low = max(low, near.lowerBound)
        high = max(low, min(high, near.upperBound))
      }
      while low < high {
        let middle = (low + high) / 2
        if unsafe compare(middle, key, head) < 0 { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The first bytes of a key as a number that sorts as the key does; shorter keys end in zeros,
  /// which no key has.
  @inline(__always)
  private static func head(_ key: UnsafeRawBufferPointer) -> UInt64 {
    // In bounds: loads are of bytes of the key, some of them twice.
    if key.count >= 8 { return unsafe UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
    if key.count >= 4 {
      let first = unsafe UInt64(UInt32(bigEndian: key.loadUnaligned(as: UInt32.self)))
      let last = unsafe UInt64(
        UInt32(bigEndian: key.loadUnaligned(fromByteOffset: key.count &- 4, as: UInt32.self)))
      return first &<< 32 | last &<< UInt64(64 &- key.count &* 8)
    }
    var head: UInt64 = 0
    for index in 0..<key.count {
      let byte = unsafe key.load(fromByteOffset: index, as: UInt8.self)
      head |= UInt64(byte) &<< UInt64(56 &- index &* 8)
    }
    return head
  }

  /// Where a key with this head is, or would be.
  private func placesNear(_ head: UInt64) -> Range<Int> {
    // The samples before the first one that is not less, and up to the first that is greater.
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low &+ high) / 2
      if samples[middle] < head { low = middle &+ 1 } else { high = middle }
    }
    var end = low
    while end < samples.count, samples[end] == head { end += 1 }
    return max(0, low - 1) * Self.sampleStride..<min(count, end * Self.sampleStride)
  }

  /// Negative, zero or positive as the key at `ordinal` is before, equal to or after `key`.
  ///
  /// - Parameter head: that of `key`.
  @inline(__always)
  private func compare(_ ordinal: Int, _ key: UnsafeRawBufferPointer, _ head: UInt64) -> Int {
    let own = unsafe keys.bytes(keyRange(ordinal))
    let ownHead = unsafe Self.head(own)
    if ownHead != head { return ownHead < head ? -1 : 1 }
    let shared = min(own.count, key.count)
    for index in min(8, shared)..<shared {
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
    Self.keyRange(ordinal, starts, keyBytes: keys.count)
  }

  @inline(__always)
  private static func keyRange(
    _ ordinal: Int, _ starts: PackedNumbers, keyBytes: Int
  ) -> Range<Int> {
    let start = min(starts[ordinal], keyBytes)
    return start..<max(start, min(starts[ordinal + 1], keyBytes))
  }
}
