import InvertedIndex

/// Finds where the parts of a passage stand near each other.
///
/// A part *stands* at a run of words: one for a word, several for a phrase. Parts are joined in their
/// order: two neighbours are near when they stand in one sentence, share no word, and have no more
/// words between them than their gap says; an ordered gap asks for the first to come first. A passage
/// is one place for each part, all neighbours near. Parts that are no neighbours may share words.
///
/// Each place of the first part that belongs to a passage counts for `1 / (1 + words between)`, over
/// the passage with the fewest words between its neighbours in all, as in `NearMatcher`.
struct PassageMatcher {
  /// For each part its choices, each a run of sets of terms.
  private let parts: [[Form]]
  private let gaps: [QueryGap]
  /// Of the sentence looked at, where each part stands, by its first word.
  private var places: [[Range<Int>]]

  /// Words that follow each other.
  struct Form {
    var words: [TermRanges]
  }

  init(_ parts: [[Form]], _ gaps: [QueryGap]) {
    precondition(gaps.count == parts.count - 1, "a gap is between two parts")
    self.parts = parts
    self.gaps = gaps
    places = Array(repeating: [], count: parts.count)
  }

  /// What the passages in a text count for.
  ///
  /// - Parameter slots: canonical ordinals, and boundaries of sentences and blocks.
  mutating func frequency(of slots: ArraySlice<UInt32>) -> Float {
    var sum: Float = 0
    forEachSentence(slots) { matcher in
      for cost in matcher.costs()[0] {
        if let cost { sum += 1 / Float(1 + cost) }
      }
    }
    return sum
  }

  /// The places in a text that belong to a passage.
  mutating func members(of slots: ArraySlice<UInt32>) -> [Range<Int>] {
    var members: [Range<Int>] = []
    forEachSentence(slots) { matcher in
      let costs = matcher.costs()
      // Those that can be gone on from, and were come to.
      var reached = costs[0].map { $0 != nil }
      for part in matcher.parts.indices {
        for (place, isReached) in reached.enumerated() where isReached {
          members.append(matcher.places[part][place])
        }
        guard part + 1 < matcher.parts.count else { break }
        var next = [Bool](repeating: false, count: matcher.places[part + 1].count)
        for (place, isReached) in reached.enumerated() where isReached {
          for other in next.indices where costs[part + 1][other] != nil {
            if matcher.distance(part, place, other) != nil { next[other] = true }
          }
        }
        reached = next
      }
    }
    return members
  }

  private mutating func forEachSentence(
    _ slots: ArraySlice<UInt32>, _ body: (PassageMatcher) -> Void
  ) {
    var start = slots.startIndex
    while start <= slots.endIndex {
      let end = slots[start...].firstIndex { $0 >= Segment.boundary } ?? slots.endIndex
      if find(slots, start..<end) { body(self) }
      start = end + 1
    }
  }

  /// Looks for all parts in a sentence; false where one is missing.
  private mutating func find(_ slots: ArraySlice<UInt32>, _ sentence: Range<Int>) -> Bool {
    for part in parts.indices {
      places[part].removeAll(keepingCapacity: true)
      for form in parts[part] { find(form, of: part, slots, sentence) }
      if places[part].isEmpty { return false }
      if parts[part].count > 1 { places[part].sort { $0.lowerBound < $1.lowerBound } }
    }
    return true
  }

  private mutating func find(
    _ form: Form, of part: Int, _ slots: ArraySlice<UInt32>, _ sentence: Range<Int>
  ) {
    let first = form.words[0]
    for start in sentence where first.contains(slots[start]) {
      let place = start..<(start + form.words.count)
      guard place.upperBound <= sentence.upperBound, stands(form, slots, start) else { continue }
      // Two choices may be one word.
      if !places[part].contains(place) { places[part].append(place) }
    }
  }

  private func stands(_ form: Form, _ slots: ArraySlice<UInt32>, _ start: Int) -> Bool {
    for word in form.words.indices.dropFirst() where !form.words[word].contains(slots[start + word])
    {
      return false
    }
    return true
  }

  /// For each place of each part the fewest words between it and the last part, nil where no passage
  /// goes on from it.
  private func costs() -> [[Int?]] {
    var costs = places.map { [Int?](repeating: nil, count: $0.count) }
    costs[parts.count - 1] = costs[parts.count - 1].map { _ in 0 }
    for part in parts.indices.dropLast().reversed() {
      for place in places[part].indices {
        var least: Int?
        for other in places[part + 1].indices {
          guard let rest = costs[part + 1][other], let distance = distance(part, place, other)
          else { continue }
          least = min(least ?? .max, rest + distance)
        }
        costs[part][place] = least
      }
    }
    return costs
  }

  /// The words between a place of a part and one of the next, nil where they are not near.
  private func distance(_ part: Int, _ place: Int, _ other: Int) -> Int? {
    let first = places[part][place]
    let second = places[part + 1][other]
    let gap = gaps[part]
    var distance: Int?
    if second.lowerBound >= first.upperBound {
      distance = second.lowerBound - first.upperBound
    } else if !gap.isOrdered, first.lowerBound >= second.upperBound {
      distance = first.lowerBound - second.upperBound
    }
    return distance.flatMap { $0 <= gap.most ? $0 : nil }
  }
}

/// A set of terms as ranges of their ordinals.
struct TermRanges {
  /// Rising, apart.
  private let ranges: [Range<UInt32>]
  /// From the first to the last: few other terms are between them, and most words are one range.
  private let hull: Range<UInt32>
  private let isHull: Bool

  init(_ ranges: [Range<UInt32>]) {
    var joined: [Range<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    self.ranges = joined
    hull = (joined.first?.lowerBound ?? 0)..<(joined.last?.upperBound ?? 0)
    isHull = joined.count <= 1
  }

  @inline(__always)
  func contains(_ term: UInt32) -> Bool {
    hull.contains(term) && (isHull || search(term))
  }

  private func search(_ term: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= term { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= term
  }
}
