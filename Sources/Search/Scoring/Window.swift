import InvertedIndex

/// 4,096 neighbouring documents of a segment, worked on together.
///
/// Boolean logic is done on one bit a document, scores are summed beside it. Windows keep all
/// arrays of a query in the first-level cache, whatever the size of the segment (the idea is the
/// bulk scoring window of Lucene's `MaxScoreBulkScorer`).
enum Window {
  static let size = 4096
  static let wordCount = size / 64
}

/// One bit for each document of a window.
struct DocumentBits {
  var words: [UInt64]

  static var none: DocumentBits {
    DocumentBits(words: Array(repeating: 0, count: Window.wordCount))
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  mutating func formUnion(_ other: DocumentBits) {
    for index in words.indices { words[index] |= other.words[index] }
  }
  mutating func formIntersection(_ other: DocumentBits) {
    for index in words.indices { words[index] &= other.words[index] }
  }
  mutating func subtract(_ other: DocumentBits) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }
  mutating func insert(_ offset: Int) { words[offset / 64] |= 1 << UInt64(offset % 64) }

  /// Calls `body` with the offset of each set bit, rising.
  @inline(__always)
  func visit<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    for index in words.indices {
      var rest = words[index]
      while rest != 0 {
        try body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}

/// A posting list on its way through the windows of a segment.
final class ListCursor {
  private var cursor: PostingCursor
  private let weight: Float
  /// The next posting of the current block.
  private var index = 0

  init(_ list: WeightedTerm, in segment: Segment) throws(IndexError) {
    cursor = try segment.postings(of: list.term)
    weight = list.weight
  }

  /// Adds the weighted frequency of each document of the window to `frequencies` and sets its
  /// bit. `first` must not fall between calls.
  func add(
    from first: DocID, weights: RankingWeights, to frequencies: inout [Float],
    _ bits: inout DocumentBits
  ) throws(IndexError) {
    let before = cursor.lastDocument
    guard try cursor.advance(to: first) else { return }
    if cursor.lastDocument != before { index = 0 }
    let end = UInt64(first) + UInt64(Window.size)
    repeat {
      index = addBlock(first, end, weights, to: &frequencies, &bits)
      if index < cursor.count { return }
      index = 0
    } while try cursor.advance()
  }

  /// Adds the postings of the current block that are in the window; returns the next posting.
  private func addBlock(
    _ first: DocID, _ end: UInt64, _ weights: RankingWeights, to frequencies: inout [Float],
    _ bits: inout DocumentBits
  ) -> Int {
    let title = cursor.hasTitles ? weights.title - 1 : 0
    let low = cursor.hasLows ? weights.low - 1 : 0
    var place = index
    while place < cursor.count {
      // In bounds: the cursor's arrays hold `count` values.
      let document = unsafe cursor.documents[place]
      if UInt64(document) >= end { break }
      if document >= first {
        let offset = Int(document - first)
        var frequency = unsafe Float(cursor.frequencies[place])
        if title != 0 { unsafe frequency += title * Float(cursor.titles[place]) }
        if low != 0 { unsafe frequency += low * Float(cursor.lows[place]) }
        frequencies[offset] += weight * frequency
        bits.insert(offset)
      }
      place += 1
    }
    return place
  }
}
