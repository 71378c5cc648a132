internal import CImpacts
import InvertedIndex

/// One bit for each document of a segment, a word for each block of 64.
///
/// Boolean logic runs over whole segments: 64 documents an instruction, straight through memory.
struct DocumentSet {
  private(set) var words: [UInt64]

  init(blockCount: Int) { words = Array(repeating: 0, count: blockCount) }

  init(words: some Sequence<UInt64>) { self.words = Array(words) }

  var count: Int {
    unsafe words.withUnsafeBufferPointer { words in
      var sum = 0
      guard let base = words.baseAddress else { return 0 }
      return unsafe impacts_count_bits(base, words.count, &sum) != 0 ? sum : plainCount
    }
  }

  /// The same without instructions that not every processor has.
  var plainCount: Int {
    var sum = 0
    for word in words { sum &+= word.nonzeroBitCount }
    return sum
  }

  /// Whether there are so many documents or fewer; mostly known after a look at the first.
  func hasAtMost(_ limit: Int) -> Bool {
    var sum = 0
    for word in words {
      if word == 0 { continue }
      sum &+= word.nonzeroBitCount
      if sum > limit { return false }
    }
    return true
  }

  func contains(_ document: Int) -> Bool { words[document / 64] >> UInt64(document % 64) & 1 == 1 }

  mutating func insert(_ document: Int) { words[document / 64] |= 1 << UInt64(document % 64) }

  mutating func remove(_ document: Int) { words[document / 64] &= ~(1 << UInt64(document % 64)) }

  mutating func formUnion(_ other: DocumentSet) { combine(other.words) { $0 | $1 } }
  mutating func formIntersection(_ other: DocumentSet) { combine(other.words) { $0 & $1 } }
  mutating func subtract(_ other: DocumentSet) { combine(other.words) { $0 & ~$1 } }

  /// The same with the bits of a list.
  mutating func formIntersection(_ bits: RankedList.Bits) {
    unsafe combine(bits.words) { $0 & $1 }
  }

  /// Whether any document is in both.
  func isShared(with other: DocumentSet) -> Bool {
    zip(words, other.words).contains { $0 & $1 != 0 }
  }

  /// Calls `body` with each document, rising.
  @inline(__always)
  func visit<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        try body(index &* 64 &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  @inline(__always)
  private mutating func combine(_ other: [UInt64], _ operation: (UInt64, UInt64) -> UInt64) {
    unsafe other.withUnsafeBufferPointer { unsafe combine($0, operation) }
  }

  @inline(__always)
  private mutating func combine(
    _ other: UnsafeBufferPointer<UInt64>, _ operation: (UInt64, UInt64) -> UInt64
  ) {
    precondition(words.count == other.count, "sets of different segments")
    unsafe words.withUnsafeMutableBufferPointer { words in
      // In bounds: both have so many words.
      for index in 0..<words.count {
        unsafe words[index] = operation(words[index], other[index])
      }
    }
  }
}

/// Counts for each document in how many sets it is: numbers written across words, the first plane
/// holds the ones, the second the twos (a carry-save adder, as in Knuth, TAOCP 4A, 7.1.3).
struct SetCounter {
  private var planes: [[UInt64]] = []
  private let blockCount: Int

  init(blockCount: Int) { self.blockCount = blockCount }

  mutating func add(_ set: DocumentSet) {
    var carry = set.words
    for plane in planes.indices {
      var rest: UInt64 = 0
      for index in carry.indices {
        let both = planes[plane][index] & carry[index]
        planes[plane][index] ^= carry[index]
        carry[index] = both
        rest |= both
      }
      if rest == 0 { return }
    }
    planes.append(carry)
  }

  /// The documents that are in `minimum` sets or more.
  func atLeast(_ minimum: Int) -> DocumentSet {
    var result: [UInt64] = []
    result.reserveCapacity(blockCount)
    for index in 0..<blockCount {
      // From the highest bit down: greater so far, or equal so far.
      var greater: UInt64 = 0
      var equal = UInt64.max
      for plane in stride(
        from: max(planes.count, minimum.bitWidth - minimum.leadingZeroBitCount) - 1,
        through: 0, by: -1)
      {
        let bits = plane < planes.count ? planes[plane][index] : 0
        if minimum >> plane & 1 == 1 {
          equal &= bits
        } else {
          greater |= equal & bits
          equal &= ~bits
        }
      }
      result.append(greater | equal)
    }
    return DocumentSet(words: result)
  }

  /// The largest number of sets that any document of `among` is in.
  func most(among set: DocumentSet) -> Int {
    var candidates = set.words
    var most = 0
    if candidates.allSatisfy({ $0 == 0 }) { return 0 }
    for plane in planes.indices.reversed() {
      let narrowed = zip(candidates, planes[plane]).map { $0 & $1 }
      if narrowed.contains(where: { $0 != 0 }) {
        candidates = narrowed
        most |= 1 << plane
      }
    }
    return most
  }
}
