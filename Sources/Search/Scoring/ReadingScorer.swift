import InvertedIndex
import Vietnamese

/// Adds to the best candidates of a query without marks what its likely readings are worth: a
/// document that has `mặt trận` in these marks is more likely meant by `mat tran` than one that has
/// `mát trần`.
///
/// Each word counts once more for its readings, each for its probability. Those of a word add up to
/// 1 at most; nothing is found or lost by it, only the order changes.
struct ReadingScorer {
  /// A way to read a word of the query.
  private struct Reading {
    var canonical: [UInt8]
    /// Its probability and its rarity.
    var worth: Float
  }

  private let readings: [Reading]
  private let weights: RankingWeights
  private let averageLength: Float

  /// Less likely readings are left out.
  private static let least = 0.02

  /// - Parameter words: the words of the query in order, none of them marked.
  init(
    _ plan: Plan, _ words: [QueryWord], _ model: ReadingModel, in snapshot: Snapshot,
    averageLength: Float, weights: RankingWeights
  ) {
    self.weights = weights
    self.averageLength = averageLength
    var readings: [Reading] = []
    var seen: Set<[UInt8]> = []
    let found = model.wordReadings(of: words.map(\.canonical))
    for (word, own) in zip(words, found) {
      guard let boost = plan.boost(of: word) else { continue }
      // A word that comes twice is read as at its first place.
      guard seen.insert(word.canonical).inserted else { continue }
      for reading in own where reading.probability >= Self.least {
        let count = snapshot.documentFrequency(reading.canonical, foldedAs: word.folded)
        let rarity = Plan.rarity(documents: count, of: snapshot.countedDocuments)
        readings.append(
          Reading(canonical: reading.canonical, worth: boost * Float(reading.probability) * rarity))
      }
    }
    self.readings = readings
  }

  /// Looks again at the first `depth` candidates. Those behind keep their order.
  func rescore(
    _ candidates: inout [Candidate], in snapshot: Snapshot, depth: Int
  ) throws(IndexError) {
    var rescored: [Candidate] = []
    for index in snapshot.segments.indices {
      var own = candidates.prefix(depth).filter { $0.segment == index }
      if own.isEmpty { continue }
      try rescore(&own, of: snapshot.segments[index].segment)
      rescored += own
    }
    rescored.sort { snapshot.precedes($0, $1) }
    candidates.replaceSubrange(0..<rescored.count, with: rescored)
  }

  private func rescore(_ candidates: inout [Candidate], of segment: Segment) throws(IndexError) {
    let numbers = numbers(in: segment)
    let lengths = EffectiveLengths(segment, weights, average: averageLength)
    var slots: [UInt32] = []
    for index in candidates.indices {
      let document = candidates[index].document
      try segment.readSlots(document, into: &slots)
      let counts = count(slots, numbers, hasTitle: segment.lengths(of: document).title > 0)
      let norm = lengths.norm(document)
      for (reading, frequency) in zip(readings, counts) where frequency > 0 {
        candidates[index].score +=
          weights.readings * reading.worth * (weights.k1 + 1) * frequency / (frequency + norm)
      }
    }
  }

  /// What the readings add to the score of one document.
  func contributions(
    of document: DocID, in segment: Segment
  ) throws(IndexError) -> [Contribution] {
    var slots: [UInt32] = []
    try segment.readSlots(document, into: &slots)
    let counts = count(
      slots, numbers(in: segment), hasTitle: segment.lengths(of: document).title > 0)
    let norm = EffectiveLengths(segment, weights, average: averageLength).norm(document)
    return zip(readings, counts).filter { $0.1 > 0 }.map { reading, frequency in
      var part = Contribution(
        .reading, String(decoding: reading.canonical, as: UTF8.self),
        value: weights.readings * reading.worth * (weights.k1 + 1) * frequency
          / (frequency + norm))
      part.frequency = frequency
      part.rarity = reading.worth
      part.weight = weights.readings
      return part
    }
  }

  /// For each canonical term its reading plus one, or 0.
  private func numbers(in segment: Segment) -> [UInt16] {
    var numbers = [UInt16](repeating: 0, count: segment.canonicalTermCount)
    for (index, reading) in readings.prefix(Int(UInt16.max)).enumerated() {
      let folded = folded(reading.canonical.span)
      if let term = segment.canonicalTerm(reading.canonical, foldedAs: folded) {
        numbers[Int(term.ordinal)] = UInt16(index + 1)
      }
    }
    return numbers
  }

  /// How often each reading stands in a document, in the title more.
  private func count(_ slots: [UInt32], _ numbers: [UInt16], hasTitle: Bool) -> [Float] {
    var counts = [Float](repeating: 0, count: readings.count)
    var weight = hasTitle ? weights.title : 1
    for slot in slots {
      guard slot < ForwardDocument.block else {
        if slot == ForwardDocument.block { weight = 1 }
        continue
      }
      let number = numbers[Int(slot)]
      if number > 0 { counts[Int(number) - 1] += weight }
    }
    return counts
  }
}

extension Plan {
  /// What a word that counts for the score is multiplied with, nil where it does not.
  fileprivate func boost(of word: QueryWord) -> Float? {
    leaves.indices.first { isScored[$0] && leaves[$0].word.canonical == word.canonical }
      .map { leaves[$0].boost }
  }
}

extension Snapshot {
  fileprivate func documentFrequency(_ canonical: [UInt8], foldedAs folded: [UInt8]) -> Int {
    segments.reduce(0) { sum, view in
      let own = view.segment.canonicalTerm(canonical, foldedAs: folded)
      return sum + (own?.documentFrequency ?? 0)
    }
  }
}
