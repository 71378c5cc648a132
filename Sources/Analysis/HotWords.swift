/// The words of up to eight bytes a text has just used: what nearly every word is found in.
///
/// All words of a language fill megabytes, and a look-up of a rare one waits for memory. These few
/// thousand stay in the processor's own cache; a word that is not among them is brought from
/// `WordCache`, and another one leaves. The table begins small, since a query has few words.
///
/// A line has two words and what is known of them. Both are compared without a branch, since no
/// processor can foretell at which place of its line a word of a text is.
struct HotWords {
  /// Integers of a line: two words, what is known of each.
  private static let lineSize = 4
  /// The shift of the largest table: 16,384 lines of 32 bytes, half of a usual second-level cache.
  /// A quarter of it misses four words in a hundred, half of it two.
  private static let leastShift: UInt64 = 64 - 14
  /// No word begins with this byte, so a free place is never found.
  private static let free: UInt64 = 1

  private var storage = Self.emptyLines(64 - 6)
  /// What a hash is shifted by to number a line.
  private(set) var shift: UInt64 = 64 - 6
  /// Words brought since the table has its size.
  private var brought = 0

  /// All lines, for `find`.
  var lines: Span<UInt64> {
    @_lifetime(borrow self) borrowing get { storage.span }
  }

  /// What is known of a word, or nil where it is not here.
  ///
  /// - Parameters:
  ///   - word: up to eight bytes of a word, the first one lowest, then zeros; 0 is never found.
  ///   - lines: those of a table; as a span, so that a loop over many words borrows it once.
  ///   - shift: that of the same table.
  @inline(__always)
  static func find(_ word: UInt64, in lines: Span<UInt64>, _ shift: UInt64) -> WordCache.Entry? {
    let line = line(of: word, shift)
    // In bounds: a table has all lines that `line(of:_:)` can name with its shift.
    let isSecond = unsafe lines[unchecked: line &+ 1] == word
    let place = line &+ (isSecond ? 1 : 0)
    guard unsafe lines[unchecked: place] == word else { return nil }
    return unsafe WordCache.Entry(packed: lines[unchecked: place &+ 2])
  }

  /// Brings a word that is not here.
  mutating func insert(_ word: UInt64, _ entry: WordCache.Entry) {
    if brought == storage.count / 2, shift > Self.leastShift { grow() }
    // The places of a line take turns.
    let place = Self.line(of: word, shift) + brought & 1
    brought += 1
    storage[place] = word
    storage[place + 2] = entry.packed
  }

  /// Doubles the table. It is empty then: what is needed comes back.
  private mutating func grow() {
    shift -= 1
    storage = Self.emptyLines(shift)
    brought = 0
  }

  private static func emptyLines(_ shift: UInt64) -> [UInt64] {
    Array(repeating: free, count: lineSize << Int(64 - shift))
  }

  /// The index of the line a word belongs to.
  @inline(__always)
  private static func line(of word: UInt64, _ shift: UInt64) -> Int {
    // Multiplicative hashing: the product's high bits depend on all bits below.
    let hash = word &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: hash &>> shift) &* lineSize
  }
}

extension WordCache.Entry {
  @inline(__always)
  fileprivate init(packed: UInt64) {
    form = FormID(truncatingIfNeeded: packed)
    traits = WordTraits(rawValue: UInt32(truncatingIfNeeded: packed &>> 32))
  }

  fileprivate var packed: UInt64 { UInt64(form) | UInt64(traits.rawValue) << 32 }
}
