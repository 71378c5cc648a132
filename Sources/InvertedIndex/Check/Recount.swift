/// What a segment must say, counted anew from its forward stream.
struct Recount {
  /// Document and collection frequency of each canonical and each folded term.
  var canonical: [Frequencies]
  var folded: [Frequencies]
  /// How often each folded term has a word behind it in its sentence.
  var followers: [Int]
  var lengths: [Segment.Lengths<UInt32>] = []
  /// The folded term of each canonical one.
  let foldedOf: [UInt32]

  struct Frequencies: Equatable {
    var documents = 0
    var occurrences = 0
    fileprivate var last = -1

    fileprivate mutating func add(_ document: Int) {
      if last != document { documents += 1 }
      last = document
      occurrences += 1
    }
  }

  init(foldedOf: [UInt32], foldedTermCount: Int) {
    self.foldedOf = foldedOf
    canonical = Array(repeating: Frequencies(), count: foldedOf.count)
    folded = Array(repeating: Frequencies(), count: foldedTermCount)
    followers = Array(repeating: 0, count: foldedTermCount)
  }

  /// Adds the next document; its terms were found to be in the dictionary.
  mutating func add(_ forward: ForwardDocument) {
    let document = lengths.count
    var length = Segment.Lengths<UInt32>(title: 0, all: 0, low: 0)
    forward.forEachOccurrence { term, place, isWhole in
      canonical[Int(term)].add(document)
      folded[Int(foldedOf[Int(term)])].add(document)
      if isWhole { return }
      length.all += 1
      if place == .title { length.title += 1 }
      if place == .low { length.low += 1 }
    }
    lengths.append(length)
    forEachNeighbours(in: forward) { first, _, _ in followers[Int(foldedOf[Int(first)])] += 1 }
  }

  /// Calls `body` for every two words side by side in one sentence, as canonical terms.
  func forEachNeighbours(
    in forward: ForwardDocument, _ body: (UInt32, UInt32, PostingCounts.Place) -> Void
  ) {
    var start = 0
    for block in forward.blocks {
      let end = start + block.slotCount
      for slot in start..<max(start, end - 1) {
        let (first, second) = (forward.slots[slot], forward.slots[slot + 1])
        guard first < ForwardDocument.block, second < ForwardDocument.block else { continue }
        body(first, second, block.kind.place)
      }
      start = end + 1
    }
  }
}

/// Postings of a range of lists, gathered anew: each list at its own place, by rising document.
struct GatheredPostings {
  private let lists: Range<Int>
  private let starts: [Int]
  private var ends: [Int]
  private var documents: [DocID]
  private var counts: [PostingCounts]

  /// - Parameter sizes: the number of postings of each list of the range.
  init(_ lists: Range<Int>, sizes: [Int]) {
    self.lists = lists
    starts = listStarts(sizes)
    ends = Array(starts.dropLast())
    let total = starts[sizes.count]
    documents = Array(repeating: 0, count: total)
    counts = Array(repeating: PostingCounts(), count: total)
  }

  mutating func add(_ list: UInt32, _ document: DocID, _ place: PostingCounts.Place) {
    guard lists.contains(Int(list)) else { return }
    let index = Int(list) - lists.lowerBound
    if ends[index] == starts[index] || documents[ends[index] - 1] != document {
      documents[ends[index]] = document
      ends[index] += 1
    }
    counts[ends[index] - 1].add(place)
  }

  func postings(of list: Int) -> ExpectedPostings {
    let index = list - lists.lowerBound
    let range = starts[index]..<ends[index]
    return ExpectedPostings(documents: documents[range], counts: counts[range])
  }

  /// Cuts `sizes` into ranges of lists with at most about `budget` postings each.
  static func ranges(_ sizes: [Int], budget: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var first = 0
    var sum = 0
    for (list, size) in sizes.enumerated() {
      if list > first, sum + size > budget {
        ranges.append(first..<list)
        (first, sum) = (list, 0)
      }
      sum += size
    }
    if first < sizes.count { ranges.append(first..<sizes.count) }
    return ranges
  }
}

/// The postings that a list must have.
struct ExpectedPostings {
  var documents: ArraySlice<DocID>
  var counts: ArraySlice<PostingCounts>
}
