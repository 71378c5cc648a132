import InvertedIndex

/// A document and its score, on the way to being a hit.
struct Candidate: Equatable {
  var score: Float
  /// Ties break by age: the document added first comes first.
  var sequence: SequenceNumber
  var segment: Int
  var document: DocID

  /// True when this one is to come before the other.
  @inline(__always)
  func precedes(_ other: Candidate) -> Bool {
    score != other.score ? score > other.score : sequence < other.sequence
  }
}

/// Keeps the best candidates: a binary heap with the weakest of them at the root.
struct TopHits {
  let capacity: Int
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

  /// Gives the candidates away, best first.
  mutating func takeSorted() -> [Candidate] {
    var candidates: [Candidate] = []
    swap(&candidates, &heap)
    candidates.sort { $0.precedes($1) }
    return candidates
  }

  /// Moves the last candidate up to its place.
  private mutating func siftUp() {
    let last = heap.count - 1
    unsafe heap.withUnsafeMutableBufferPointer { heap in
      // In bounds: a parent comes before its child.
      let candidate = unsafe heap[last]
      var hole = last
      while hole > 0 {
        let parent = (hole &- 1) / 2
        guard unsafe heap[parent].precedes(candidate) else { break }
        unsafe heap[hole] = heap[parent]
        hole = parent
      }
      unsafe heap[hole] = candidate
    }
  }

  /// Moves the first candidate down to its place.
  private mutating func siftDown() {
    unsafe heap.withUnsafeMutableBufferPointer { heap in
      // In bounds: children are looked at below the count only.
      let candidate = unsafe heap[0]
      var hole = 0
      while true {
        var child = 2 &* hole &+ 1
        guard child < heap.count else { break }
        if unsafe child &+ 1 < heap.count && heap[child].precedes(heap[child &+ 1]) { child &+= 1 }
        guard unsafe candidate.precedes(heap[child]) else { break }
        unsafe heap[hole] = heap[child]
        hole = child
      }
      unsafe heap[hole] = candidate
    }
  }
}
