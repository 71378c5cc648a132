/// Names the most frequent counts of a segment with four bits, the next ones with eight.
///
/// Nearly all postings have one of a few counts (once in the body, twice in the body, …). Codes 1 to
/// 14 stand for the most frequent counts, and 15 says that the posting is among the exceptions of
/// its list. There 0 to 254 stand for the next counts, and 255 says that they are written out.
///
/// ```
/// codes = counts:u64 each, packed as in `PostingCounts`, for code 1, 2, 3 … and exceptions 0, 1 …
/// ```
struct CountCodes: Sendable {
  static let escape: UInt8 = 15
  static let rareEscape: UInt8 = 255

  /// The counts of each code; those of code 0 are empty.
  let counts: [PostingCounts]
  /// The counts of each exception.
  let rare: [PostingCounts]
  /// The code of each small count, by `place(of:)`.
  private let codes: [UInt8]
  private let rareCodes: [UInt64: UInt8]

  private static let codeCount = Int(escape) - 1

  /// - Parameter counts: small counts first, as far as they are to have codes of four bits.
  init(_ counts: some Sequence<PostingCounts>) {
    let all = Array(counts)
    let coded = all.prefix(Self.codeCount).prefix { Self.place(of: $0) != nil }
    self.counts = [PostingCounts()] + coded
    rare = Array(all.dropFirst(coded.count).prefix(Int(Self.rareEscape)))
    var codes = [UInt8](repeating: Self.escape, count: Self.placeCount)
    for (code, counts) in self.counts.enumerated() {
      if let place = Self.place(of: counts) { codes[place] = UInt8(code) }
    }
    self.codes = codes
    rareCodes = Dictionary(
      rare.enumerated().map { ($1.packed, UInt8($0)) }, uniquingKeysWith: { first, _ in first })
  }

  @inline(__always)
  func code(of counts: PostingCounts) -> UInt8 {
    Self.place(of: counts).map { codes[$0] } ?? Self.escape
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

  init(_ sections: SectionReader) throws(IndexError) {
    let packed = try sections.array(.countCodes, of: UInt64.self)
    guard packed.count <= Self.codeCount + Int(Self.rareEscape) else {
      throw sections.damaged(.countCodes, "it has too many codes")
    }
    self.init((0..<packed.count).map { PostingCounts(packed: packed[$0]) })
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

  var codes: CountCodes {
    var seen = others.map { (key: $0.key, value: $0.value) }
    for (place, count) in small.enumerated() where count > 0 {
      seen.append((CountCodes.counts(at: place).packed, count))
    }
    let order = seen.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map { PostingCounts(packed: $0.key) }
    let coded = order.filter { CountCodes.place(of: $0) != nil }
      .prefix(Int(CountCodes.escape) - 1)
    let chosen = Set(coded.map(\.packed))
    return CountCodes(coded + order.filter { !chosen.contains($0.packed) })
  }
}
