import InvertedIndex

/// A document and its score, on the way to being a hit.
struct Candidate: Equatable {
  var score: Float
  /// Ties break by age: the document added first comes first.
  var sequence: SequenceNumber
  var segment: Int
  var document: DocID

  /// True when this one is to come before the other.
  func precedes(_ other: Candidate) -> Bool {
    score != other.score ? score > other.score : sequence < other.sequence
  }
}

/// Keeps the best candidates: a binary heap with the weakest of them at the root.
struct TopHits {
  private let capacity: Int
  private var heap: [Candidate] = []

  init(capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(min(capacity, 1024))
  }

  /// A score below this cannot enter.
  var threshold: Float {
    guard capacity > 0 else { return .infinity }
    return heap.count < capacity ? -.infinity : heap[0].score
  }

  mutating func insert(_ candidate: Candidate) {
    if heap.count < capacity {
      heap.append(candidate)
      siftUp()
    } else if let weakest = heap.first, candidate.precedes(weakest) {
      heap[0] = candidate
      siftDown()
    }
  }

  /// The candidates, best first.
  func sorted() -> [Candidate] { heap.sorted { $0.precedes($1) } }

  private mutating func siftUp() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].precedes(heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var weakest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[weakest].precedes(heap[child]) { weakest = child }
      }
      if weakest == parent { return }
      heap.swapAt(parent, weakest)
      parent = weakest
    }
  }
}
