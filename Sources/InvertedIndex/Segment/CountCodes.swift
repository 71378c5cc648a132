/// Names the most frequent counts of a segment with four bits, the next ones with eight.
///
/// Nearly all postings have one of a few counts (once in the body, twice in the body, …). Codes 1 to
/// 11 stand for the most frequent counts, and 12 to 15 say that the posting is among the exceptions of
/// its list: that its weighted frequency is at most the first, second or third limit, or more. The
/// best documents of a term are mostly exceptions, so that their bounds decide how many are scored.
/// Among the exceptions 0 to 254 stand for the next counts, and 255 says that they are written out.
///
/// ```
/// codes = limits:u64[3] counts:u64*   limits as f32; counts packed as in `PostingCounts`, for code
///                                     1, 2, 3 … and exceptions 0, 1 …
/// ```
struct CountCodes: Sendable {
  /// The first code that only says that the posting is an exception.
  static let firstEscape: UInt8 = 12
  static let lastEscape: UInt8 = 15
  static let rareEscape: UInt8 = 255
  static let limitCount = Int(lastEscape - firstEscape)

  /// The counts of each code; those of code 0 are empty.
  let counts: [PostingCounts]
  /// The counts of each exception.
  let rare: [PostingCounts]
  /// The largest weighted frequency of each escape but the last, rising.
  let limits: [Float]
  private let weights: ImpactWeights
  /// The code of each small count, by `place(of:)`.
  private let codes: [UInt8]
  private let rareCodes: [UInt64: UInt8]

  private static let codeCount = Int(firstEscape) - 1

  /// - Parameter counts: small counts first, as far as they are to have codes of four bits.
  init(_ counts: some Sequence<PostingCounts>, limits: [Float], _ weights: ImpactWeights) {
    let all = Array(counts)
    let coded = all.prefix(Self.codeCount).prefix { Self.place(of: $0) != nil }
    self.counts = [PostingCounts()] + coded
    rare = Array(all.dropFirst(coded.count).prefix(Int(Self.rareEscape)))
    self.limits = limits
    self.weights = weights
    var codes = (0..<Self.placeCount).map {
      Self.escape(weights.frequency(Self.counts(at: $0)), limits)
    }
    for (code, counts) in self.counts.enumerated() {
      if let place = Self.place(of: counts) { codes[place] = UInt8(code) }
    }
    self.codes = codes
    rareCodes = Dictionary(
      rare.enumerated().map { ($1.packed, UInt8($0)) }, uniquingKeysWith: { first, _ in first })
  }

  @inline(__always)
  func code(of counts: PostingCounts) -> UInt8 {
    Self.place(of: counts).map { codes[$0] } ?? Self.escape(weights.frequency(counts), limits)
  }

  private static func escape(_ frequency: Float, _ limits: [Float]) -> UInt8 {
    firstEscape + UInt8(limits.firstIndex { frequency <= $0 } ?? limits.count)
  }

  /// The code of counts that are an exception.
  func rareCode(of counts: PostingCounts) -> UInt8 {
    rareCodes[counts.packed] ?? Self.rareEscape
  }

  /// All counts that have a code, in the order of the file.
  var all: [PostingCounts] { counts.dropFirst() + rare }

  /// Small counts have a place in a table: up to 31 occurrences, 3 in the title, 3 of low weight.
  @inline(__always)
  fileprivate static func place(of counts: PostingCounts) -> Int? {
    guard counts.frequency < 32, counts.title < 4, counts.low < 4 else { return nil }
    return Int(counts.frequency | counts.title << 5 | counts.low << 7)
  }

  fileprivate static let placeCount = 1 << 9

  /// The counts with a place in the table.
  fileprivate static func counts(at place: Int) -> PostingCounts {
    PostingCounts(
      frequency: UInt32(place & 31), title: UInt32(place >> 5 & 3), low: UInt32(place >> 7))
  }

  init(_ sections: SectionReader, _ weights: ImpactWeights) throws(IndexError) {
    let packed = try sections.array(.countCodes, of: UInt64.self)
    let head = Self.limitCount
    guard packed.count >= head, packed.count <= head + Self.codeCount + Int(Self.rareEscape) else {
      throw sections.damaged(.countCodes, "it has another number of codes")
    }
    self.init(
      (head..<packed.count).map { PostingCounts(packed: packed[$0]) },
      limits: (0..<head).map { Float(bitPattern: UInt32(truncatingIfNeeded: packed[$0])) },
      weights)
  }
}

/// Counts which counts postings have, to choose the codes.
struct CountCensus {
  /// One document in so many is asked.
  static let stride = 8

  /// How many postings have each small count, by its place.
  private var small = [Int](repeating: 0, count: CountCodes.placeCount)
  private var others: [UInt64: Int] = [:]

  /// Adds the postings of a document.
  mutating func add(_ bag: borrowing TermBag) {
    for index in 0..<bag.count {
      let counts = bag.counts[index]
      if let place = CountCodes.place(of: counts) {
        small[place] += 1
      } else {
        others[counts.packed, default: 0] += 1
      }
    }
  }

  func codes(_ weights: ImpactWeights) -> CountCodes {
    var seen = others.map { (counts: PostingCounts(packed: $0.key), number: $0.value) }
    for (place, count) in small.enumerated() where count > 0 {
      seen.append((CountCodes.counts(at: place), count))
    }
    seen.sort { ($1.number, $0.counts.packed) < ($0.number, $1.counts.packed) }
    let coded = seen.filter { CountCodes.place(of: $0.counts) != nil }
      .prefix(Int(CountCodes.firstEscape) - 1).map(\.counts)
    let chosen = Set(coded.map(\.packed))
    let others = seen.filter { !chosen.contains($0.counts.packed) }
    return CountCodes(
      coded + others.map(\.counts),
      limits: limits(others.map { (weights.frequency($0.counts), $0.number) }), weights)
  }

  /// The limits that part the exceptions: many small ones, few large ones.
  private func limits(_ exceptions: [(frequency: Float, number: Int)]) -> [Float] {
    let rising = exceptions.sorted { $0.frequency < $1.frequency }
    let all = rising.reduce(0) { $0 + $1.number }
    var limits: [Float] = []
    var seen = 0
    for (frequency, number) in rising {
      seen += number
      let isFull = Double(seen) >= Double(all) * Self.limitShares[limits.count]
      if isFull { limits.append(frequency) }
      if limits.count == CountCodes.limitCount { break }
    }
    while limits.count < CountCodes.limitCount { limits.append(rising.last?.frequency ?? 0) }
    return limits
  }

  private static let limitShares = [0.5, 0.8, 0.95]
}
