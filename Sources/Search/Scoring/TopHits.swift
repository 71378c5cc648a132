import InvertedIndex

/// A document and its score, on the way to being a hit.
struct Candidate: Equatable {
  var score: Float
  var segment: Int
  var document: DocID
}

extension Snapshot {
  /// True when one candidate is to come before another. Ties break by age, which is only looked up
  /// for them: it lies in memory that nothing else of a search reads.
  @inline(__always)
  func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
    left.score != right.score ? left.score > right.score : age(of: left) < age(of: right)
  }

  /// The document added first comes first.
  func age(of candidate: Candidate) -> SequenceNumber {
    segments[candidate.segment].segment.sequence(of: candidate.document)
  }
}

/// Keeps the best candidates: a binary heap with the weakest of them at the root.
struct TopHits {
  let capacity: Int
  private let snapshot: Snapshot
  private var heap: [Candidate] = []

  init(capacity: Int, in snapshot: Snapshot) {
    self.capacity = capacity
    self.snapshot = snapshot
    heap.reserveCapacity(min(capacity, 1024))
  }

  /// A score below this cannot enter.
  var threshold: Float {
    guard capacity > 0 else { return .infinity }
    return heap.count < capacity ? -.infinity : heap[0].score
  }

  /// How many more can enter whatever their scores.
  var missing: Int { capacity - heap.count }

  mutating func insert(_ candidate: Candidate) {
    if heap.count < capacity {
      heap.append(candidate)
      siftUp()
    } else if let weakest = heap.first, snapshot.precedes(candidate, weakest) {
      heap[0] = candidate
      siftDown()
    }
  }

  /// Gives the candidates away, best first.
  mutating func takeSorted() -> [Candidate] {
    var candidates: [Candidate] = []
    swap(&candidates, &heap)
    candidates.sort { snapshot.precedes($0, $1) }
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
        guard unsafe snapshot.precedes(heap[parent], candidate) else { break }
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
        if unsafe child &+ 1 < heap.count && snapshot.precedes(heap[child], heap[child &+ 1]) {
          child &+= 1
        }
        guard unsafe snapshot.precedes(candidate, heap[child]) else { break }
        unsafe heap[hole] = heap[child]
        hole = child
      }
      unsafe heap[hole] = candidate
    }
  }
}

/// The largest of some scores.
struct LargestScores {
  private let count: Int
  /// Rising.
  private var scores: [Float] = []

  init(count: Int) { self.count = count }

  /// The least of them, once there are enough.
  var least: Float { scores.count < count ? -.infinity : scores.first ?? .infinity }

  mutating func insert(_ score: Float) {
    guard score > least || scores.count < count else { return }
    if scores.count == count { scores.removeFirst() }
    scores.insert(score, at: scores.firstIndex { $0 > score } ?? scores.count)
  }
}
