import InvertedIndex

/// Counts where the words of a phrase stand near each other in the documents of a segment.
///
/// Take away from the position of each word its place in the phrase: side by side and in order, all
/// words have the same difference. The *distance* of a match is that between the largest and the
/// smallest difference; it may be `slop` at most. Two words that have changed places are at distance
/// two, as in Lucene's sloppy phrases. A match does not leave its sentence, and each occurrence of the
/// first word counts once, for `1 / (1 + distance)` of its nearest match.
struct NearMatcher {
  /// For each word the canonical terms that match it.
  private let words: [[Range<UInt32>]]
  private let slop: Int
  private var reader: SentenceReader?
  /// Of the sentence looked at, where each word stands, rising.
  private var places: [[Int]]

  /// - Parameter segment: whose documents are looked at; nil for other texts.
  init(_ words: [[Range<UInt32>]], slop: Int, in segment: Segment? = nil) {
    self.words = words
    self.slop = slop
    places = Array(repeating: [], count: words.count)
    reader = segment.map { SentenceReader($0, with: $0.rarest(of: words)) }
  }

  mutating func frequency(in document: DocID) throws(IndexError) -> Float {
    try reader?.read(document)
    return frequency(of: reader?.slots ?? [])
  }

  /// - Parameter slots: canonical ordinals, and boundaries of sentences and blocks.
  mutating func frequency(of slots: [UInt32]) -> Float {
    var sum: Float = 0
    var start = 0
    for index in 0...slots.count where index == slots.count || slots[index] >= Segment.boundary {
      sum += frequency(in: slots[start..<index])
      start = index + 1
    }
    return sum
  }

  private mutating func frequency(in sentence: ArraySlice<UInt32>) -> Float {
    if sentence.count < words.count { return 0 }
    for word in words.indices {
      places[word].removeAll(keepingCapacity: true)
      for (position, term) in sentence.enumerated()
      where words[word].contains(where: { $0.contains(term) }) {
        places[word].append(position)
      }
      if places[word].isEmpty { return 0 }
    }
    // Farther apart than this no two words of the sentence can be.
    let limit = min(slop, sentence.count + words.count)
    var sum: Float = 0
    for first in places[0] {
      if let distance = (0...limit).first(where: { stands(at: first, within: $0) }) {
        sum += 1 / Float(1 + distance)
      }
    }
    return sum
  }

  /// Whether all words stand at such a distance at most from the first one at a position.
  private func stands(at first: Int, within distance: Int) -> Bool {
    ((first - distance)...first).contains { least in
      var taken = [first]
      for word in 1..<words.count {
        // The ends of what a word may take rise from word to word: the first place that is left is
        // the one that is missed least by those that follow.
        let range = (least + word)...(least + word + distance)
        guard let place = places[word].first(where: { range.contains($0) && !taken.contains($0) })
        else { return false }
        taken.append(place)
      }
      return true
    }
  }
}
